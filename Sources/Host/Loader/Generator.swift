// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
import PluginABI

/// A generator of enforcement rules, served by a plugin (extensions/generator.h).
@safe
package struct Generator: @unchecked Sendable {  // the library of `table` is never unmapped
    /// One kind of rules it makes.
    package struct Product: Hashable, Sendable {
        /// "terraform", "config_rules", "custodian", "openops", or a kind of its own.
        package let kind: String
        /// The cloud the rules are for, where they are for one.
        package let cloud: String?
        /// Name for people.
        package let title: String
        /// Types of policy it can make.
        package let policyTypes: [String]
        /// Levels of enforcement it knows.
        package let enforcementLevels: [String]
        /// JSON Schema of its options, where it has any.
        package let optionsSchema: JSONValue?
    }

    /// The plugin.
    package let pluginID: String
    /// What it makes.
    package let products: [Product]

    private let table: tw_generator
    private let instance: PluginInstance

    init(
        _ table: tw_generator,
        describing bytes: [UInt8],
        _ instance: PluginInstance
    ) throws(DescriptionFault) {
        let value = try DescriptionFault.parse(bytes)
        let root = JSONPointer()
        var reader = ShapeReader()
        let object = reader.object(value, at: root)
        if object["generators"] == nil { reader.fault(root.appending("generators"), "is missing.") }
        var products: [Product] = []
        for (index, value) in reader.elements("generators", in: object, at: root).enumerated() {
            let place = root.appending("generators").appending(index)
            let member = reader.object(value, at: place)
            products.append(
                Product(
                    kind: reader.text("kind", in: member, at: place),
                    cloud: reader.optionalText("cloud", in: member, at: place),
                    title: reader.optionalText("title", in: member, at: place) ?? "",
                    policyTypes: reader.texts("policy_types", in: member, at: place),
                    enforcementLevels: reader.texts("enforcement_levels", in: member, at: place),
                    optionsSchema: member["options_schema"]
                )
            )
        }
        guard reader.faults.isEmpty else { throw DescriptionFault(reader.faults) }
        self.products = products
        pluginID = instance.id
        self.table = table
        self.instance = instance
    }

    /// Makes rules from a policy.
    ///
    /// - Parameters:
    ///   - arguments: the object that generator.h describes at `generate`.
    ///   - options: deadline and what the plugin is told.
    /// - Returns: the object that generator.h describes at `generate`.
    /// - Throws: ``PluginCallError`` with the plugin's status.
    package func generate(
        _ arguments: JSONValue,
        _ options: CallOptions = CallOptions()
    ) async throws(PluginCallError) -> JSONValue {
        guard let generate = unsafe table.generate else {
            throw PluginCallError(
                .unimplemented,
                pluginID: pluginID,
                message: "Plugin \(pluginID) has no `generate`."
            )
        }
        let request = unsafe CallRequest(
            name: "generate",
            arguments: arguments,
            options: options,
            defaultDeadline: instance.core.options.toolDeadline,
            isBlocking: true,
            start: { instance, call in unsafe generate(instance, call) }
        )
        return try await instance.call(request) { _ in }
    }
}
