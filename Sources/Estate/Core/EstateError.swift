// SPDX-License-Identifier: Apache-2.0

/// Why an estate cannot be described, generated or served.
package struct EstateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of fault it is.
    package struct Code: Hashable, Sendable {
        /// The fault's name.
        package let name: String

        /// The description is not of the wanted shape.
        package static let description = Code(name: "description")
        /// An option has no meaning.
        package static let option = Code(name: "option")
        /// The server cannot listen.
        package static let listening = Code(name: "listening")
        /// The access log cannot be written.
        package static let log = Code(name: "log")
    }

    /// What kind of fault it is.
    package let code: Code
    /// What failed, with which input, and what to do.
    package let message: String

    /// Describes a fault.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - message: what failed, with which input, and what to do.
    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package var description: String { message }
}
