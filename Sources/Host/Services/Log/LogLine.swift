// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import Logging
import PluginABI

/// A plugin's line, made safe: bounded, on one line, without what looks like a secret.
struct LogLine {
    private static let messageLimit = 8 << 10
    private static let attributesLimit = 16 << 10
    private static let attributeLimit = 32
    private static let valueLimit = 1 << 10
    /// Written by the host only, so that no plugin speaks for another.
    private static let reserved: Set<String> = ["plugin", "service", "error", "attributes"]

    let message: String
    let metadata: Logger.Metadata

    /// Reads what a plugin lends.
    init(message: tw_bytes, attributes: tw_bytes) {
        unsafe self.init(
            messageBytes: Self.beginning(message, limit: Self.messageLimit),
            attributeBytes: Self.beginning(attributes, limit: Self.attributesLimit + 1)
        )
    }

    /// Reads copies.
    init(messageBytes: [UInt8], attributeBytes: [UInt8]) {
        message = Self.clean(String(decoding: messageBytes, as: UTF8.self), limit: Self.messageLimit)
        metadata = Self.metadata(attributeBytes)
    }

    /// Copies at most `limit` bytes; a length without a pointer counts as nothing.
    private static func beginning(_ bytes: tw_bytes, limit: Int) -> [UInt8] {
        guard let start = unsafe bytes.ptr else { return [] }
        // SAFETY: the contract lends `len` bytes at `ptr` for the current call; they are copied here.
        return unsafe Array(UnsafeBufferPointer(start: start, count: min(bytes.len, limit)))
    }

    private static func metadata(_ bytes: [UInt8]) -> Logger.Metadata {
        guard !bytes.isEmpty else { return [:] }
        guard bytes.count <= attributesLimit else { return ["attributes": "(too long)"] }
        let limits = JSONReadingOptions(maximumDepth: 8, maximumSize: attributesLimit)
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes, options: limits)
        } catch {
            return ["attributes": "(no JSON: \(error.code))"]
        }
        guard let object = value.object else { return ["attributes": "(no JSON object)"] }
        var result: Logger.Metadata = [:]
        for member in object.members.prefix(attributeLimit) {
            let name = clean(member.name, limit: 64)
            let isSecret = Redactor.namesSecret(name)
            result[reserved.contains(name) ? "plugin." + name : name] =
                .string(isSecret ? Redactor.mask : clean(text(of: member.value), limit: valueLimit))
        }
        return result
    }

    private static func text(of value: JSONValue) -> String { value.string ?? value.text() }

    private static func clean(_ text: String, limit: Int) -> String {
        let safe = Redactor.redacted(text).unicodeScalars.map(escaped).joined()
        guard safe.utf8.count > limit else { return safe }
        return String(decoding: safe.utf8.prefix(limit), as: UTF8.self) + "…"
    }

    /// Line breaks would forge lines; terminal codes and text direction marks would disguise them.
    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x0A: #"\n"#
        case 0x0D: #"\r"#
        case 0x09: #"\t"#
        case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069:
            #"\u{"# + String(scalar.value, radix: 16) + "}"
        default: String(scalar)
        }
    }
}
