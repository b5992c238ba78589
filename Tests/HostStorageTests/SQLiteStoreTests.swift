// SPDX-License-Identifier: Apache-2.0

import Foundation
import HostStorage
import Inventory
import Testing

/// What is particular to a file that several processes may have open.
@Suite struct SQLiteStoreTests {
    @Test func `everything is there again after reopening`() async throws {
        let folder = try TemporaryFolder()
        let first = try SQLiteStore(.folder(folder.path))
        try await first.answer(["a", "b"])
        try first.setValue([1], for: [2], in: "p", expires: nil)
        try first.close()
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains { $0.hasSuffix(".lock") })
        let second = try SQLiteStore(.folder(folder.path))
        #expect(try await second.rows(of: cell()).count == 2)
        #expect(try second.value([2], in: "p", at: noon) == [1])
        try second.close()
    }

    @Test func `what a dead process left staged is removed and never shown`() async throws {
        let folder = try TemporaryFolder()
        let copy = try TemporaryFolder()
        let writer = try SQLiteStore(.folder(folder.path))
        try await writer.answer(["a"])
        let scan = try await writer.beginScan(at: noon)
        try await writer.stage(staged(["half", "written"]), in: scan)
        try await writer.beginResult("r", kind: "check", keeping: 9, at: noon)
        // The files as a killed process leaves them: its lock is not held by anyone.
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try FileManager.default.copyItem(atPath: "\(folder.path)/\(name)", toPath: "\(copy.path)/\(name)")
        }
        let reader = try SQLiteStore(.folder(copy.path))
        #expect(try await reader.rows(of: cell()).map(\.resourceID) == ["a"])
        #expect(await storageCode { try await reader.stage(staged(["x"]), in: scan) } == .unknownScan)
        #expect(await storageCode { try await reader.appendRows([], to: "r") } == .unknownResult)
        let locks = try FileManager.default.contentsOfDirectory(atPath: copy.path)
            .filter { $0.hasSuffix(".lock") }
        #expect(locks.count == 1)
        try reader.close()
        try writer.close()
    }

    @Test func `what a living process has staged is left alone`() async throws {
        let folder = try TemporaryFolder()
        let writer = try SQLiteStore(.folder(folder.path))
        let scan = try await writer.beginScan(at: noon)
        try await writer.stage(staged(["a", "b"]), in: scan)
        let other = try SQLiteStore(.folder(folder.path))
        #expect(try await other.rows(of: cell()).isEmpty)
        try await writer.finish(cell(), CoverageOutcome(.answered, resources: 2), in: scan, at: noon)
        #expect(try await other.rows(of: cell()).count == 2)
        try other.close()
        try writer.close()
    }

    @Test func `old locks of processes that are no more are removed, and young ones are not`() throws {
        let folder = try TemporaryFolder()
        let names = ["instance-old.lock", "instance-young.lock", "other.lock"]
        for name in names { try Data().write(to: URL(fileURLWithPath: "\(folder.path)/\(name)")) }
        for name in ["instance-old.lock", "other.lock"] {
            try FileManager.default.setAttributes(
                [.modificationDate: Date.now.addingTimeInterval(-7200)],
                ofItemAtPath: "\(folder.path)/\(name)"
            )
        }
        let store = try SQLiteStore(.folder(folder.path))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!left.contains("instance-old.lock"))
        #expect(left.contains("instance-young.lock"))
        #expect(left.contains("other.lock"))
        try store.close()
    }

    @Test func `a visit sees one answer although another replaces it meanwhile`() async throws {
        let folder = try TemporaryFolder()
        let reader = try SQLiteStore(.folder(folder.path))
        let writer = try SQLiteStore(.folder(folder.path))
        try await reader.answer(["a", "b", "c", "d"])
        var seen: [String] = []
        try await reader.visitRows(of: [cell()], batchesOf: 1) { batch in
            seen += batch.map(\.resourceID)
            if seen.count == 1 { try await writer.answer(["x", "y"]) }
        }
        #expect(seen == ["a", "b", "c", "d"])
        #expect(try await reader.rows(of: cell()).map(\.resourceID) == ["x", "y"])
        try reader.close()
        try writer.close()
    }

    @Test func `a file that is no database is refused and left as it is`() async throws {
        let folder = try TemporaryFolder()
        let garbage = Data(repeating: 0x5A, count: 5000)
        try garbage.write(to: URL(fileURLWithPath: folder.databasePath))
        let code = await storageCode { _ = try SQLiteStore(.folder(folder.path)) }
        #expect(code == .corrupt)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.databasePath)) == garbage)
    }

    @Test func `a truncated database is refused`() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore(.folder(folder.path))
        try await store.answer((0..<500).map { "r\($0)" })
        try store.close()
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.databasePath))
        try file.truncate(atOffset: 6000)
        try file.close()
        let code = await storageCode {
            let store = try SQLiteStore(.folder(folder.path))
            _ = try await store.rows(of: cell())
        }
        #expect(code == .corrupt)
    }

    @Test func `a database of a newer version is refused with what to do`() async throws {
        let folder = try TemporaryFolder()
        try SQLiteStore(.folder(folder.path)).close()
        try SQLiteFixture.execute(
            "INSERT INTO grdb_migrations (identifier) VALUES ('99 later')",
            in: folder.databasePath
        )
        do {
            _ = try SQLiteStore(.folder(folder.path))
            Issue.record("A newer database was opened.")
        } catch let error as StorageError {
            #expect(error.code == .newerSchema)
            #expect(error.message.contains("newer version"))
        }
    }

    @Test func `a state folder that cannot be made is an error that names it`() async throws {
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/file"
        try Data().write(to: URL(fileURLWithPath: file))
        let code = await storageCode { _ = try SQLiteStore(.folder("\(file)/state")) }
        #expect(code == .unreadable)
    }

    @Test func `a cancelled task still ends its scan`() async throws {
        let store = try SQLiteStore(.memory)
        let scan = try await store.beginScan(at: noon)
        try await store.stage(staged(["a"]), in: scan)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask { try await store.endScan(scan) }
            try await group.waitForAll()
        }
        #expect(await storageCode { try await store.stage(staged(["b"]), in: scan) } == .unknownScan)
    }
}
