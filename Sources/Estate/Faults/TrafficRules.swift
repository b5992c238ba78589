// SPDX-License-Identifier: Apache-2.0

/// How the server treats requests before a cloud sees them.
package struct TrafficRules: Sendable {
    /// How long each reply waits.
    package var latency: Duration = .zero
    /// Every how many requests one fails.
    package var faultEvery: Int?
    /// How many times each request fails before it is answered; requests are alike when all their bytes are.
    package var faultFirst = 0
    /// Faults that `faultEvery` and `faultFirst` rotate through.
    package var faults = EstateFault.rotation
    /// Operations that are refused.
    package var denied: [OperationPattern] = []
    /// Operations that are always throttled.
    package var throttled: [OperationPattern] = []
    /// Operations that are answered with 100 MB.
    package var huge: [OperationPattern] = []
    /// Regions that do not answer.
    package var downRegions: Set<String> = []
    /// Requests a second that each service takes in each region; more are throttled.
    package var quota: Quota?

    /// A bucket of permits that fills at a steady rate.
    package struct Quota: Hashable, Sendable {
        /// Permits a second.
        package var rate: Double
        /// Most permits that gather.
        package var burst: Double

        /// Sets a quota.
        ///
        /// - Parameters:
        ///   - rate: permits a second.
        ///   - burst: most permits that gather.
        package init(rate: Double, burst: Double) {
            self.rate = rate
            self.burst = burst
        }
    }

    /// Rules under which everything is answered at once.
    package init() {}
}

/// Counts requests and decides which of them meet trouble.
///
/// A value: the server keeps it behind a lock and gives it the time.
package struct Traffic: Sendable {
    private let rules: TrafficRules
    private var requests = 0
    private var faults = 0
    private var attempts: [UInt64: Int] = [:]
    private var buckets: [String: (permits: Double, at: Double)] = [:]

    /// Starts counting.
    ///
    /// - Parameter rules: what to decide by.
    package init(rules: TrafficRules) { self.rules = rules }

    /// Counts a request and decides about it.
    ///
    /// - Parameters:
    ///   - operation: what it asks for.
    ///   - fingerprint: equal for requests that are alike.
    ///   - now: seconds since any fixed point.
    /// - Returns: the trouble it meets, or `nil`.
    package mutating func fault(
        for operation: EstateOperation,
        fingerprint: UInt64 = 0,
        at now: Double
    ) -> EstateFault? {
        requests += 1
        if rules.downRegions.contains(operation.region) { return .down }
        if rules.denied.contains(where: { $0.matches(operation) }) { return .denied }
        if rules.throttled.contains(where: { $0.matches(operation) }) { return .throttled }
        if rules.huge.contains(where: { $0.matches(operation) }) { return .huge }
        if isNextToFail(fingerprint), !rules.faults.isEmpty {
            faults += 1
            return rules.faults[(faults - 1) % rules.faults.count]
        }
        return isOverQuota(operation, at: now) ? .throttled : nil
    }

    private mutating func isNextToFail(_ fingerprint: UInt64) -> Bool {
        if rules.faultFirst > 0 {
            attempts[fingerprint, default: 0] += 1
            // After its answer the same request starts anew, as in the next scan.
            if attempts[fingerprint, default: 0] <= rules.faultFirst { return true }
            attempts[fingerprint] = nil
        }
        guard let every = rules.faultEvery, every > 0 else { return false }
        return requests % every == 0
    }

    private mutating func isOverQuota(_ operation: EstateOperation, at now: Double) -> Bool {
        guard let quota = rules.quota else { return false }
        let name = "\(operation.service)@\(operation.region)"
        let bucket = buckets[name] ?? (quota.burst, now)
        let permits = min(quota.burst, bucket.permits + (now - bucket.at) * quota.rate)
        buckets[name] = (permits >= 1 ? permits - 1 : permits, now)
        return permits < 1
    }
}
