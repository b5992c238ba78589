// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// A JSON Schema (2020-12) made ready to check values; any thread, any number at once.
///
/// Supported is the core, the applicators, `unevaluated*` and all assertions. `format` and the other annotations
/// assert nothing. References stay inside the schema: nothing is ever fetched (MCP, basic/index.mdx, "$ref
/// Resolution"). Not supported, and refused: `$dynamicRef`, references to other documents, other dialects.
package struct CompiledSchema: Sendable {
    let nodes: [SchemaNode]
    let tracksEvaluation: Bool
    let limits: SchemaLimits

    /// Compiles a schema.
    ///
    /// - Parameters:
    ///   - schema: an object or a truth value.
    ///   - limits: how large it may be, and how much work a value may cost.
    /// - Throws: ``SchemaError`` with the place of the first fault.
    package init(compiling schema: JSONValue, limits: SchemaLimits = .init()) throws(SchemaError) {
        var compiler = try SchemaCompiler(schema, limits: limits)
        nodes = try compiler.compileAll()
        tracksEvaluation = compiler.tracksEvaluation
        self.limits = limits
    }

    /// Checks a value.
    ///
    /// - Parameter value: what to check.
    /// - Returns: how it breaks the schema, in the schema's order; empty when it is valid.
    /// - Complexity: bounded by ``SchemaLimits/steps``; a value that costs more is invalid.
    package func validate(_ value: JSONValue) -> [SchemaViolation] {
        var validation = Validation(self)
        validation.visit(0, value)
        return validation.obstacle.map { [$0] } ?? validation.violations
    }
}

/// One subschema: what its keywords check.
struct SchemaNode: Sendable {
    typealias Check = @Sendable (JSONValue, inout Validation) -> Void

    var checks: [Check] = []
    /// What values it wants in words, when one keyword says it, such as "an array of strings".
    var expectation: String?
}
