// SPDX-License-Identifier: Apache-2.0

/// A line and column of a text.
public struct JSONPlace: Hashable, Sendable {
    /// The line, counted from 1.
    public let line: Int
    /// The column in bytes, counted from 1.
    public let column: Int

    /// Names a place.
    ///
    /// - Parameters:
    ///   - line: counted from 1.
    ///   - column: in bytes, counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// Counts lines up to an offset.
    ///
    /// - Parameters:
    ///   - offset: bytes before the place.
    ///   - bytes: the text.
    /// - Complexity: O(offset).
    public init(of offset: Int, in bytes: [UInt8]) {
        let before = bytes[..<Swift.min(offset, bytes.count)]
        line = 1 + before.count { $0 == 0x0A }
        column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    }

    /// Finds where the value of a pointer begins.
    ///
    /// - Parameters:
    ///   - pointer: the path; where it ends early, the place of the deepest value on it.
    ///   - bytes: a valid JSON text.
    /// - Complexity: O(n).
    public init(of pointer: JSONPointer, in bytes: [UInt8]) {
        var locator = JSONLocator(bytes: bytes)
        self.init(of: locator.offset(of: pointer.tokens[...]), in: bytes)
    }
}

/// Walks a valid text along a pointer, reading what lies beside the path only to skip it.
private struct JSONLocator {
    private var parser: JSONParser

    init(bytes: [UInt8]) {
        parser = JSONParser(bytes: bytes, options: .init(maximumDepth: 512, maximumSize: .max))
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
        parser.skipSpace()
    }

    mutating func offset(of path: ArraySlice<String>) -> Int {
        let here = parser.position
        guard let token = path.first, here < parser.bytes.count else { return here }
        do {
            let found: Bool
            switch parser.bytes[here] {
            case UInt8(ascii: "{"): found = try enterMember(token)
            case UInt8(ascii: "["): found = try enterElement(JSONPointer.index(token) ?? -1)
            default: return here
            }
            return found ? offset(of: path.dropFirst()) : here
        } catch {
            return here
        }
    }

    private mutating func enterMember(_ name: String) throws(JSONError) -> Bool {
        parser.position += 1
        var last: Int?
        repeat {
            parser.skipSpace()
            guard parser.position < parser.bytes.count, parser.bytes[parser.position] == UInt8(ascii: "\"")
            else {
                break
            }
            let found = try parser.string()
            parser.skipSpace()
            _ = parser.take(UInt8(ascii: ":"))
            parser.skipSpace()
            if found.utf8.elementsEqual(name.utf8) { last = parser.position }
            _ = try parser.value()
            parser.skipSpace()
        } while parser.take(UInt8(ascii: ","))
        guard let last else { return false }
        parser.position = last
        return true
    }

    private mutating func enterElement(_ index: Int) throws(JSONError) -> Bool {
        parser.position += 1
        parser.skipSpace()
        if parser.take(UInt8(ascii: "]")) { return false }
        var count = 0
        repeat {
            parser.skipSpace()
            if count == index { return true }
            _ = try parser.value()
            count += 1
            parser.skipSpace()
        } while parser.take(UInt8(ascii: ","))
        return false
    }
}
