// SPDX-License-Identifier: Apache-2.0

/// A line of a configuration file that cannot be read; never quotes the line, which may hold a secret.
struct ConfigSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of mistake it is.
    struct Code: Hashable, Sendable {
        /// The mistake's name.
        let name: String
        /// Bytes that are not UTF-8.
        static let encoding = Code(name: "encoding")
        /// A setting before the first section.
        static let missingSection = Code(name: "missing-section")
        /// A section that stands twice in the file.
        static let duplicateSection = Code(name: "duplicate-section")
        /// A setting that stands twice in its section.
        static let duplicateSetting = Code(name: "duplicate-setting")
        /// A line that is neither section, setting nor comment.
        static let notASetting = Code(name: "not-a-setting")
    }

    /// What kind of mistake it is.
    let code: Code
    /// What is wrong.
    let message: String
    /// Where it is, from 1.
    let line: Int

    var description: String { "line \(line): \(message)" }
}
