// SPDX-License-Identifier: Apache-2.0

/// Lets a limited number of requests to one host run at once; the others wait in the order in which they came.
///
/// libcurl has such a limit (CURLMOPT_MAX_HOST_CONNECTIONS), but 7.88 now and then leaves what waits for it
/// asleep although a connection is free, until some timer fires.
struct HostLanes {
    private struct Place: Hashable {
        let host: WebHost
        let port: UInt16
        let scheme: WebAddress.Scheme

        init(_ address: WebAddress) {
            host = address.host
            port = address.port
            scheme = address.scheme
        }
    }

    private struct Lane {
        var running = 0
        var waiting = Line<UInt64>()
    }

    private var lanes: [Place: Lane] = [:]
    private let width: Int

    init(width: Int) { self.width = width }

    /// Asks for a place; without one, the number is put in line.
    ///
    /// - Returns: whether the request may run now.
    mutating func enter(_ number: UInt64, _ address: WebAddress) -> Bool {
        var lane = lanes.removeValue(forKey: Place(address)) ?? Lane()
        defer { lanes[Place(address)] = lane }
        guard lane.running < width else {
            lane.waiting.append(number)
            return false
        }
        lane.running += 1
        return true
    }

    /// Gives a place back.
    ///
    /// - Parameters:
    ///   - address: where the request went.
    ///   - waits: tells whether a number that is in line is still wanted.
    /// - Returns: the request that gets the place.
    mutating func leave(_ address: WebAddress, waits: (UInt64) -> Bool) -> UInt64? {
        guard var lane = lanes.removeValue(forKey: Place(address)) else { return nil }
        defer { if lane.running > 0 { lanes[Place(address)] = lane } }
        lane.running -= 1
        while let next = lane.waiting.popFirst() {
            guard waits(next) else { continue }
            lane.running += 1
            return next
        }
        return nil
    }
}
