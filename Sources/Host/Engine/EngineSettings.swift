// SPDX-License-Identifier: Apache-2.0

/// What an operator may set about the engine.
package struct EngineSettings: Hashable, Sendable {
    /// The cloud that a call means which names none, if it is loaded.
    package var defaultCloud: String
    /// Seconds for which an answer may rest on the inventory.
    package var maximumAge: Int64
    /// Seconds for which the list of scopes and regions of a cloud is believed.
    package var scopesAge: Int64
    /// The regions to which scans are confined, by `ALLOWED_REGIONS`; `nil` for all.
    package var allowedRegions: [String]?
    /// Findings or resources in one answer, unless the call says otherwise.
    package var defaultLimit: Int
    /// The largest limit that a call may set.
    package var maximumLimit: Int
    /// The time that one scan of one cloud may take, unless the call says otherwise.
    package var deadline: Duration
    /// Seconds for which whole results are kept for links.
    package var resultAge: Int64
    /// Whole results that are kept at most; an older one goes for a newer one.
    package var resultCount: Int

    /// Sets what is given and leaves the rest at its default.
    ///
    /// - Parameters:
    ///   - defaultCloud: the cloud of a call that names none.
    ///   - maximumAge: seconds for which the inventory answers.
    ///   - scopesAge: seconds for which scopes are believed.
    ///   - allowedRegions: regions to which scans are confined.
    ///   - defaultLimit: findings in one answer.
    ///   - maximumLimit: the largest limit.
    ///   - deadline: the time of one scan.
    ///   - resultAge: seconds for which results are kept.
    ///   - resultCount: results kept at most.
    package init(
        defaultCloud: String = "aws",
        maximumAge: Int64 = 3600,
        scopesAge: Int64 = 900,
        allowedRegions: [String]? = nil,
        defaultLimit: Int = 200,
        maximumLimit: Int = 10_000,
        deadline: Duration = .seconds(900),
        resultAge: Int64 = 3600,
        resultCount: Int = 8
    ) {
        self.defaultCloud = defaultCloud
        self.maximumAge = maximumAge
        self.scopesAge = scopesAge
        self.allowedRegions = allowedRegions
        self.defaultLimit = defaultLimit
        self.maximumLimit = maximumLimit
        self.deadline = deadline
        self.resultAge = resultAge
        self.resultCount = resultCount
    }
}
