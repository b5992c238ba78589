// SPDX-License-Identifier: Apache-2.0

import JSONCodec

extension AWSService {
    /// Amazon ECS, API version 2014-11-13.
    static let ecs = AWSService(
        name: "ecs",
        wire: .json(version: "1.1", errorPrefix: ""),
        troubles: Troubles(
            throttled: AWSFault("ThrottlingException", "Rate exceeded"),
            serverError: AWSFault(
                "ServerException",
                "Service Unavailable. Please try again later.",
                status: 500
            ),
            unavailable: AWSFault("ServiceUnavailableException", "Service unavailable.", status: 503),
            denied: ("AccessDeniedException", 400)
        ),
        actions: [
            "ListClusters": ECS.listClusters,
            "DescribeClusters": ECS.describeClusters,
            "ListServices": ECS.listServices,
            "DescribeServices": ECS.describeServices,
            "ListTagsForResource": ECS.listTags,
        ]
    )
}

enum ECS {
    private static let invalidToken = AWSFault("InvalidParameterException", "Invalid token.")

    private static func invalidSize(_ value: String) -> AWSFault {
        AWSFault("InvalidParameterException", "maxResults parameter must be between 1 and 100, not \(value).")
    }

    @Sendable static func listClusters(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let page = try call.page(
            call.resources("ecs:cluster").filter { $0.state != "INACTIVE" },
            token: call.json["nextToken"]?.string,
            size: try call.number("maxResults", in: 1...100, orElse: invalidSize) ?? 100,
            invalid: invalidToken
        )
        return .json(list("clusterArns", page))
    }

    @Sendable static func describeClusters(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let names = call.json["clusters"]?.strings ?? ["default"]
        guard names.count <= 100 else {
            throw AWSFault("InvalidParameterException", "Clusters cannot have more than 100 elements.")
        }
        let includesTags = call.json["include"]?.strings?.contains("TAGS") ?? false
        var (found, failures): ([JSONValue], [JSONValue]) = ([], [])
        for name in names {
            if let cluster = cluster(name, call) {
                found.append(describe(cluster: cluster, includesTags: includesTags))
            } else {
                failures.append(["arn": .string(name), "reason": "MISSING"])
            }
        }
        return .json(["clusters": .array(found), "failures": .array(failures)])
    }

    @Sendable static func listServices(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let cluster = try requiredCluster(call)
        let page = try call.page(
            services(of: cluster, call).filter { $0.state != "INACTIVE" },
            of: cluster.id,
            token: call.json["nextToken"]?.string,
            // "If this parameter isn't used, ListServices returns up to 10 results."
            size: try call.number("maxResults", in: 1...100, orElse: invalidSize) ?? 10,
            invalid: invalidToken
        )
        return .json(list("serviceArns", page))
    }

    @Sendable static func describeServices(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let names = call.json["services"]?.strings ?? []
        guard !names.isEmpty else { throw AWSFault("InvalidParameterException", "Services cannot be empty.") }
        guard names.count <= 10 else {
            throw AWSFault("InvalidParameterException", "Services cannot have more than 10 elements.")
        }
        let cluster = try requiredCluster(call)
        let services = services(of: cluster, call)
        let includesTags = call.json["include"]?.strings?.contains("TAGS") ?? false
        var (found, failures): ([JSONValue], [JSONValue]) = ([], [])
        for name in names {
            if let service = services.first(where: { $0.id == name || AWSNames.arn(of: $0) == name }) {
                found.append(describe(service: service, in: cluster, includesTags: includesTags))
            } else {
                failures.append(["arn": .string(name), "reason": "MISSING"])
            }
        }
        return .json(["services": .array(found), "failures": .array(failures)])
    }

    @Sendable static func listTags(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let arn = call.json["resourceArn"]?.string ?? ""
        let resource =
            call.resource(arn: arn, type: "ecs:cluster") ?? call.resource(arn: arn, type: "ecs:service")
        guard let resource else {
            throw AWSFault("InvalidParameterException", "The specified resource '\(arn)' is not found.")
        }
        return .json(["tags": tags(of: resource)])
    }

    // MARK: Finding

    private static func cluster(_ name: String, _ call: AWSCall) -> DescribedResource? {
        let arn = name.hasPrefix("arn:") ? name : "arn:aws:ecs:\(call.region):\(call.account):cluster/\(name)"
        return call.resource(arn: arn, type: "ecs:cluster")
    }

    private static func requiredCluster(_ call: AWSCall) throws(AWSFault) -> DescribedResource {
        guard let cluster = cluster(call.json["cluster"]?.string ?? "default", call) else {
            throw AWSFault("ClusterNotFoundException", "Cluster not found.")
        }
        return cluster
    }

    private static func services(of cluster: DescribedResource, _ call: AWSCall) -> [DescribedResource] {
        call.resources("ecs:service").filter { ($0.text("cluster") ?? "default") == cluster.id }
    }

    // MARK: Writing

    private static func list(_ name: String, _ page: Paging.Page<DescribedResource>) -> JSONValue {
        var object: JSONObject = [name: JSONValue(page.items.map { AWSNames.arn(of: $0) })]
        if let next = page.next { object["nextToken"] = .string(next) }
        return .object(object)
    }

    private static func describe(cluster: DescribedResource, includesTags: Bool) -> JSONValue {
        [
            "clusterArn": .string(AWSNames.arn(of: cluster)),
            "clusterName": .string(cluster.id),
            "status": .string(cluster.state ?? "ACTIVE"),
            "registeredContainerInstancesCount": 0,
            "runningTasksCount": 2,
            "pendingTasksCount": 0,
            "activeServicesCount": 1,
            "statistics": [],
            "tags": includesTags ? tags(of: cluster) : [],
            "settings": [],
            "capacityProviders": [],
            "defaultCapacityProviderStrategy": [],
        ]
    }

    private static func describe(
        service: DescribedResource,
        in cluster: DescribedResource,
        includesTags: Bool
    ) -> JSONValue {
        var object: JSONObject = [
            "serviceArn": .string(AWSNames.arn(of: service)),
            "serviceName": .string(service.id),
            "clusterArn": .string(AWSNames.arn(of: cluster)),
            "status": .string(service.state ?? "ACTIVE"),
            "desiredCount": 2,
            "runningCount": 2,
            "pendingCount": 0,
            "launchType": .string(service.text("launch_type") ?? "FARGATE"),
            "createdAt": .number(Double(service.created) + 0.25),
        ]
        if includesTags, !service.tags.isEmpty { object["tags"] = tags(of: service) }
        return .object(object)
    }

    private static func tags(of resource: DescribedResource) -> JSONValue {
        .array(resource.tags.map { ["key": .string($0.key), "value": .string($0.value)] })
    }
}
