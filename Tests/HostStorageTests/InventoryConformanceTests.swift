// SPDX-License-Identifier: Apache-2.0

import HostStorage
import Inventory
import Testing

/// What every inventory store has to do.
@Suite struct InventoryConformanceTests {
    @Test(arguments: StoreKind.allCases)
    func `staged rows are not seen before their cell is answered`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            let scan = try await store.beginScan(at: noon)
            try await store.stage(staged(["a", "b"]), in: scan)
            #expect(try await store.rows(of: cell()).isEmpty)
            #expect(try await store.cells(of: "sky").isEmpty)
            try await store.finish(cell(), CoverageOutcome(.answered, resources: 2), in: scan, at: noon)
            #expect(try await store.rows(of: cell()).map(\.resourceID) == ["a", "b"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a new answer replaces the former one whole`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.answer(["a", "b", "c"])
            try await store.answer(["b", "d"])
            #expect(try await store.rows(of: cell()).map(\.resourceID) == ["b", "d"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `an answer with no rows empties the cell`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.answer(["a"])
            try await store.answer([])
            #expect(try await store.rows(of: cell()).isEmpty)
            #expect(try await store.cells(of: "sky").first?.outcome.status == .answered)
        }
    }

    @Test(
        arguments: StoreKind.allCases,
        [CoverageOutcome.Status.refused, .throttled, .failed, .notCovered]
    )
    func `a cell that ends otherwise keeps its last answer with its age`(
        _ kind: StoreKind,
        _ status: CoverageOutcome.Status
    ) async throws {
        try await kind.withStore { store in
            try await store.answer(["a", "b"])
            let later = noon.advanced(bySeconds: 60)
            let scan = try await store.beginScan(at: later)
            try await store.stage(staged(["a"]), in: scan)
            let outcome = CoverageOutcome(status, resources: 1, permission: "p", code: "c", detail: "d")
            try await store.finish(cell(), outcome, in: scan, at: later)
            try await store.endScan(scan)
            #expect(try await store.rows(of: cell()).map(\.resourceID) == ["a", "b"])
            let record = try #require(try await store.cells(of: "sky").first)
            #expect(record.outcome == outcome)
            #expect(record.attempted == later)
            #expect(record.completed == noon)
            #expect(!record.isFresh(maximumAge: 3600, at: later))
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a scan that ends without its cells leaves nothing behind`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.answer(["a"])
            let scan = try await store.beginScan(at: noon)
            try await store.stage(staged(["x", "y"]) + staged(["z"], in: cell("disk")), in: scan)
            try await store.endScan(scan)
            #expect(try await store.rows(of: cell()).map(\.resourceID) == ["a"])
            #expect(try await store.rows(of: cell("disk")).isEmpty)
            #expect(try await store.cells(of: "sky").map(\.cell) == [cell()])
            #expect(await storageCode { try await store.stage(staged(["q"]), in: scan) } == .unknownScan)
            let answered = CoverageOutcome(.answered)
            let code = await storageCode { try await store.finish(cell(), answered, in: scan, at: noon) }
            #expect(code == .unknownScan)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `ending a scan twice is no error`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            let scan = try await store.beginScan(at: noon)
            try await store.endScan(scan)
            try await store.endScan(scan)
            #expect(try await store.beginScan(at: noon).generation > scan.generation)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `of two scans of one cell the one that ends last counts`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            let first = try await store.beginScan(at: noon)
            let second = try await store.beginScan(at: noon)
            try await store.stage(staged(["old", "both"]), in: first)
            try await store.stage(staged(["new", "both"]), in: second)
            let outcome = CoverageOutcome(.answered, resources: 2)
            try await store.finish(cell(), outcome, in: second, at: noon)
            #expect(try await store.rows(of: cell()).map(\.resourceID) == ["both", "new"])
            try await store.finish(cell(), outcome, in: first, at: noon)
            try await store.endScan(second)
            try await store.endScan(first)
            #expect(try await store.rows(of: cell()).map(\.resourceID) == ["both", "old"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a row staged twice is one row`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            let scan = try await store.beginScan(at: noon)
            try await store.stage(staged(["a", "a"]), in: scan)
            try await store.stage(staged(["a"]), in: scan)
            try await store.finish(cell(), CoverageOutcome(.answered, resources: 3), in: scan, at: noon)
            #expect(try await store.rows(of: cell()).count == 1)
        }
    }

    @Test(arguments: StoreKind.allCases, [1, 3, 7, 10, 100])
    func `rows are read in order of their ids whatever the batch`(_ kind: StoreKind, _ size: Int) async throws
    {
        try await kind.withStore { store in
            let names = (0..<10).map { "r\($0)" }
            try await store.answer(names.reversed())
            var batches: [Int] = []
            var read: [String] = []
            try await store.visitRows(of: [cell()], batchesOf: size) { batch in
                batches.append(batch.count)
                read += batch.map(\.resourceID)
            }
            #expect(read == names)
            #expect(batches.allSatisfy { $0 <= size })
        }
    }

    @Test(arguments: StoreKind.allCases, [1, 2, 3, 5, 6, 100])
    func `rows of several cells are read in one visit, cell by cell`(
        _ kind: StoreKind,
        _ size: Int
    ) async throws {
        try await kind.withStore { store in
            let cells = ["vm", "none", "disk", "empty", "net"].map { cell($0) }
            try await store.answer(["a", "b", "c"], cells[0])
            try await store.answer(["a", "b"], cells[2])
            try await store.answer([], cells[3])
            try await store.answer(["z"], cells[4])
            var read: [String] = []
            try await store.visitRows(of: cells, batchesOf: size) { batch in
                #expect(batch.count <= size)
                read += batch.map { "\($0.type) \($0.resourceID)" }
            }
            #expect(read == ["vm a", "vm b", "vm c", "disk a", "disk b", "net z"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `every part of a resource comes back as it was`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            let whole = Resource(
                cloud: "sky",
                id: "sky://ü/\u{1F600}",
                resourceID: "quote ' and \" and \\",
                type: "bucket",
                name: "naïve",
                scope: "one",
                region: "south",
                created: -5,
                state: "running",
                tags: [
                    Tag(key: "b", value: ""), Tag(key: "a", value: "x\u{0}y\n\"'"),
                    Tag(key: "b", value: "again"),
                    Tag(key: "é", value: "e\u{301}"),
                ]
            )
            let place = cell("bucket", region: "global")
            let scan = try await store.beginScan(at: noon)
            try await store.stage([StagedResource(cell: place, resource: whole)], in: scan)
            try await store.finish(place, CoverageOutcome(.answered, resources: 1), in: scan, at: noon)
            #expect(try await store.rows(of: place) == [whole])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `cells of one cloud are listed in order and without another's`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            let cells = [
                cell("vm", region: "south"), cell("disk", region: "north"), cell("vm", region: "north"),
                cell("vm", region: "north", scope: "a"),
            ]
            for cell in cells { try await store.answer(["x"], cell) }
            let other = CoverageCell(cloud: "sea", scope: "one", region: "north", resourceType: "vm")
            try await store.answer(["x"], other)
            #expect(try await store.cells(of: "sky").map(\.cell) == [cells[3], cells[1], cells[2], cells[0]])
            #expect(try await store.cells(of: "sea").map(\.cell) == [other])
        }
    }

    @Test(arguments: [(0, true), (59, true), (60, false), (61, false), (-1, false)])
    func `an answer is fresh until its age is reached and never in the future`(
        _ age: Int64,
        _ isFresh: Bool
    ) {
        let record = CellRecord(
            cell: cell(),
            outcome: CoverageOutcome(.answered),
            attempted: noon,
            completed: noon
        )
        #expect(record.isFresh(maximumAge: 60, at: noon.advanced(bySeconds: age)) == isFresh)
    }
}
