// SPDX-License-Identifier: Apache-2.0

/// A path into a JSON value (RFC 6901).
public struct JSONPointer: Hashable, Sendable {
    /// Member names and array places, unescaped.
    public var tokens: [String]

    /// Points along tokens; none is the whole value.
    ///
    /// - Parameter tokens: member names and array places.
    public init(_ tokens: [String] = []) { self.tokens = tokens }

    /// Reads a pointer's text.
    ///
    /// - Parameter text: "" or "/a/0/b"; "~1" stands for "/" and "~0" for "~", and '~' stands for nothing else.
    public init?(text: String) {
        guard text.isEmpty || text.utf8.first == UInt8(ascii: "/") else { return nil }
        tokens = []
        for part in text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .dropFirst()
        {
            guard let token = Self.unescaped(part) else { return nil }
            tokens.append(token)
        }
    }

    /// Points one step further.
    ///
    /// - Parameter token: a member name or an array place.
    /// - Returns: the longer pointer.
    public func appending(_ token: some CustomStringConvertible) -> JSONPointer {
        JSONPointer(tokens + [token.description])
    }

    /// Finds what this points to.
    ///
    /// - Parameter value: where to look.
    /// - Returns: the value, or nothing where the path ends early.
    public func value(in value: JSONValue) -> JSONValue? {
        var current = value
        for token in tokens {
            switch current {
            case .object(let object):
                guard let next = object[token] else { return nil }
                current = next
            case .array(let values):
                guard let index = Self.index(token), values.indices.contains(index) else { return nil }
                current = values[index]
            default: return nil
            }
        }
        return current
    }

    // RFC 6901 section 4: digits without leading zeros; "-" is the place after the last one, where nothing is.
    static func index(_ token: String) -> Int? {
        let digits = token.utf8
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        return Int(token)
    }

    // RFC 6901 section 3. Bytes, because a combining mark behind '/' makes one Swift character of both.
    private static func unescaped(_ text: Substring.UTF8View) -> String? {
        var result: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "~") else {
                result.append(byte)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "0"): result.append(UInt8(ascii: "~"))
            case UInt8(ascii: "1"): result.append(UInt8(ascii: "/"))
            default: return nil
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    fileprivate static func escaped(_ token: String) -> String {
        var result: [UInt8] = [UInt8(ascii: "/")]
        for byte in token.utf8 {
            switch byte {
            case UInt8(ascii: "~"): result += [UInt8(ascii: "~"), UInt8(ascii: "0")]
            case UInt8(ascii: "/"): result += [UInt8(ascii: "~"), UInt8(ascii: "1")]
            default: result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension JSONPointer: CustomStringConvertible {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public var description: String { tokens.map(Self.escaped).joined() }
}
