// SPDX-License-Identifier: Apache-2.0

import CCrypto

/// SHA-256 (FIPS 180-4) and HMAC (FIPS 198-1) of libcrypto.
enum Digest {
    private static let size = 32

    static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: size)
        // SAFETY: SHA256 reads bytes.count bytes and writes 32; both arrays outlive the call.
        _ = unsafe SHA256(bytes, bytes.count, &digest)
        return digest
    }

    static func hmac(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: size)
        // SAFETY: HMAC reads key and bytes and writes 32 bytes; all three arrays outlive the call.
        _ = unsafe HMAC(EVP_sha256(), key, Int32(key.count), bytes, bytes.count, &digest, nil)
        return digest
    }
}
