// SPDX-License-Identifier: Apache-2.0

extension AWSService {
    /// Amazon RDS, API version 2014-10-31.
    static let rds = AWSService(
        name: "rds",
        wire: .query(namespace: "http://rds.amazonaws.com/doc/2014-10-31/"),
        troubles: .query,
        actions: [
            "DescribeDBInstances": RDS.describeInstances,
            "DescribeDBClusters": RDS.describeClusters,
            "ListTagsForResource": RDS.listTags,
        ]
    )
}

enum RDS {
    @Sendable static func describeInstances(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let page = try page("rds:db", named: "DBInstanceIdentifier", call) { name in
            AWSFault("DBInstanceNotFound", "DBInstance \(name) not found.", status: 404)
        }
        return .xml { xml in
            xml.list("DBInstances", of: page.items, each: "DBInstance", write(instance:_:))
            if let next = page.next { xml.leaf("Marker", next) }
        }
    }

    @Sendable static func describeClusters(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let page = try page("rds:cluster", named: "DBClusterIdentifier", call) { name in
            AWSFault("DBClusterNotFoundFault", "DBCluster \(name) not found.", status: 404)
        }
        return .xml { xml in
            xml.list("DBClusters", of: page.items, each: "DBCluster", write(cluster:_:))
            if let next = page.next { xml.leaf("Marker", next) }
        }
    }

    @Sendable static func listTags(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let arn = call.parameters["ResourceName"] ?? ""
        let resource = call.resource(arn: arn, type: "rds:db") ?? call.resource(arn: arn, type: "rds:cluster")
        guard let resource else {
            throw arn.hasPrefix("arn:aws:rds:")
                ? AWSFault("DBInstanceNotFound", "Could not find a resource named \(arn)", status: 404)
                : AWSFault("InvalidParameterValue", "Unexpected ARN format: \(arn)")
        }
        return .xml { write(tags: &$0, resource) }
    }

    private static func page(
        _ type: String,
        named parameter: String,
        _ call: AWSCall,
        notFound: (String) -> AWSFault
    ) throws(AWSFault) -> Paging.Page<DescribedResource> {
        var resources = call.resources(type)
        if let name = call.parameters[parameter] {
            // Identifiers are kept in lower case; an ARN is taken as well.
            resources = resources.filter { $0.id == name.lowercased() || AWSNames.arn(of: $0) == name }
            guard !resources.isEmpty else { throw notFound(name) }
        }
        let size = try call.number("MaxRecords", in: 20...100) { value in
            AWSFault(
                "InvalidParameterValue",
                "Invalid value \(value) for MaxRecords. Must be between 20 and 100"
            )
        }
        return try call.page(
            resources,
            token: call.parameters["Marker"],
            size: size ?? 100,
            invalid: AWSFault("InvalidParameterValue", "The parameter Marker is not valid.")
        )
    }

    private static func write(instance xml: inout XMLText, _ instance: DescribedResource) {
        xml.leaf("DBInstanceIdentifier", instance.id)
        xml.leaf("DBInstanceClass", instance.text("class") ?? "db.t4g.medium")
        xml.leaf("Engine", instance.text("engine") ?? "postgres")
        xml.leaf("DBInstanceStatus", instance.state ?? "available")
        if let cluster = instance.text("cluster") { xml.leaf("DBClusterIdentifier", cluster) }
        xml.leaf("AllocatedStorage", "20")
        xml.leaf("InstanceCreateTime", Instant(seconds: instance.created).iso8601(fraction: ".000"))
        xml.leaf("AvailabilityZone", instance.region + "a")
        xml.leaf("MultiAZ", "false")
        xml.leaf("DBInstanceArn", AWSNames.arn(of: instance))
        write(tags: &xml, instance)
    }

    private static func write(cluster xml: inout XMLText, _ cluster: DescribedResource) {
        xml.leaf("DBClusterIdentifier", cluster.id)
        xml.leaf("Engine", cluster.text("engine") ?? "aurora-postgresql")
        xml.leaf("Status", cluster.state ?? "available")
        xml.leaf("ClusterCreateTime", Instant(seconds: cluster.created).iso8601(fraction: ".000"))
        xml.leaf("MultiAZ", "false")
        xml.leaf("DBClusterArn", AWSNames.arn(of: cluster))
        write(tags: &xml, cluster)
    }

    private static func write(tags xml: inout XMLText, _ resource: DescribedResource) {
        xml.list("TagList", of: resource.tags, each: "Tag") { xml, tag in
            xml.leaf("Key", tag.key)
            xml.leaf("Value", tag.value)
        }
    }
}
