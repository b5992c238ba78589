// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import Synchronization

/// Answers requests from the described estate: everything the server does except HTTP.
package final class EstateService: Sendable {
    private struct State: Sendable {
        var traffic: Traffic
        var statistics = Statistics()
    }

    private let estate: DescribedEstate
    private let clouds: [any EmulatedCloud]
    private let latency: Duration
    private let log: AccessLog?
    private let now: @Sendable () -> Double
    private let state: Mutex<State>

    /// Puts a service together.
    ///
    /// - Parameters:
    ///   - estate: what exists.
    ///   - clouds: the APIs over it; the first that claims a request answers it.
    ///   - rules: latency, faults, quotas.
    ///   - log: where requests are logged.
    ///   - now: seconds since 1970.
    package init(
        estate: DescribedEstate,
        clouds: [any EmulatedCloud],
        rules: TrafficRules = TrafficRules(),
        log: AccessLog? = nil,
        now: @escaping @Sendable () -> Double
    ) {
        self.estate = estate
        self.clouds = clouds
        self.latency = rules.latency
        self.log = log
        self.now = now
        self.state = Mutex(State(traffic: Traffic(rules: rules)))
    }

    /// Answers one request.
    ///
    /// - Parameter request: the request.
    /// - Returns: the reply, after the latency that the rules ask for.
    package func reply(to request: EstateRequest) async -> EstateReply {
        if request.path.hasPrefix("/_estate/") { return ownReply(to: request) }
        let number = state.withLock { $0.statistics.begin() }
        guard let cloud = clouds.first(where: { $0.claims(request) }) else {
            let operation = EstateOperation(service: "", action: "", region: "", requestID: "\(number)")
            finish("", operation, status: 404, fault: nil)
            return .json(404, ["message": "No emulated cloud serves \(request.path)."])
        }
        let operation = cloud.operation(of: request, requestID: Self.requestID(number))
        let fingerprint = request.fingerprint(region: operation.region)
        let fault = state.withLock { [now] in
            $0.traffic.fault(for: operation, fingerprint: fingerprint, at: now())
        }
        if latency > .zero {
            // A cancelled sleep means that the server stops; the reply is lost then anyway.
            do { try await Task.sleep(for: latency) } catch { return .hangUp }
        }
        let reply =
            fault.map { cloud.reply(to: request, operation, in: $0) } ?? cloud.answer(request, operation)
        finish(cloud.name, operation, status: reply.status, fault: fault)
        return reply
    }

    private func finish(_ cloud: String, _ operation: EstateOperation, status: Int, fault: EstateFault?) {
        let entry = AccessEntry(
            seconds: now(),
            cloud: cloud,
            operation: operation,
            status: status,
            fault: fault
        )
        state.withLock { $0.statistics.end(entry) }
        do { try log?.write(entry) } catch { print(toStandardError: "access log: \(error)") }
    }

    /// Looks like the identifiers of the real clouds and counts upwards.
    private static func requestID(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "e57a7e00-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - digits.utf8.count))
            + digits
    }

    // MARK: The estate's own pages, for evaluations that do not use the emulated APIs

    private func ownReply(to request: EstateRequest) -> EstateReply {
        switch request.path {
        case "/_estate/resources": .json(200, truth())
        case "/_estate/statistics": .json(200, state.withLock { $0.statistics.json() })
        case "/_estate/estate": .json(200, estate.json())
        default:
            .json(404, ["message": "There are /_estate/resources, /_estate/statistics, /_estate/estate."])
        }
    }

    private func truth() -> JSONValue {
        let byName = [String: any EmulatedCloud](clouds.map { ($0.name, $0) }) { first, _ in first }
        return .array(
            estate.resources.map { resource in
                let cloud = byName[resource.cloud]
                return [
                    "cloud": .string(resource.cloud),
                    "scope": .string(resource.scope),
                    "region": .string(resource.region),
                    "type": .string(resource.type),
                    "id": .string(cloud?.identifier(of: resource) ?? resource.id),
                    "resource_id": .string(resource.id),
                    "state": JSONValue(resource.state),
                    "created": .string(Instant(seconds: resource.created).iso8601()),
                    "counts": .bool(cloud?.counts(resource) ?? true),
                    "was_ever_tagged": .bool(resource.wasEverTagged),
                    "tags": .object(JSONObject(resource.tags.map { ($0.key, .string($0.value)) })),
                ]
            }
        )
    }
}

extension EstateReply {
    static func json(_ status: Int, _ value: JSONValue) -> EstateReply {
        EstateReply(
            status: status,
            headers: [("Content-Type", "application/json")],
            body: .bytes(value.bytes())
        )
    }
}
