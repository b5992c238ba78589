// SPDX-License-Identifier: Apache-2.0

/// Where each value of a JSON text stands, found in one pass.
///
/// For texts that people write, where many faults are shown at once; ``JSONPlace/init(of:in:)-(JSONPointer,_)``
/// is cheaper for a single one.
public struct JSONPlaces: Sendable {
    /// A member whose name its object has already.
    public struct Duplicate: Hashable, Sendable {
        /// The member.
        public let pointer: JSONPointer
        /// The place of the second name.
        public let place: JSONPlace
    }

    /// Members that repeat a name, in the order of the text.
    public private(set) var duplicates: [Duplicate] = []

    private var offsets: [JSONPointer: Int] = [:]
    private var lineStarts: [Int] = [0]

    /// Indexes a text.
    ///
    /// - Parameter bytes: a JSON text; the index ends where it turns out not to be valid.
    /// - Complexity: O(n) time, memory in proportion to the number of values.
    public init(indexing bytes: [UInt8]) {
        for (offset, byte) in bytes.enumerated() where byte == 0x0A { lineStarts.append(offset + 1) }
        var parser = JSONParser(bytes: bytes, options: .init(maximumDepth: 512, maximumSize: .max))
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.position = 3 }
        parser.skipSpace()
        // A caller that wants to know of faults parses the text as well.
        do { try index(JSONPointer(), depth: 0, &parser) } catch {}
    }

    /// Finds where a value begins.
    ///
    /// - Parameter pointer: the path; where it ends early, the place of the deepest value on it.
    /// - Returns: the place; that of the last one where a name is repeated.
    public func place(of pointer: JSONPointer) -> JSONPlace {
        var path = pointer
        while offsets[path] == nil, !path.tokens.isEmpty { path.tokens.removeLast() }
        return place(at: offsets[path] ?? 0)
    }

    private func place(at offset: Int) -> JSONPlace {
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return JSONPlace(line: low + 1, column: offset - lineStarts[low] + 1)
    }

    private mutating func index(
        _ pointer: JSONPointer,
        depth: Int,
        _ parser: inout JSONParser
    ) throws(JSONError) {
        offsets[pointer] = parser.position
        guard parser.position < parser.bytes.count, depth < parser.options.maximumDepth else { return }
        switch parser.bytes[parser.position] {
        case UInt8(ascii: "{"): try indexMembers(pointer, depth: depth, &parser)
        case UInt8(ascii: "["): try indexElements(pointer, depth: depth, &parser)
        default: _ = try parser.value()
        }
    }

    private mutating func indexMembers(
        _ pointer: JSONPointer,
        depth: Int,
        _ parser: inout JSONParser
    ) throws(JSONError) {
        parser.position += 1
        parser.skipSpace()
        if parser.take(UInt8(ascii: "}")) { return }
        repeat {
            parser.skipSpace()
            let start = parser.position
            guard start < parser.bytes.count, parser.bytes[start] == UInt8(ascii: "\"") else { return }
            let here = pointer.appending(try parser.string())
            if offsets[here] != nil { duplicates.append(Duplicate(pointer: here, place: place(at: start))) }
            parser.skipSpace()
            _ = parser.take(UInt8(ascii: ":"))
            parser.skipSpace()
            try index(here, depth: depth + 1, &parser)
            parser.skipSpace()
        } while parser.take(UInt8(ascii: ","))
        _ = parser.take(UInt8(ascii: "}"))
    }

    private mutating func indexElements(
        _ pointer: JSONPointer,
        depth: Int,
        _ parser: inout JSONParser
    ) throws(JSONError) {
        parser.position += 1
        parser.skipSpace()
        if parser.take(UInt8(ascii: "]")) { return }
        var count = 0
        repeat {
            parser.skipSpace()
            try index(pointer.appending(count), depth: depth + 1, &parser)
            count += 1
            parser.skipSpace()
        } while parser.take(UInt8(ascii: ","))
        _ = parser.take(UInt8(ascii: "]"))
    }
}
