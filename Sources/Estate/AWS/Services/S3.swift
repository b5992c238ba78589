// SPDX-License-Identifier: Apache-2.0

extension AWSService {
    /// Amazon S3 with path-style addresses.
    static let s3 = AWSService(
        name: "s3",
        wire: .restXML,
        troubles: Troubles(
            throttled: AWSFault("SlowDown", "Please reduce your request rate.", status: 503),
            serverError: AWSFault(
                "InternalError",
                "We encountered an internal error. Please try again.",
                status: 500
            ),
            unavailable: AWSFault("ServiceUnavailable", "Service is unable to handle request.", status: 503),
            denied: ("AccessDenied", 403)
        ),
        permissions: ["ListBuckets": "ListAllMyBuckets", "HeadBucket": "ListBucket"],
        route: S3.route,
        actions: [
            "ListBuckets": S3.listBuckets,
            "GetBucketTagging": S3.getBucketTagging,
            "GetBucketLocation": S3.getBucketLocation,
            "HeadBucket": S3.headBucket,
        ]
    )
}

enum S3 {
    private static let namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

    @Sendable static func route(_ request: EstateRequest) -> (action: String, path: [String])? {
        let parts = request.path.split(separator: "/").map { PercentEncoding.decoded($0) }
        let names = PercentEncoding.pairs(of: request.query).map(\.0)
        switch (request.method, parts.count) {
        case ("GET", 0): return ("ListBuckets", [])
        case ("GET", 1) where names.contains("tagging"): return ("GetBucketTagging", parts)
        case ("GET", 1) where names.contains("location"): return ("GetBucketLocation", parts)
        case ("HEAD", 1): return ("HeadBucket", parts)
        case ("GET", 1): return ("ListObjectsV2", parts)
        default: return nil
        }
    }

    @Sendable static func listBuckets(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let size = try call.number("max-buckets", in: 1...10_000) { _ in
            AWSFault("InvalidArgument", "Argument maxBuckets must be an integer between 1 and 10000")
        }
        let prefix = call.parameters["prefix"] ?? ""
        let region = call.parameters["bucket-region"]
        let buckets = call.inventory.buckets(of: call.account)
            .filter {
                $0.id.hasPrefix(prefix) && (region == nil || $0.region == region)
            }
        // Only a caller that names one of the newer parameters is told regions and given pages.
        let isPaged = ["max-buckets", "prefix", "bucket-region", "continuation-token"]
            .contains {
                call.parameters[$0] != nil
            }
        let page =
            isPaged
            ? try call.page(
                buckets,
                of: "\(prefix):\(region ?? "")",
                token: call.parameters["continuation-token"],
                size: size ?? 10_000,
                invalid: AWSFault("InvalidArgument", "The continuation token provided is incorrect")
            )
            : Paging.Page(items: buckets.prefix(10_000), next: nil)
        return .xml { xml in
            xml.element("ListAllMyBucketsResult", namespace: namespace) { xml in
                xml.element("Owner") { $0.leaf("ID", "estate-owner-of-\(call.account)") }
                xml.list("Buckets", of: page.items, each: "Bucket") { xml, bucket in
                    xml.leaf("Name", bucket.id)
                    xml.leaf("CreationDate", Instant(seconds: bucket.created).iso8601(fraction: ".000"))
                    if isPaged { xml.leaf("BucketRegion", bucket.region) }
                }
                if let next = page.next { xml.leaf("ContinuationToken", next) }
                if !prefix.isEmpty { xml.leaf("Prefix", prefix) }
            }
        }
    }

    @Sendable static func getBucketTagging(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let bucket = try bucket(call)
        guard !bucket.tags.isEmpty else {
            var fault = AWSFault("NoSuchTagSet", "The TagSet does not exist", status: 404)
            fault.details = [("BucketName", bucket.id)]
            throw fault
        }
        return .xml { xml in
            xml.element("Tagging", namespace: namespace) { xml in
                xml.list("TagSet", of: bucket.tags, each: "Tag") { xml, tag in
                    xml.leaf("Key", tag.key)
                    xml.leaf("Value", tag.value)
                }
            }
        }
    }

    @Sendable static func getBucketLocation(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let bucket = try bucket(call, anywhere: true)
        // The oldest region has no location constraint.
        return .xml { xml in
            xml.element("LocationConstraint", namespace: namespace) { xml in
                if bucket.region != "us-east-1" { xml.text(bucket.region) }
            }
        }
    }

    @Sendable static func headBucket(_ call: AWSCall) throws(AWSFault) -> AWSContent {
        let bucket = try bucket(call)
        return AWSContent(body: .none, headers: [("x-amz-bucket-region", bucket.region)])
    }

    /// The bucket of the path, asked in its own region.
    private static func bucket(_ call: AWSCall, anywhere: Bool = false) throws(AWSFault) -> DescribedResource
    {
        let name = call.path.first ?? ""
        guard let bucket = call.inventory.bucket(name) else {
            var fault = AWSFault("NoSuchBucket", "The specified bucket does not exist", status: 404)
            fault.details = [("BucketName", name)]
            throw fault
        }
        guard bucket.scope == call.account else {
            throw AWSFault("AccessDenied", "Access Denied", status: 403)
        }
        guard anywhere || bucket.region == call.region else {
            var fault = AWSFault(
                "PermanentRedirect",
                "The bucket you are attempting to access must be addressed using the specified endpoint. Please "
                    + "send all future requests to this endpoint.",
                status: 301
            )
            fault.details = [("Endpoint", "\(name).s3.\(bucket.region).amazonaws.com"), ("Bucket", name)]
            fault.headers = ["x-amz-bucket-region": bucket.region]
            throw fault
        }
        return bucket
    }
}
