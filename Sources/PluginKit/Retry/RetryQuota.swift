// SPDX-License-Identifier: Apache-2.0

/// A budget of retries shared by all requests to one service, so that an outage is not answered by a storm.
///
/// 500 tokens; a retry takes 5, one after a timeout 10; a success gives back what its last retry took, or 1.
public struct RetryQuota: Hashable, Sendable {
    /// Tokens of a full budget.
    public static let capacity = 500

    /// Tokens that are left.
    public private(set) var tokens = Self.capacity

    /// Makes a full budget.
    public init() {}

    /// Tokens that a retry after that failure takes.
    static func price(of failure: RetryableFailure) -> Int { failure == .timeout ? 10 : 5 }

    /// Takes the price of a retry.
    ///
    /// - Parameter failure: what is retried.
    /// - Returns: the price, or `nil` when too little is left.
    mutating func take(for failure: RetryableFailure) -> Int? {
        let price = Self.price(of: failure)
        guard tokens >= price else { return nil }
        tokens -= price
        return price
    }

    /// Gives tokens back after a success.
    ///
    /// - Parameter price: what the last retry of the request took; 0 when it was not retried.
    mutating func giveBack(_ price: Int) { tokens = min(Self.capacity, tokens + max(price, 1)) }
}
