// SPDX-License-Identifier: Apache-2.0

/// An HTTP request as it goes on the wire: nothing in it is normalised or escaped any more.
public struct HTTPRequest: Sendable {
    /// The method, for example "GET".
    public var method: String
    /// The absolute URL, sent as it is.
    public var url: String
    /// Header fields in the order in which they are sent.
    public var headers: [(name: String, value: String)]
    /// The body; empty for none.
    public var body: [UInt8]
    /// How long the whole request may take; `nil` leaves it to the host.
    public var timeout: Duration?
    /// Most bytes of body that are taken; `nil` leaves it to the host.
    public var maximumBody: Int?

    /// Describes a request.
    ///
    /// - Parameters:
    ///   - method: its method.
    ///   - url: the absolute URL.
    ///   - headers: header fields.
    ///   - body: the body.
    ///   - timeout: limit for the whole request.
    ///   - maximumBody: limit for the reply's body in bytes.
    public init(
        method: String = "GET",
        url: String,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        timeout: Duration? = nil,
        maximumBody: Int? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.maximumBody = maximumBody
    }
}

/// A whole HTTP reply, whatever its status.
public struct HTTPResponse: Sendable {
    /// The status code.
    public var status: Int
    /// Header fields in the order in which they came.
    public var headers: [(name: String, value: String)]
    /// The decoded body.
    public var body: [UInt8]

    /// Describes a reply.
    ///
    /// - Parameters:
    ///   - status: the status code.
    ///   - headers: header fields.
    ///   - body: the decoded body.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Finds the first header field of a name, without regard to its case (RFC 9110 section 5.1).
    ///
    /// - Parameter name: the field's name.
    /// - Returns: its value, or `nil`.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}

/// Why no whole reply came.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        /// The failure's name.
        public let description: String

        /// Makes a code of one's own.
        ///
        /// - Parameter description: its name.
        public init(_ description: String) { self.description = description }

        /// The call was cancelled.
        public static let cancelled = Code("cancelled")
        /// The request took longer than its limit.
        public static let timeout = Code("timeout")
        /// The host does not let the plugin speak to that server.
        public static let notGranted = Code("not-granted")
        /// The server could not be reached, or the connection broke.
        public static let unreachable = Code("unreachable")
        /// The reply's body is larger than its limit.
        public static let tooLarge = Code("too-large")
        /// The request itself is malformed.
        public static let malformed = Code("malformed")
    }

    /// What kind of failure it is.
    public let code: Code
    /// What failed, with which input, and what to do.
    public let message: String

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: its kind.
    ///   - message: one or two sentences.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public var description: String { message }
}

/// Sends HTTP requests; the host in a plugin, recorded replies in a test.
public protocol HTTPTransport: Sendable {
    /// Sends one request and waits for the whole reply; follows no redirect and retries nothing.
    ///
    /// Cancelling the task ends the request.
    ///
    /// - Parameter request: the request.
    /// - Returns: the reply, whatever its status.
    /// - Throws: ``HTTPError`` when no whole reply came.
    func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse
}
