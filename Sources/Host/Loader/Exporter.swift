// SPDX-License-Identifier: Apache-2.0

package import JSONCodec
import PluginABI

/// An exporter, served by a plugin (extensions/exporter.h).
@safe
package struct Exporter: @unchecked Sendable {  // the library of `table` is never unmapped
    /// One platform whose format it writes.
    package struct Target: Hashable, Sendable {
        /// The platform's name.
        package let platform: String
        /// Name for people.
        package let title: String
        /// Formats of the document.
        package let formats: [String]
        /// Whether it reads findings as Arrow batches; otherwise as lines of JSON.
        package let readsBatches: Bool
        /// JSON Schema of its options, where it has any.
        package let optionsSchema: JSONValue?
    }

    /// The plugin.
    package let pluginID: String
    /// The platforms it writes for.
    package let targets: [Target]

    private let table: tw_exporter
    private let instance: PluginInstance

    init(_ table: tw_exporter, describing bytes: [UInt8], _ instance: PluginInstance) throws(DescriptionFault)
    {
        let value = try DescriptionFault.parse(bytes)
        let root = JSONPointer()
        var reader = ShapeReader()
        let object = reader.object(value, at: root)
        if object["targets"] == nil { reader.fault(root.appending("targets"), "is missing.") }
        var targets: [Target] = []
        for (index, value) in reader.elements("targets", in: object, at: root).enumerated() {
            let place = root.appending("targets").appending(index)
            let member = reader.object(value, at: place)
            let input = reader.text("input", in: member, at: place)
            if input != "arrow", input != "ndjson" {
                reader.fault(place.appending("input"), "has to be arrow or ndjson.")
            }
            targets.append(
                Target(
                    platform: reader.text("target_platform", in: member, at: place),
                    title: reader.optionalText("title", in: member, at: place) ?? "",
                    formats: reader.texts("formats", in: member, at: place),
                    readsBatches: input == "arrow",
                    optionsSchema: member["options_schema"]
                )
            )
        }
        guard reader.faults.isEmpty else { throw DescriptionFault(reader.faults) }
        self.targets = targets
        pluginID = instance.id
        self.table = table
        self.instance = instance
    }
}
