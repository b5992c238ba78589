// SPDX-License-Identifier: Apache-2.0

import JSONCodec

extension AWSService {
    /// Amazon SQS, API version 2012-11-05, in the JSON protocol that SDKs speak since 2023.
    static let sqs = AWSService(
        name: "sqs",
        wire: .json(version: "1.0", errorPrefix: "com.amazonaws.sqs#"),
        troubles: SQS.troubles,
        actions: [
            "ListQueues": { call throws(AWSFault) in SQS.json(try SQS.listQueues(call)) },
            "ListQueueTags": { call throws(AWSFault) in SQS.json(try SQS.listTags(call)) },
            "GetQueueAttributes": { call throws(AWSFault) in SQS.json(try SQS.getAttributes(call)) },
            "GetQueueUrl": { call throws(AWSFault) in SQS.json(try SQS.getURL(call)) },
        ]
    )

    /// Amazon SQS in the query protocol of older SDKs.
    static let sqsQuery = AWSService(
        name: "sqs",
        wire: .query(namespace: "http://queue.amazonaws.com/doc/2012-11-05/"),
        troubles: SQS.queryTroubles,
        actions: [
            "ListQueues": { call throws(AWSFault) in SQS.xml(try SQS.listQueues(call)) },
            "ListQueueTags": { call throws(AWSFault) in SQS.xml(try SQS.listTags(call)) },
            "GetQueueAttributes": { call throws(AWSFault) in SQS.xml(try SQS.getAttributes(call)) },
            "GetQueueUrl": { call throws(AWSFault) in SQS.xml(try SQS.getURL(call)) },
        ]
    )
}

enum SQS {
    static let troubles = AWSService.Troubles(
        throttled: AWSFault("RequestThrottled", "Request is throttled.", queryCode: "RequestThrottled"),
        serverError: AWSFault("InternalFailure", "An internal error has occurred.", status: 500),
        unavailable: AWSFault("ServiceUnavailable", "The service is unavailable.", status: 503),
        denied: ("AccessDeniedException", 400)
    )

    static let queryTroubles = AWSService.Troubles(
        throttled: AWSFault("RequestThrottled", "Request is throttled.", status: 403),
        serverError: AWSFault("InternalError", "An internal error has occurred.", status: 500),
        unavailable: AWSFault("ServiceUnavailable", "The service is unavailable.", status: 503),
        denied: ("AccessDenied", 403)
    )

    /// An answer in the terms of both protocols.
    enum Answer {
        case queues([String], next: String?)
        case tags([DescribedTag])
        case attributes([(String, String)])
        case url(String)
    }

    static func listQueues(_ call: AWSCall) throws(AWSFault) -> Answer {
        let size = try call.number("MaxResults", in: 1...1_000) { value in
            AWSFault("InvalidParameterValue", "Value \(value) for parameter MaxResults is invalid.")
        }
        let prefix = call.parameters["QueueNamePrefix"] ?? call.json["QueueNamePrefix"]?.string ?? ""
        let all = call.resources("sqs:queue")
        let queues = prefix.isEmpty ? all : all.filter { $0.id.hasPrefix(prefix) }
        guard let size else {
            // Without MaxResults the list ends at 1,000 queues and no token tells that there are more.
            return .queues(queues.prefix(1_000).map { url(of: $0, call) }, next: nil)
        }
        let page = try call.page(
            queues,
            of: prefix,
            token: call.parameters["NextToken"] ?? call.json["NextToken"]?.string,
            size: size,
            invalid: AWSFault("InvalidParameterValue", "Value for parameter NextToken is invalid.")
        )
        return .queues(page.items.map { url(of: $0, call) }, next: page.next)
    }

    static func listTags(_ call: AWSCall) throws(AWSFault) -> Answer { .tags(try queue(call).tags) }

    static func getAttributes(_ call: AWSCall) throws(AWSFault) -> Answer {
        let queue = try queue(call)
        let all = [
            ("QueueArn", AWSNames.arn(of: queue)), ("CreatedTimestamp", String(queue.created)),
            ("LastModifiedTimestamp", String(queue.created)), ("ApproximateNumberOfMessages", "0"),
            ("VisibilityTimeout", "30"), ("MessageRetentionPeriod", "345600"),
            ("SqsManagedSseEnabled", "true"),
        ]
        let names = call.json["AttributeNames"]?.strings ?? call.list("AttributeName")
        return .attributes(all.filter { names.contains("All") || names.contains($0.0) })
    }

    static func getURL(_ call: AWSCall) throws(AWSFault) -> Answer {
        let name = call.parameters["QueueName"] ?? call.json["QueueName"]?.string ?? ""
        guard let queue = call.resources("sqs:queue").first(where: { $0.id == name }) else {
            throw missing(call)
        }
        return .url(url(of: queue, call))
    }

    private static func url(of queue: DescribedResource, _ call: AWSCall) -> String {
        "http://\(call.host)/\(queue.scope)/\(queue.id)"
    }

    private static func queue(_ call: AWSCall) throws(AWSFault) -> DescribedResource {
        let url = call.parameters["QueueUrl"] ?? call.json["QueueUrl"]?.string ?? ""
        let parts = url.split(separator: "/").suffix(2)
        guard parts.count == 2, parts.first.map(String.init) == call.account,
            let queue = call.resource(
                arn: "arn:aws:sqs:\(call.region):\(call.account):\(parts.last ?? "")",
                type: "sqs:queue"
            )
        else { throw missing(call) }
        return queue
    }

    private static func missing(_ call: AWSCall) -> AWSFault {
        let old = "AWS.SimpleQueueService.NonExistentQueue"
        let isJSON = call.json != .null
        return AWSFault(
            isJSON ? "QueueDoesNotExist" : old,
            "The specified queue does not exist.",
            queryCode: isJSON ? old : nil
        )
    }

    // MARK: Both protocols

    static func json(_ answer: Answer) -> AWSContent {
        switch answer {
        case .queues(let urls, let next):
            var object: JSONObject = [:]
            if !urls.isEmpty { object["QueueUrls"] = JSONValue(urls) }
            if let next { object["NextToken"] = .string(next) }
            return .json(.object(object))
        case .tags(let tags):
            let members = JSONObject(tags.map { ($0.key, .string($0.value)) })
            return .json(tags.isEmpty ? [:] : ["Tags": .object(members)])
        case .attributes(let attributes):
            return .json(["Attributes": .object(JSONObject(attributes.map { ($0.0, .string($0.1)) }))])
        case .url(let url):
            return .json(["QueueUrl": .string(url)])
        }
    }

    static func xml(_ answer: Answer) -> AWSContent {
        .xml { xml in
            switch answer {
            case .queues(let urls, let next):
                for url in urls { xml.leaf("QueueUrl", url) }
                if let next { xml.leaf("NextToken", next) }
            case .tags(let tags):
                for tag in tags {
                    xml.element("Tag") { xml in
                        xml.leaf("Key", tag.key)
                        xml.leaf("Value", tag.value)
                    }
                }
            case .attributes(let attributes):
                for attribute in attributes {
                    xml.element("Attribute") { xml in
                        xml.leaf("Name", attribute.0)
                        xml.leaf("Value", attribute.1)
                    }
                }
            case .url(let url):
                xml.leaf("QueueUrl", url)
            }
        }
    }
}
