// SPDX-License-Identifier: Apache-2.0

/// Buckets of object storage: listed once for all regions, tagged each in its own region.
enum S3Buckets: ResourceCatalog {
    static let kind = ResourceKind(
        type: "s3:bucket",
        title: "S3 bucket",
        generic: "object_store",
        isRegional: false,
        permissions: ["s3:ListAllMyBuckets", "s3:GetBucketTagging", "s3:GetBucketLocation"]
    )

    /// One entry of the list.
    private struct Bucket: Sendable {
        let name: String
        let created: Int64?
        var region: String?
    }

    static func list(_ cell: CellScan) async throws {
        try await cell.walk { token in
            // S3's own maximum, whatever page size the operator wants: asking at all is what makes S3 page and
            // tell each bucket's region, and emulators cut the list at this number without a token.
            var query = [(name: "max-buckets", value: "10000")]
            if let token { query.append((name: "continuation-token", value: token)) }
            let call = cell.call(
                .s3,
                "ListBuckets",
                .rest(path: "/", query: query),
                permission: "s3:ListAllMyBuckets"
            )
            let reply = try await cell.client.send(call).xml()
            let buckets = try reply.list("Buckets", of: "Bucket")
                .map { entry in
                    Bucket(
                        name: try entry.text("Name"),
                        created: try entry.time("CreationDate"),
                        region: entry.optionalText("BucketRegion")
                    )
                }
            return (buckets, reply.optionalText("ContinuationToken"))
        } details: { bucket in
            [try await record(bucket, cell)]
        }
    }

    private static func record(_ bucket: Bucket, _ cell: CellScan) async throws -> ResourceRecord {
        let (tags, region) = try await tags(of: bucket, cell)
        let partition = try await cell.caller().partition
        return try await cell.record(
            "arn:\(partition):s3:::\(bucket.name)",
            bucket.name,
            name: bucket.name,
            created: bucket.created,
            tags: tags,
            attributes: region.map { ["bucket_region": .string($0)] } ?? [:]
        )
    }

    /// The tags, asked for in the bucket's own region, and that region when it is known.
    private static func tags(
        of bucket: Bucket,
        _ cell: CellScan
    ) async throws -> ([ResourceRecord.Tag], region: String?) {
        do throws(AWSFault) {
            return (try await tags(of: bucket.name, in: bucket.region ?? cell.region, cell), bucket.region)
        } catch {
            guard error.kind == .redirected else { throw error }
            let region: String
            if let told = error.region {
                region = told
            } else {
                region = try await location(of: bucket.name, cell)
            }
            return (try await tags(of: bucket.name, in: region, cell), region)
        }
    }

    private static func tags(
        of bucket: String,
        in region: String,
        _ cell: CellScan
    ) async throws(AWSFault) -> [ResourceRecord.Tag] {
        let call = ServiceCall(
            .s3,
            "GetBucketTagging",
            region: region,
            .bucket(bucket, query: [(name: "tagging", value: "")])
        )
        do throws(AWSFault) {
            let reply = try await cell.client.send(call).xml()
            return try reply.tags("TagSet", of: "Tag", key: "Key", value: "Value")
        } catch {
            // The only way in which S3 says "no tags".
            guard error.code == "NoSuchTagSet" else { throw error }
            return []
        }
    }

    /// GetBucketLocation works from any region; its oldest answers are an empty text and "EU".
    private static func location(of bucket: String, _ cell: CellScan) async throws(AWSFault) -> String {
        let call = cell.call(
            .s3,
            "GetBucketLocation",
            .bucket(bucket, query: [(name: "location", value: "")])
        )
        let text = try await cell.client.send(call).xml().element.text
        switch text {
        case "": return "us-east-1"
        case "EU": return "eu-west-1"
        default:
            do throws(CredentialError) {
                return try HomeRegion.checked(text, from: "LocationConstraint")
            } catch {
                throw .malformed(call, error.message)
            }
        }
    }

    static func claims(_ arn: ARN) -> Bool {
        arn.service == "s3" && arn.region.isEmpty && !arn.resource.contains("/")
    }

    static func find(_ arn: ARN, _ cell: CellScan) async throws -> ResourceRecord? {
        try await record(Bucket(name: arn.resource, created: nil), cell)
    }
}
