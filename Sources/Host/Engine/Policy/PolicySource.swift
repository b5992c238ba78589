// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// Where the policy comes from; reads it again when asked.
///
/// A file that cannot be used leaves the policy unusable with a reason, rather than the former or the default
/// policy in force without anybody knowing.
package final class PolicySource: Sendable {
    /// Turns a text that is not JSON into a value: YAML, which the engine itself does not read.
    package typealias Converter = @Sendable (_ bytes: [UInt8], _ path: String) throws -> JSONValue

    private let path: String?
    private let convert: Converter?

    /// Reads the policy.
    ///
    /// - Parameters:
    ///   - path: the file; `nil` for the policy that the program brings.
    ///   - convert: reads files whose name ends in `.yaml` or `.yml`; `nil` to refuse them.
    package init(path: String?, convert: Converter? = nil) {
        self.path = path
        self.convert = convert
        reload()
    }

    /// Reads the file again.
    package func reload() {}
}
