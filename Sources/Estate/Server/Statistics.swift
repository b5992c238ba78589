// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// What the server has done so far.
struct Statistics: Sendable {
    private var requests = 0
    private var underWay = 0
    private var mostUnderWay = 0
    private var operations: [String: Int] = [:]
    private var statuses: [Int: Int] = [:]
    private var faults: [String: Int] = [:]

    mutating func begin() -> Int {
        requests += 1
        underWay += 1
        mostUnderWay = max(mostUnderWay, underWay)
        return requests
    }

    mutating func end(_ entry: AccessEntry) {
        underWay -= 1
        operations["\(entry.operation.service):\(entry.operation.action)", default: 0] += 1
        statuses[entry.status, default: 0] += 1
        if let fault = entry.fault { faults[fault.rawValue, default: 0] += 1 }
    }

    func json() -> JSONValue {
        func object(_ counts: [String: Int]) -> JSONValue {
            .object(JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, JSONValue($0.value)) }))
        }
        return [
            "requests": JSONValue(requests),
            "most_at_once": JSONValue(mostUnderWay),
            "operations": object(operations),
            "statuses": object([String: Int](uniqueKeysWithValues: statuses.map { ("\($0.key)", $0.value) })),
            "faults": object(faults),
        ]
    }
}
