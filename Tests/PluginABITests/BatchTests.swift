// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Testing

@Suite struct BatchTests {
    static let rows: [Row] = [
        Row(text: "a", word: "red", time: 0, tags: [("k", "v"), ("ä", nil), ("", "")], cost: "1.5"),
        Row(),
        Row(text: "", word: "red", time: -1, tags: [], cost: "-0.000000000001"),
        Row(text: "日本語 🗻", word: "blue", time: .max, tags: [("k", "w")], cost: "0"),
        Row(
            text: "e",
            word: "",
            time: .min,
            tags: [("x", "y")],
            cost: "99999999999999999999999999.999999999999"
        ),
    ]

    @Test func `what the builder writes the reader reads`() throws {
        #expect(try Batch(Self.rows).rows() == Self.rows)
    }

    @Test func `a batch without rows is read`() throws {
        #expect(try Batch([]).rows() == [])
    }

    @Test func `8192 rows are read and their dictionary keeps its order`() throws {
        let rows = (0..<8192).map { Row(text: "\($0)", word: "w\($0 % 7)", tags: [("n", "\($0)")]) }
        #expect(try Batch(rows).rows() == rows)
    }

    @Test(arguments: [(0, 5), (0, 3), (2, 3), (4, 1), (5, 0)])
    func `a slice is read from its offset on`(offset: Int, count: Int) throws {
        let batch = try Batch(Self.rows)
        batch.slice(Int64(offset), Int64(count))
        #expect(try batch.rows() == Array(Self.rows[offset..<offset + count]))
    }

    @Test(arguments: [(0, 6), (5, 1), (1, 5), (-1, 2), (0, -1), (.max, 1), (0, .max), (.max, .max)])
    func `a slice beyond the columns is refused`(offset: Int, count: Int) throws {
        let batch = try Batch(Self.rows)
        batch.slice(Int64(offset), Int64(count))
        #expect(throws: Batch.Refusal.self) { try batch.rows() }
    }
}
