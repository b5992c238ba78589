// SPDX-License-Identifier: Apache-2.0

/// Where each value of a JSON text stands, found in one pass.
///
/// For texts that people write, where many faults are shown at once; for a single place ``JSONPlace`` is cheaper.
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

    /// One value: values lie in the order of the text, a value's children behind it.
    private struct Node {
        var offset: Int
        /// The place of the next value that is not within this one.
        var end = 0
        /// The member's name; nothing for an element.
        var name: String?
    }

    private var nodes: [Node] = []
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
        do { try index(JSONPointer(), name: nil, &parser) } catch {}
    }

    /// Finds where a value begins.
    ///
    /// - Parameter pointer: the path; where it ends early, the place of the deepest value on it.
    /// - Returns: the place; that of the last one where a name is repeated.
    public func place(of pointer: JSONPointer) -> JSONPlace {
        guard var current = nodes.indices.first else { return JSONPlace(line: 1, column: 1) }
        for token in pointer.tokens {
            guard let child = child(token, of: current) else { break }
            current = child
        }
        return place(at: nodes[current].offset)
    }

    private func child(_ token: String, of parent: Int) -> Int? {
        var (child, count) = (parent + 1, 0)
        var found: Int?
        while child < nodes[parent].end {
            if let name = nodes[child].name {
                if ExactName.isSame(name, token) { found = child }
            } else if JSONPointer.index(token) == count {
                return child
            }
            (child, count) = (nodes[child].end, count + 1)
        }
        return found
    }

    private func place(at offset: Int) -> JSONPlace {
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return JSONPlace(line: low + 1, column: offset - lineStarts[low] + 1)
    }

    // MARK: Indexing

    private mutating func index(
        _ pointer: JSONPointer,
        name: String?,
        _ parser: inout JSONParser
    ) throws(JSONError) {
        let node = nodes.count
        nodes.append(Node(offset: parser.position, name: name))
        defer { nodes[node].end = nodes.count }
        guard parser.position < parser.bytes.count, pointer.tokens.count < parser.options.maximumDepth else {
            return
        }
        switch parser.bytes[parser.position] {
        case UInt8(ascii: "{"): try indexMembers(pointer, &parser)
        case UInt8(ascii: "["): try indexElements(pointer, &parser)
        default: _ = try parser.value()
        }
    }

    private mutating func indexMembers(_ pointer: JSONPointer, _ parser: inout JSONParser) throws(JSONError) {
        parser.position += 1
        parser.skipSpace()
        if parser.take(UInt8(ascii: "}")) { return }
        var names: Set<ExactName> = []
        repeat {
            parser.skipSpace()
            let start = parser.position
            guard start < parser.bytes.count, parser.bytes[start] == UInt8(ascii: "\"") else { return }
            let name = try parser.string()
            let here = pointer.appending(name)
            if !names.insert(ExactName(name)).inserted {
                duplicates.append(Duplicate(pointer: here, place: place(at: start)))
            }
            parser.skipSpace()
            _ = parser.take(UInt8(ascii: ":"))
            parser.skipSpace()
            try index(here, name: name, &parser)
            parser.skipSpace()
        } while parser.take(UInt8(ascii: ","))
        _ = parser.take(UInt8(ascii: "}"))
    }

    private mutating func indexElements(_ pointer: JSONPointer, _ parser: inout JSONParser) throws(JSONError)
    {
        parser.position += 1
        parser.skipSpace()
        if parser.take(UInt8(ascii: "]")) { return }
        var count = 0
        repeat {
            parser.skipSpace()
            try index(pointer.appending(count), name: nil, &parser)
            count += 1
            parser.skipSpace()
        } while parser.take(UInt8(ascii: ","))
        _ = parser.take(UInt8(ascii: "]"))
    }
}
