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
    /// - Parameter text: "" or "/a/0/b"; "~1" stands for "/" and "~0" for "~".
    public init?(text: String) {
        guard text.isEmpty || text.hasPrefix("/") else { return nil }
        tokens = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .map { Self.replacing("~0", by: "~", in: Self.replacing("~1", by: "/", in: String($0))) }
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
                guard let index = Int(token), values.indices.contains(index) else { return nil }
                current = values[index]
            default: return nil
            }
        }
        return current
    }

    private static func replacing(_ part: String, by other: String, in text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let first = rest.first {
            if rest.hasPrefix(part) {
                result += other
                rest = rest.dropFirst(part.count)
            } else {
                result.append(first)
                rest = rest.dropFirst()
            }
        }
        return result
    }
}

extension JSONPointer: CustomStringConvertible {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public var description: String {
        tokens.map { "/" + Self.replacing("/", by: "~1", in: Self.replacing("~", by: "~0", in: $0)) }.joined()
    }
}
