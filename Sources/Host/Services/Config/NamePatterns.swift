// SPDX-License-Identifier: Apache-2.0

/// Names of environment variables that a manifest asks for: exact, or a beginning followed by "*".
struct NamePatterns: Hashable, Sendable {
    private var names: Set<String> = []
    private var beginnings: [String] = []

    /// Reads patterns; a lone "*" and a "*" elsewhere than at the end grant nothing.
    init(_ patterns: [String]) {
        for pattern in patterns {
            if Self.isName(pattern) {
                names.insert(pattern)
            } else if pattern.hasSuffix("_*"), Self.isName(String(pattern.dropLast())) {
                beginnings.append(String(pattern.dropLast()))
            }
        }
    }

    /// Tells whether one of the patterns covers a name.
    func covers(_ name: String) -> Bool {
        names.contains(name) || beginnings.contains { name.hasPrefix($0) && name != $0 }
    }

    /// Tells whether a text is a name as POSIX.1-2017 8.1 has it: letters, digits and "_", not a digit first.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return text.utf8.count <= 256
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
