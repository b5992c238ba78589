// SPDX-License-Identifier: Apache-2.0

/// Virtual machines, without those that are terminated or about to be.
enum EC2Instances: ResourceCatalog {
    static let kind = ResourceKind(
        type: "ec2:instance",
        title: "EC2 instance",
        generic: "virtual_machine",
        permissions: ["ec2:DescribeInstances"]
    )

    private static let states = ["pending", "running", "stopping", "stopped"]

    static func list(_ cell: CellScan) async throws {
        var fields = [
            (name: "MaxResults", value: cell.limit(500, minimum: 5)),
            (name: "Filter.1.Name", value: "instance-state-name"),
        ]
        for (index, state) in states.enumerated() {
            fields.append((name: "Filter.1.Value.\(index + 1)", value: state))
        }
        try await walk(cell, fields)
    }

    private static func walk(_ cell: CellScan, _ fields: [(name: String, value: String)]) async throws {
        try await EC2.walk(cell, "DescribeInstances", fields, set: "reservationSet") { reservation in
            var records: [ResourceRecord] = []
            for instance in try reservation.list("instancesSet") {
                if let record = try await record(instance, cell) { records.append(record) }
            }
            return records
        }
    }

    private static func record(_ instance: XMLFields, _ cell: CellScan) async throws -> ResourceRecord? {
        let id = try instance.text("instanceId")
        let state = instance.optionalChild("instanceState")?.optionalText("name")
        if let state, !states.contains(state) { return nil }
        let tags = try instance.tags("tagSet")
        var attributes: JSONObject = [:]
        if let type = instance.optionalText("instanceType") { attributes["instance_type"] = .string(type) }
        return try await cell.record(
            cell.arn("ec2", "instance/\(id)"),
            id,
            name: EC2.name(tags),
            created: instance.time("launchTime"),
            state: state,
            tags: tags,
            attributes: attributes
        )
    }

    static func claims(_ arn: ARN) -> Bool { arn.service == "ec2" && arn.resource(after: "instance/") != nil }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        guard let id = arn.resource(after: "instance/") else { return nil }
        let call = cell.call(.ec2, "DescribeInstances", .form([(name: "InstanceId.1", value: id)]))
        for reservation in try await cell.client.send(call).xml().list("reservationSet") {
            for instance in try reservation.list("instancesSet")
            where instance.optionalText("instanceId") == id {
                return try await record(instance, cell)
            }
        }
        return nil
    }
}
