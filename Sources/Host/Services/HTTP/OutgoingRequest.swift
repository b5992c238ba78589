// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// A request, copied from the plugin and checked.
struct OutgoingRequest: Sendable {
    /// One header field.
    struct Field: Hashable, Sendable {
        let name: String
        let value: String
    }

    let method: String
    let address: WebAddress
    let fields: [Field]
    let body: [UInt8]
    /// Milliseconds; 0: the host's default.
    let timeout: Int64
    /// Bytes; 0: the host's default.
    let bodyLimit: UInt64
    let call: UInt64

    /// Longest header value, and longest body that is sent.
    private static let valueLimit = 64 << 10
    private static let sentBodyLimit = 64 << 20

    /// Fields of the connection (RFC 9110 section 7.6.1) and of the message's framing are the host's.
    private static let reserved: Set<String> = [
        "connection", "proxy-connection", "proxy-authorization", "keep-alive", "te", "trailer",
        "transfer-encoding",
        "upgrade", "expect",
    ]

    /// Copies what a plugin lends.
    ///
    /// - Parameters:
    ///   - request: lent for the current call.
    ///   - fieldLimit: most header fields.
    /// - Throws: ``ServiceRefusal`` when something is malformed or could smuggle a second request.
    init(_ request: UnsafePointer<tw_http_request>, fieldLimit: Int) throws(ServiceRefusal) {
        // SAFETY: every version of the struct begins with its size; the rest is read only if it is there.
        guard unsafe request.pointee.struct_size >= UInt32(MemoryLayout<tw_http_request>.size) else {
            throw .argument("The request's struct_size is too small.")
        }
        let lent = unsafe request.pointee
        method = unsafe try Self.method(lent.method)
        address = unsafe try WebAddress(BorrowedBytes.text(lent.url, "URL", limit: WebAddress.limit))
        body = unsafe try BorrowedBytes.copy(lent.body, "body", limit: Self.sentBodyLimit)
        let count = unsafe Int(lent.header_count)
        guard count <= fieldLimit else {
            throw .argument("The request has \(count) header fields; the limit is \(fieldLimit).")
        }
        fields = unsafe try Self.fields(lent.headers, count, bodyCount: body.count)
        timeout = unsafe lent.timeout_ms
        guard timeout >= 0 else { throw .argument("The timeout \(timeout) ms is negative.") }
        bodyLimit = unsafe lent.max_body_bytes
        call = unsafe lent.call_id
    }

    private static func method(_ bytes: tw_bytes) throws(ServiceRefusal) -> String {
        let method = unsafe try BorrowedBytes.text(bytes, "method", limit: 32)
        guard isToken(method) else { throw .argument("The method is no token (RFC 9110 section 9.1).") }
        // CONNECT would open a tunnel instead of asking for something.
        guard method != "CONNECT" else { throw .argument("The method CONNECT is not for plugins.") }
        return method
    }

    private static func fields(
        _ headers: UnsafePointer<tw_http_header>?,
        _ count: Int,
        bodyCount: Int
    ) throws(ServiceRefusal) -> [Field] {
        guard count > 0 else { return [] }
        guard let headers = unsafe headers else { throw .argument("header_count is set, headers is NULL.") }
        var fields: [Field] = []
        for index in 0..<count {
            // SAFETY: the contract lends `count` headers for the current call.
            let header = unsafe headers[index]
            let name = unsafe try BorrowedBytes.text(header.name, "header's name", limit: 256)
            guard isToken(name) else {
                throw .argument("A header's name is no token (RFC 9110 section 5.1).")
            }
            let value = unsafe try BorrowedBytes.text(header.value, "value of \(name)", limit: valueLimit)
            // RFC 9110 section 5.5; a line break would begin a header of its own.
            guard value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
                throw .argument("The value of the header \(name) has a line break or control character.")
            }
            let lowercased = name.lowercased()
            guard !reserved.contains(lowercased) else { throw .argument("The header \(name) is the host's.") }
            if lowercased == "content-length" {
                guard value == String(bodyCount) else {
                    throw .argument("Content-Length is \(value), but the body has \(bodyCount) bytes.")
                }
            } else {
                fields.append(Field(name: name, value: value))
            }
        }
        return fields
    }

    /// RFC 9110 section 5.6.2.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Whether the plugin set a field itself.
    func has(_ name: String) -> Bool { fields.contains { $0.name.lowercased() == name } }
}
