// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Words for errno values.
enum SystemError {
    /// Describes an errno value, for example "Connection refused".
    static func text(_ number: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        // SAFETY: strerror_r (POSIX) writes at most `count` bytes and terminates them.
        guard unsafe strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
