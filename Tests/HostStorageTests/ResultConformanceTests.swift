// SPDX-License-Identifier: Apache-2.0

import HostStorage
import JSONCodec
import Testing

/// What every store of results, history and values has to do.
@Suite struct ResultConformanceTests {
    private let later = noon.advanced(bySeconds: 100)

    private func rows(_ keys: [String]) -> [ResultRow] {
        keys.map { ResultRow(key: $0, body: Array("{\"key\":\"\($0)\"}".utf8)) }
    }

    @Test(arguments: StoreKind.allCases)
    func `a result is read page by page in the order of its keys`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.beginResult("r", kind: "check", keeping: 9, at: noon)
            try await store.appendRows(rows(["d", "b"]), to: "r")
            try await store.appendRows(rows(["a", "c", "e"]), to: "r")
            try await store.finishResult("r", header: ["total": 5], expires: later)
            var keys: [String] = []
            var sizes: [Int] = []
            var cursor: String?
            repeat {
                let page = try await store.rows(of: "r", after: cursor, limit: 2, at: noon)
                keys += page.rows.map(\.key)
                sizes.append(page.rows.count)
                cursor = page.next
            } while cursor != nil
            #expect(keys == ["a", "b", "c", "d", "e"])
            #expect(sizes == [2, 2, 1])
            let result = try await store.result("r", at: noon)
            #expect(result.rows == 5)
            #expect(result.header == ["total": 5])
            #expect(result.kind == "check")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `the last page has no next even when it is full`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.beginResult("r", kind: "check", keeping: 9, at: noon)
            try await store.appendRows(rows(["a", "b"]), to: "r")
            try await store.finishResult("r", header: .null, expires: later)
            let page = try await store.rows(of: "r", after: nil, limit: 2, at: noon)
            #expect(page.rows.count == 2)
            #expect(page.next == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a result that is not finished cannot be read`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.beginResult("r", kind: "check", keeping: 9, at: noon)
            try await store.appendRows(rows(["a"]), to: "r")
            #expect(await storageCode { _ = try await store.result("r", at: noon) } == .unknownResult)
            #expect(try await store.results(at: noon).isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a result is gone when it has expired and its rows with it`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.beginResult("r", kind: "check", keeping: 9, at: noon)
            try await store.appendRows(rows(["a"]), to: "r")
            try await store.finishResult("r", header: .null, expires: later)
            #expect(await storageCode { _ = try await store.result("r", at: later) } == .unknownResult)
            try await store.beginResult("r", kind: "check", keeping: 9, at: later)
            try await store.finishResult("r", header: .null, expires: later.advanced(bySeconds: 1))
            #expect(try await store.rows(of: "r", after: nil, limit: 9, at: later).rows.isEmpty)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `a removed result is not there, and removing it again is no error`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            try await store.beginResult("r", kind: "check", keeping: 9, at: noon)
            try await store.appendRows(rows(["a"]), to: "r")
            try await store.removeResult("r")
            try await store.removeResult("r")
            #expect(await storageCode { try await store.appendRows(rows(["b"]), to: "r") } == .unknownResult)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `results are listed newest first`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            for id in ["x", "y", "z"] {
                try await store.beginResult(id, kind: "check", keeping: 9, at: noon)
                try await store.finishResult(id, header: .null, expires: later)
            }
            #expect(try await store.results(at: noon).map(\.id) == ["z", "y", "x"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `of too many results the newest stay`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            for id in ["v", "w", "x", "y", "z"] {
                try await store.beginResult(id, kind: "check", keeping: 2, at: noon)
                try await store.appendRows(rows(["a"]), to: id)
                try await store.finishResult(id, header: .null, expires: later)
            }
            #expect(try await store.results(at: noon).map(\.id) == ["z", "y", "x"])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func `snapshots come back whole and newest first`(_ kind: StoreKind) async throws {
        try await kind.withStore { store in
            func snapshot(_ seconds: Int64, _ score: Double?) -> Snapshot {
                Snapshot(
                    taken: noon.advanced(bySeconds: seconds),
                    clouds: ["sea", "sky"],
                    score: score,
                    totalResources: 10,
                    compliantResources: 5,
                    violations: 7,
                    quality: "partial",
                    policy: "abc",
                    details: ["a": [1, 2.5, nil]]
                )
            }
            let first = try await store.append(snapshot(5, 0.5))
            let second = try await store.append(snapshot(1, nil))
            #expect(second > first)
            let kept = try await store.snapshots(limit: 10)
            #expect(kept.map(\.number) == [first, second])
            #expect(kept.map(\.snapshot) == [snapshot(5, 0.5), snapshot(1, nil)])
            #expect(try await store.snapshots(limit: 1).count == 1)
        }
    }
}
