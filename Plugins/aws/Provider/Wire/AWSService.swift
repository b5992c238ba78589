// SPDX-License-Identifier: Apache-2.0

/// How a service speaks.
enum WireProtocol: Hashable, Sendable {
    /// Form in, XML out; errors in `Response/Errors`.
    case ec2(version: String)
    /// Form in, XML out; errors in `ErrorResponse`.
    case query(version: String)
    /// JSON in and out, the action in X-Amz-Target.
    case json(version: String, target: String)
    /// JSON out, the action in method and path.
    case restJSON
    /// XML out, the action in method and path.
    case restXML
}

/// One AWS service, as far as a request depends on it.
struct AWSService: Hashable, Sendable {
    /// botocore's service id in lower case with underscores: what AWS_ENDPOINT_URL_<SERVICE> is named after.
    let id: String
    /// First part of its host names.
    let hostPrefix: String
    /// Its name in signatures and in IAM actions.
    let signingName: String
    /// How it speaks.
    let wire: WireProtocol

    init(_ id: String, signingName: String? = nil, wire: WireProtocol) {
        self.id = id
        hostPrefix = id
        self.signingName = signingName ?? id
        self.wire = wire
    }

    static let ec2 = AWSService("ec2", wire: .ec2(version: "2016-11-15"))
    static let rds = AWSService("rds", wire: .query(version: "2014-10-31"))
    static let s3 = AWSService("s3", wire: .restXML)
    static let lambda = AWSService("lambda", wire: .restJSON)
    static let ecs = AWSService(
        "ecs",
        wire: .json(version: "1.1", target: "AmazonEC2ContainerServiceV20141113")
    )
    static let dynamodb = AWSService("dynamodb", wire: .json(version: "1.0", target: "DynamoDB_20120810"))
    static let sns = AWSService("sns", wire: .query(version: "2010-03-31"))
    static let sqs = AWSService("sqs", wire: .json(version: "1.0", target: "AmazonSQS"))
    static let sts = AWSService("sts", wire: .query(version: "2011-06-15"))
}

/// One action of a service with its input, to be sent to one region.
struct ServiceCall: Sendable {
    /// What goes along.
    enum Input: Sendable {
        /// Fields of a form (EC2 and query services).
        case form([(name: String, value: String)])
        /// A JSON document.
        case json(JSONObject)
        /// An escaped path and the query's pairs (REST services).
        case rest(path: String, query: [(name: String, value: String)])
        /// A bucket and the query's pairs (S3).
        case bucket(String, query: [(name: String, value: String)])
    }

    let service: AWSService
    let action: String
    var region: String
    var input: Input
    /// The IAM action that a caller needs.
    let permission: String

    /// Describes a call.
    ///
    /// - Parameters:
    ///   - service: the service.
    ///   - action: the API's name of the action.
    ///   - region: where it goes.
    ///   - input: what goes along.
    ///   - permission: the IAM action; by default the service's signing name and the action.
    init(
        _ service: AWSService,
        _ action: String,
        region: String,
        _ input: Input,
        permission: String? = nil
    ) {
        self.service = service
        self.action = action
        self.region = region
        self.input = input
        self.permission = permission ?? "\(service.signingName):\(action)"
    }

    /// The action as errors name it, for example "ec2 DescribeInstances in eu-west-1".
    var title: String { "\(service.id) \(action) in \(region)" }
}
