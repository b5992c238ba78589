// SPDX-License-Identifier: Apache-2.0

/// One scope × region × resource type of one cloud: the unit in which a scan succeeds or fails.
package struct CoverageCell: Hashable, Sendable {
    /// The cloud.
    package var cloud: String
    /// AWS account, Azure subscription or GCP project.
    package var scope: String
    /// The region, or "global".
    package var region: String
    /// The native resource type.
    package var resourceType: String

    /// Names a cell.
    ///
    /// - Parameters:
    ///   - cloud: the cloud.
    ///   - scope: account, subscription or project.
    ///   - region: the region, or "global".
    ///   - resourceType: the native type.
    package init(cloud: String, scope: String, region: String, resourceType: String) {
        self.cloud = cloud
        self.scope = scope
        self.region = region
        self.resourceType = resourceType
    }
}

/// How the scan of one cell ended.
package struct CoverageOutcome: Hashable, Sendable {
    /// How it ended; only `answered` means that the list is complete.
    package enum Status: String, Hashable, Sendable, CaseIterable {
        /// The list is complete.
        case answered
        /// The credentials lack a permission.
        case refused
        /// The cloud kept throttling until the deadline.
        case throttled
        /// An error of the network, the cloud or the plugin.
        case failed
        /// It was asked for but never begun.
        case notCovered = "not_covered"
    }

    /// How it ended.
    package var status: Status
    /// Resources that were listed.
    package var resources: Int
    /// The permission that is missing, when refused.
    package var permission: String?
    /// The cloud's own error code.
    package var code: String?
    /// One sentence about what happened.
    package var detail: String?

    /// Describes an outcome.
    ///
    /// - Parameters:
    ///   - status: how it ended.
    ///   - resources: resources listed.
    ///   - permission: the missing permission.
    ///   - code: the cloud's error code.
    ///   - detail: one sentence.
    package init(
        _ status: Status,
        resources: Int = 0,
        permission: String? = nil,
        code: String? = nil,
        detail: String? = nil
    ) {
        self.status = status
        self.resources = resources
        self.permission = permission
        self.code = code
        self.detail = detail
    }
}
