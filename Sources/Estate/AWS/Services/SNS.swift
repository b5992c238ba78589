// SPDX-License-Identifier: Apache-2.0

extension AWSService {
    /// Amazon SNS, API version 2010-03-31.
    static let sns = AWSService(
        name: "sns",
        wire: .query(namespace: "http://sns.amazonaws.com/doc/2010-03-31/"),
        troubles: Troubles(
            throttled: AWSFault("Throttling", "Rate exceeded"),
            serverError: AWSFault("InternalError", "An internal error has occurred.", status: 500),
            unavailable: AWSFault("ServiceUnavailable", "The service is unavailable.", status: 503),
            denied: ("AuthorizationError", 403)
        ),
        actions: [
            "ListTopics": SNS.listTopics,
            "ListTagsForResource": SNS.listTags,
            "GetTopicAttributes": SNS.getAttributes,
        ]
    )
}

enum SNS {
    /// The service has no parameter for the size of its pages.
    private static let pageSize = 100

    @Sendable static func listTopics(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let page = try call.page(
            call.resources("sns:topic"),
            token: call.parameters["NextToken"],
            size: pageSize,
            invalid: AWSFault("InvalidParameter", "Invalid parameter: NextToken")
        )
        return .xml { xml in
            xml.list("Topics", of: page.items, each: "member") { $0.leaf("TopicArn", AWSNames.arn(of: $1)) }
            if let next = page.next { xml.leaf("NextToken", next) }
        }
    }

    @Sendable static func listTags(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        guard let topic = call.resource(arn: call.parameters["ResourceArn"] ?? "", type: "sns:topic") else {
            throw AWSFault("ResourceNotFound", "Resource does not exist", status: 404)
        }
        return .xml { xml in
            xml.list("Tags", of: topic.tags, each: "member") { xml, tag in
                xml.leaf("Key", tag.key)
                xml.leaf("Value", tag.value)
            }
        }
    }

    @Sendable static func getAttributes(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        guard let topic = call.resource(arn: call.parameters["TopicArn"] ?? "", type: "sns:topic") else {
            throw AWSFault("NotFound", "Topic does not exist", status: 404)
        }
        let attributes = [
            ("TopicArn", AWSNames.arn(of: topic)), ("Owner", topic.scope),
            ("DisplayName", topic.text("title") ?? ""),
            ("SubscriptionsConfirmed", "1"), ("SubscriptionsPending", "0"), ("SubscriptionsDeleted", "0"),
        ]
        return .xml { xml in
            xml.list("Attributes", of: attributes, each: "entry") { xml, attribute in
                xml.leaf("key", attribute.0)
                xml.leaf("value", attribute.1)
            }
        }
    }
}
