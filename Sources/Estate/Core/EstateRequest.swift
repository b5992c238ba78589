// SPDX-License-Identifier: Apache-2.0

/// One HTTP request as it came over the wire.
package struct EstateRequest: Sendable {
    /// The method in capitals.
    package var method: String
    /// The path as sent, percent-encoded.
    package var path: String
    /// The query as sent, without the question mark.
    package var query: String
    /// Header values by lower-case name.
    package var headers: [String: String]
    /// The body.
    package var body: [UInt8]

    /// Puts a request together.
    ///
    /// - Parameters:
    ///   - method: the method in capitals.
    ///   - path: the path as sent.
    ///   - query: the query as sent.
    ///   - headers: values by lower-case name.
    ///   - body: the body.
    package init(
        method: String,
        path: String,
        query: String = "",
        headers: [String: String] = [:],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// A number that is the same for two requests with the same method, target, body and target header.
    ///
    /// What signing adds is left out, since it differs from one sending to the next; the region that was signed for
    /// is part of it.
    ///
    /// - Parameter region: the region that is asked.
    /// - Returns: 64 bits of FNV-1a.
    func fingerprint(region: String) -> UInt64 {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        let target = headers["x-amz-target"] ?? ""
        for part in [method, path, query, target, region] {
            for byte in part.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
            sum = (sum ^ 0xFF) &* 0x100_0000_01b3
        }
        for byte in body { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return sum
    }
}

/// One HTTP reply, or the lack of one.
package struct EstateReply: Sendable {
    /// What follows the headers.
    package enum Body: Sendable, Hashable {
        /// All of it.
        case bytes([UInt8])
        /// The beginning of a body that is declared longer; then the connection closes.
        case cut([UInt8], declared: Int)
        /// A head, filler up to the declared size, and nothing else; streamed, never held in memory.
        case flood(head: [UInt8], declared: Int)
        /// Nothing at all: the connection closes before the status line.
        case hangUp
    }

    /// The status.
    package var status: Int
    /// Header names and values.
    package var headers: [(name: String, value: String)]
    /// What follows.
    package var body: Body

    /// Puts a reply together.
    ///
    /// - Parameters:
    ///   - status: the status.
    ///   - headers: names and values.
    ///   - body: what follows.
    package init(status: Int, headers: [(name: String, value: String)] = [], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The connection closes without a reply.
    package static let hangUp = EstateReply(status: 0, body: .hangUp)
}
