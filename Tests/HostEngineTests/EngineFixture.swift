// SPDX-License-Identifier: Apache-2.0

@testable import HostEngine
import HostStorage
import Inventory
import JSONCodec
import Logging
import Synchronization

/// An engine over fake clouds, with a clock that stands still unless a test moves it.
struct EngineFixture {
    struct Catalog: ProviderCatalog {
        var providers: [any CloudProvider]
    }

    final class Clock: Sendable {
        private let time = Mutex(EngineFixture.noon)
        var now: Timestamp { time.withLock { $0 } }
        func advance(_ seconds: Int64) { time.withLock { $0 = $0.advanced(bySeconds: seconds) } }
    }

    static let noon = Timestamp(microseconds: 1_772_366_400_000_000)

    /// Owner for everything, Environment of two values for machines only.
    static let policy = """
        {
          "version": "2.0",
          "required_tags": [
            {"name": "Owner"},
            {"name": "Environment", "allowed_values": ["prod", "test"], "applies_to": {"sky": ["vm"], "sea": ["vm"]}}
          ],
          "optional_tags": [{"name": "Team", "allowed_values": ["a", "b"]}]
        }
        """

    let engine: Engine
    let store: SQLiteStore
    let clock: Clock

    init(
        _ clouds: [FakeCloud],
        policy: String = EngineFixture.policy,
        settings: EngineSettings = EngineSettings(defaultCloud: "sky")
    ) throws {
        let clock = Clock()
        store = try SQLiteStore(.memory)
        self.clock = clock
        engine = Engine(
            catalog: Catalog(providers: clouds),
            store: store,
            policy: PolicySource(text: policy),
            settings: settings,
            now: { clock.now },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}

/// A resource of a fake cloud.
func thing(
    _ name: String,
    _ type: String = "vm",
    _ region: String = "north",
    scope: String = "one",
    cloud: String = "sky",
    tags: [String: String] = [:]
) -> Resource {
    Resource(
        cloud: cloud,
        id: "\(cloud)://\(scope)/\(region)/\(type)/\(name)",
        resourceID: name,
        type: type,
        scope: scope,
        region: region,
        tags: tags.sorted { $0.key < $1.key }.map { Tag(key: $0.key, value: $0.value) }
    )
}

let good = ["Owner": "me", "Environment": "prod"]

/// The error that the work throws, if it is the engine's.
func engineError(_ work: () async throws -> Void) async -> EngineError? {
    do {
        try await work()
        return nil
    } catch {
        return error as? EngineError
    }
}

extension JSONValue {
    /// The value at a path of member names.
    func at(_ path: String...) -> JSONValue? {
        path.reduce(self as JSONValue?) { value, name in value?[name] }
    }
}

/// The object that a text of JSON stands for.
func parsed(_ text: String) throws -> JSONObject {
    try JSONValue(parsing: text).object ?? [:]
}
