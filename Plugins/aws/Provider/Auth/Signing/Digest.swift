// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// The hash functions that AWS's protocols name, computed by libcrypto.
enum Digest {
    /// FIPS 180-4 SHA-256.
    ///
    /// - Parameter bytes: what is hashed.
    /// - Returns: 32 bytes.
    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        // SAFETY: libcrypto reads `count` bytes and writes 32; neither pointer outlives the call.
        _ = unsafe SHA256(bytes, bytes.count, &result)
        return result
    }

    /// FIPS 180-4 SHA-1; only for names of cache files, never for security.
    ///
    /// - Parameter bytes: what is hashed.
    /// - Returns: 20 bytes.
    static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 20)
        // SAFETY: libcrypto reads `count` bytes and writes 20; neither pointer outlives the call.
        _ = unsafe SHA1(bytes, bytes.count, &result)
        return result
    }

    /// RFC 2104 HMAC with SHA-256.
    ///
    /// - Parameters:
    ///   - key: the key, of any length that fits 31 bits.
    ///   - message: what is authenticated.
    /// - Returns: 32 bytes.
    static func hmacSHA256(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: 32)
        // SAFETY: libcrypto reads key and message and writes 32 bytes; no pointer outlives the call.
        _ = unsafe HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &result, nil)
        return result
    }

    /// Writes bytes as lower-case hexadecimal digits.
    ///
    /// - Parameter bytes: the bytes.
    /// - Returns: two digits for each.
    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
