// SPDX-License-Identifier: Apache-2.0

import JSONCodec

extension AWSService {
    /// Resource Groups Tagging, API version 2017-01-26.
    static let tagging = AWSService(
        name: "tagging",
        wire: .json(version: "1.1", errorPrefix: ""),
        troubles: Troubles(
            throttled: AWSFault(
                "ThrottledException",
                "The request was denied to limit the frequency of submitted requests."
            ),
            serverError: AWSFault("InternalServiceException", "The request processing failed.", status: 500),
            unavailable: AWSFault("ServiceUnavailableException", "Service unavailable.", status: 503),
            denied: ("AccessDeniedException", 400)
        ),
        permissionPrefix: "tag",
        actions: ["GetResources": Tagging.getResources]
    )
}

enum Tagging {
    /// "Returns all the tagged or previously tagged resources": one that never had a tag is not there.
    @Sendable static func getResources(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let size = try call.number("ResourcesPerPage", in: 1...100) { value in
            AWSFault("InvalidParameterException", "ResourcesPerPage \(value) is not between 1 and 100.")
        }
        let types = call.json["ResourceTypeFilters"]?.strings ?? []
        let conditions = call.json["TagFilters"]?.array ?? []
        let resources = call.inventory.everything(account: call.account, region: call.region)
            .filter { resource in
                resource.wasEverTagged && (types.isEmpty || types.contains { fits($0, resource) })
                    && conditions.allSatisfy { fits($0, resource) }
            }
        let page = try call.page(
            resources,
            of: types.joined(separator: ","),
            token: call.json["PaginationToken"]?.string,
            size: size ?? 50,
            invalid: AWSFault("PaginationTokenExpiredException", "The PaginationToken is not valid.")
        )
        return .json([
            "PaginationToken": .string(page.next ?? ""),
            "ResourceTagMappingList": .array(page.items.map(mapping(of:))),
        ])
    }

    private static func mapping(of resource: DescribedResource) -> JSONValue {
        [
            "ResourceARN": .string(AWSNames.arn(of: resource)),
            "Tags": .array(resource.tags.map { ["Key": .string($0.key), "Value": .string($0.value)] }),
        ]
    }

    /// A service alone means all its types; S3, SNS and SQS have no other name here.
    private static func fits(_ filter: String, _ resource: DescribedResource) -> Bool {
        resource.type == filter || resource.type.hasPrefix(filter + ":")
    }

    private static func fits(_ condition: JSONValue, _ resource: DescribedResource) -> Bool {
        let values = condition["Values"]?.strings ?? []
        return resource.tags.contains { tag in
            tag.key == condition["Key"]?.string && (values.isEmpty || values.contains(tag.value))
        }
    }
}
