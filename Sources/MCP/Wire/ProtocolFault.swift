// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// An error answer of JSON-RPC: the request itself was wrong or could not be served at all.
package struct ProtocolFault: Error, Hashable, Sendable {
    /// Numbers that JSON-RPC 2.0 section 5.1 and MCP (basic/index.mdx, "Error Codes") define.
    package struct Code: Hashable, Sendable {
        /// The number on the wire.
        package let number: Int
        private init(_ number: Int) { self.number = number }

        /// The frame is not JSON.
        package static let parseError = Code(-32700)
        /// The frame is JSON, but no request.
        package static let invalidRequest = Code(-32600)
        /// There is no such method.
        package static let methodNotFound = Code(-32601)
        /// The parameters do not fit the method, or name something that does not exist.
        package static let invalidParameters = Code(-32602)
        /// A fault of the server.
        package static let internalError = Code(-32603)
        /// No such resource, in revisions up to 2025-11-25 only.
        package static let legacyResourceNotFound = Code(-32002)
        /// The revision that a request names is not served.
        package static let unsupportedVersion = Code(-32022)
    }

    /// What kind of fault it is.
    package var code: Code
    /// What is wrong and what to do.
    package var message: String
    /// More for programs.
    package var detail: JSONValue?

    /// Describes a fault.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - message: what is wrong and what to do.
    ///   - detail: more for programs.
    package init(_ code: Code, _ message: String, detail: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.detail = detail
    }
}
