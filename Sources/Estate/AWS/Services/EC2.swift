// SPDX-License-Identifier: Apache-2.0

extension AWSService {
    /// Amazon EC2, API version 2016-11-15.
    static let ec2 = AWSService(
        name: "ec2",
        wire: .ec2(namespace: "http://ec2.amazonaws.com/doc/2016-11-15/"),
        troubles: Troubles(
            throttled: AWSFault("RequestLimitExceeded", "Request limit exceeded.", status: 503),
            serverError: AWSFault("InternalError", "An internal error has occurred", status: 500),
            unavailable: AWSFault(
                "Unavailable",
                "The service is unavailable. Please try again shortly.",
                status: 503
            ),
            denied: ("UnauthorizedOperation", 403)
        ),
        actions: [
            "DescribeRegions": EC2.describeRegions,
            "DescribeInstances": EC2.describeInstances,
            "DescribeVolumes": EC2.describeVolumes,
            "DescribeSnapshots": EC2.describeSnapshots,
        ]
    )
}

enum EC2 {
    // MARK: Regions

    @Sendable static func describeRegions(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let wanted = call.list("RegionName")
        let regions = call.inventory.regions(of: call.account)
        for name in wanted where !regions.contains(where: { $0.name == name }) {
            throw AWSFault("InvalidParameterValue", "Invalid region name(s) '\(name)'")
        }
        let isAll = call.parameters["AllRegions"] == "true" || !wanted.isEmpty
        let filter = try ResourceFilter(call)
        let listed = regions.filter { region in
            (isAll || region.isEnabled) && (wanted.isEmpty || wanted.contains(region.name))
                && filter.accepts { name in
                    switch name {
                    case "opt-in-status": [optInStatus(of: region)]
                    case "region-name": [region.name]
                    case "endpoint": ["ec2.\(region.name).amazonaws.com"]
                    default: nil
                    }
                }
        }
        return .xml { xml in
            xml.list("regionInfo", of: listed, each: "item") { xml, region in
                xml.leaf("regionName", region.name)
                xml.leaf("regionEndpoint", "ec2.\(region.name).amazonaws.com")
                xml.leaf("optInStatus", optInStatus(of: region))
            }
        }
    }

    private static let oldRegions: Set<String> = [
        "us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-west-1", "eu-west-2", "eu-west-3",
        "eu-central-1",
        "eu-north-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2",
        "ap-northeast-3",
        "ap-south-1", "ca-central-1", "sa-east-1",
    ]

    private static func optInStatus(of region: DescribedEstate.Region) -> String {
        guard region.isEnabled else { return "not-opted-in" }
        return oldRegions.contains(region.name) ? "opt-in-not-required" : "opted-in"
    }

    // MARK: Instances, volumes, snapshots

    @Sendable static func describeInstances(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let all = call.resources("ec2:instance")
        let page = try page(
            of: all,
            call,
            ids: IDs(parameter: "InstanceId", prefix: "i-", error: "InvalidInstanceID")
        )
        return .xml { xml in
            xml.list("reservationSet", of: reservations(page.items), each: "item") { xml, instances in
                xml.leaf(
                    "reservationId",
                    instances[0].text("reservation") ?? "r-" + instances[0].id.dropFirst(2)
                )
                xml.leaf("ownerId", call.account)
                xml.element("groupSet") { _ in }
                xml.list("instancesSet", of: instances, each: "item", write(instance:_:))
            }
            if let next = page.next { xml.leaf("nextToken", next) }
        }
    }

    @Sendable static func describeVolumes(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let all = call.resources("ec2:volume")
        let page = try page(
            of: all,
            call,
            ids: IDs(parameter: "VolumeId", prefix: "vol-", error: "InvalidVolume")
        )
        return .xml { xml in
            xml.list("volumeSet", of: page.items, each: "item", write(volume:_:))
            if let next = page.next { xml.leaf("nextToken", next) }
        }
    }

    @Sendable static func describeSnapshots(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let owners = call.list("Owner").map { $0 == "self" ? call.account : $0 }
        // Without an owner the list holds everything that the account may restore, other people's too.
        let all = call.resources("ec2:snapshot").filter { owners.isEmpty || owners.contains(owner(of: $0)) }
        let page = try page(
            of: all,
            call,
            ids: IDs(parameter: "SnapshotId", prefix: "snap-", error: "InvalidSnapshot")
        )
        return .xml { xml in
            xml.list("snapshotSet", of: page.items, each: "item", write(snapshot:_:))
            if let next = page.next { xml.leaf("nextToken", next) }
        }
    }

    static func owner(of snapshot: DescribedResource) -> String { snapshot.text("owner") ?? snapshot.scope }

    /// Which parameter names resources one by one.
    private struct IDs {
        let parameter: String
        let prefix: String
        let error: String
    }

    private static func page(
        of all: [DescribedResource],
        _ call: AWSCall,
        ids: IDs
    ) throws(AWSFault) -> Paging.Page<DescribedResource> {
        let wanted = call.list(ids.parameter)
        let size = try call.number("MaxResults", in: 5...1_000_000) { value in
            AWSFault(
                "InvalidParameterValue",
                "Value ( \(value) ) for parameter maxResults is invalid. Expecting a value greater than or equal to 5."
            )
        }
        if !wanted.isEmpty, size != nil {
            throw AWSFault(
                "InvalidParameterCombination",
                "The parameter \(ids.parameter)s cannot be used with the parameter maxResults"
            )
        }
        for id in wanted where !id.hasPrefix(ids.prefix) {
            throw AWSFault("\(ids.error).Malformed", "Invalid id: \"\(id)\" (expecting \"\(ids.prefix)...\")")
        }
        let chosen = try ResourceFilter(call).accepted(of: try named(wanted, in: all, ids))
        return try call.page(
            chosen,
            token: call.parameters["NextToken"],
            // No page has more than 1,000; a caller that names no size gets such pages too.
            size: min(size ?? max(chosen.count, 1), 1_000),
            invalid: AWSFault("InvalidParameterValue", "The token is invalid.")
        )
    }

    /// The resources of those ids, or all where none is named.
    private static func named(
        _ wanted: [String],
        in all: [DescribedResource],
        _ ids: IDs
    ) throws(AWSFault) -> [DescribedResource] {
        guard !wanted.isEmpty else { return all }
        let found = all.filter { wanted.contains($0.id) }
        let unknown = wanted.filter { id in !found.contains { $0.id == id } }
        guard unknown.isEmpty else {
            let list = unknown.joined(separator: ", ")
            throw AWSFault("\(ids.error).NotFound", "The ID '\(list)' does not exist")
        }
        return found
    }

    /// Neighbours that were launched together.
    private static func reservations(_ instances: ArraySlice<DescribedResource>) -> [[DescribedResource]] {
        var reservations: [[DescribedResource]] = []
        for instance in instances {
            if let last = reservations.last?.last, let reservation = instance.text("reservation"),
                last.text("reservation") == reservation
            {
                reservations[reservations.count - 1].append(instance)
            } else {
                reservations.append([instance])
            }
        }
        return reservations
    }
}
