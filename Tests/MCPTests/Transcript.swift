// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONCodec
import MCP
import Testing

/// A conversation as data: what comes in, and what must go out.
///
/// A step has one of `in` (a frame), `raw` (a line), `finish`, `progress`, `log`, `change`, `oversized`, `close`,
/// `abandon`, and what it must lead to: `out` (frames), `start` (work), `cancel` (places in the list of started work).
struct Transcript: Sendable, CustomTestStringConvertible {
    let file: String
    let description: String
    let limits: JSONValue
    let steps: [JSONValue]

    var testDescription: String { "\(file): \(description)" }

    static let all: [Transcript] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Transcripts")
        // A folder or file that cannot be read makes the count wrong, which a test of its own notices.
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return files.sorted().filter { $0.hasSuffix(".json") }
            .flatMap { file -> [Transcript] in
                guard let bytes = try? Data(contentsOf: folder.appending(path: file)),
                    let conversations = try? JSONValue(parsing: Array(bytes)).array
                else { return [] }
                return conversations.map { conversation in
                    Transcript(
                        file: file,
                        description: conversation["description"]?.string ?? "",
                        limits: conversation["limits"] ?? [:],
                        steps: conversation["steps"]?.array ?? []
                    )
                }
            }
    }()
}

/// Plays a transcript against a session.
struct Player {
    var session: ServerSession
    var started: [SessionWork] = []

    init(_ transcript: Transcript) {
        var limits = SessionLimits()
        limits.pageSize = transcript.limits["pageSize"]?.integer.map(Int.init) ?? limits.pageSize
        limits.running = transcript.limits["running"]?.integer.map(Int.init) ?? limits.running
        limits.waiting = transcript.limits["waiting"]?.integer.map(Int.init) ?? limits.waiting
        limits.streams = transcript.limits["streams"]?.integer.map(Int.init) ?? limits.streams
        limits.watched = transcript.limits["watched"]?.integer.map(Int.init) ?? limits.watched
        session = ServerSession(identity: Fixture.identity, limits: limits)
    }

    mutating func play(_ step: JSONValue) throws {
        var sent: [JSONValue] = []
        var begun: [JSONValue] = []
        var cancelled: [JSONValue] = []
        for action in try actions(step) {
            switch action {
            case .send(let frame):
                #expect(!frame.contains(0x0A))
                sent.append(try JSONValue(parsing: frame))
            case .start(let work):
                begun.append(Fixture.describe(work))
                started.append(work)
            case .cancel(let key):
                cancelled.append(JSONValue(started.firstIndex { $0.key == key } ?? -1))
            case .note: break
            }
        }
        let place = "after \(step.text())"
        Self.compare(sent, step["out"]?.array ?? [], "out", place)
        Self.compare(begun, step["start"]?.array ?? [], "start", place)
        Self.compare(cancelled, step["cancel"]?.array ?? [], "cancel", place)
    }

    private static func compare(_ found: [JSONValue], _ wanted: [JSONValue], _ what: String, _ place: String)
    {
        let shown = JSONValue.array(found).text()
        #expect(found.count == wanted.count, "\(what) is \(shown) \(place)")
        for (found, wanted) in zip(found, wanted) {
            let difference = Match.difference(found, wanted)
            #expect(difference == nil, "\(what): \(difference ?? "") in \(found.text()) \(place)")
        }
    }

    private func key(_ place: Int64?) throws -> CallKey {
        let place = Int(place ?? 0)
        try #require(started.indices.contains(place), "no such call was started")
        return started[place].key
    }

    private mutating func actions(_ step: JSONValue) throws -> [SessionAction] {
        if let frame = step["in"] { return session.receive(frame.bytes(), Fixture.offer) }
        if let line = step["raw"]?.string { return session.receive(Array(line.utf8), Fixture.offer) }
        if let place = step["finish"]?.integer {
            return session.finish(try key(place), try Fixture.answer(step["answer"]))
        }
        if let progress = step["progress"] {
            return session.progress(
                try key(progress["call"]?.integer),
                done: progress["done"]?.double ?? 0,
                total: progress["total"]?.double,
                message: progress["message"]?.string
            )
        }
        if let log = step["log"] {
            let level = try #require(log["level"]?.string.flatMap(LogLevel.init))
            return session.log(try key(log["call"]?.integer), level, "It happened.", ["n": 1])
        }
        if let change = step["change"] {
            return session.changed(
                OfferChange(
                    tools: change["tools"] == true,
                    resources: change["resources"] == true,
                    prompts: change["prompts"] == true,
                    updated: change["updated"]?.strings ?? []
                )
            )
        }
        if step["oversized"] == true { return session.receiveOversized() }
        if step["close"] == true { return session.close() }
        if step["abandon"] == true { return session.abandon() }
        Issue.record("A step does nothing: \(step.text())")
        return []
    }
}

/// Compares with what is wanted: objects may have more members, `"*"` is anything, `"!name"` must be absent.
enum Match {
    static func difference(_ found: JSONValue, _ wanted: JSONValue, _ path: String = "") -> String? {
        switch (found, wanted) {
        case (_, "*"): return nil
        case (.object(let found), .object(let wanted)):
            for member in wanted {
                if member.name.hasPrefix("!") {
                    guard found[String(member.name.dropFirst())] == nil else {
                        return "\(path)/\(member.name)"
                    }
                } else if let value = found[member.name] {
                    if let inner = difference(value, member.value, "\(path)/\(member.name)") { return inner }
                } else {
                    return "\(path)/\(member.name) is missing"
                }
            }
            return nil
        case (.array(let found), .array(let wanted)):
            guard found.count == wanted.count else { return "\(path) has \(found.count) items" }
            for (index, pair) in zip(found, wanted).enumerated() {
                if let inner = difference(pair.0, pair.1, "\(path)/\(index)") { return inner }
            }
            return nil
        default: return found == wanted ? nil : "\(path) should be \(wanted.text())"
        }
    }
}
