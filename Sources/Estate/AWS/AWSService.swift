// SPDX-License-Identifier: Apache-2.0

/// One emulated service: its protocol, its errors and its actions.
///
/// Adding a service is one file in `Services` and one line in ``all``.
struct AWSService: Sendable {
    typealias Action = @Sendable (AWSCall) throws(AWSFault) -> AWSContent

    /// Which action a request of a REST service asks for, and the named parts of its path.
    typealias Route = @Sendable (EstateRequest) -> (action: String, path: [String])?

    /// The errors of a service in trouble, each with the code of its own protocol.
    struct Troubles: Sendable {
        var throttled: AWSFault
        var serverError: AWSFault
        var unavailable: AWSFault
        /// Code and status of a missing permission.
        var denied: (code: String, status: Int)
    }

    /// The name in the credential scope of signatures.
    let name: String
    let wire: AWSWire
    let troubles: Troubles
    /// Prefix of the service's IAM permissions.
    var permissionPrefix: String?
    /// Permissions whose name is not the action's.
    var permissions: [String: String] = [:]
    /// Actions that need no signature.
    var unsigned: Set<String> = []
    var route: Route?
    let actions: [String: Action]

    /// Every service, in the order in which a request without a signature is tried.
    static let all: [AWSService] = [
        .ec2, .sts, .rds, .sns, .sqsQuery, .ecs, .dynamodb, .sqs, .tagging, .lambda, .s3,
    ]

    /// The IAM permission of an action.
    func permission(for action: String) -> String {
        "\(permissionPrefix ?? name):\(permissions[action] ?? action)"
    }
}
