// SPDX-License-Identifier: Apache-2.0

/// An Amazon Resource Name: arn:partition:service:region:account:resource.
struct ARN: Hashable, Sendable, CustomStringConvertible {
    let partition: String
    let service: String
    /// Empty for resources without a region.
    let region: String
    /// Empty for resources without an account.
    let account: String
    /// Everything after the fifth colon.
    let resource: String

    init(partition: String, service: String, region: String, account: String, resource: String) {
        self.partition = partition
        self.service = service
        self.region = region
        self.account = account
        self.resource = resource
    }

    /// Takes an ARN apart; `nil` for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
            .map(String.init)
        guard parts.count == 6, parts[0] == "arn", parts[1].hasPrefix("aws"), !parts[2].isEmpty,
            !parts[5].isEmpty, text.utf8.count <= 2048, Self.isPlain(parts[1]), Self.isPlain(parts[2]),
            Self.isPlain(parts[3]), parts[4].utf8.allSatisfy({ (48...57).contains($0) }) || parts[4] == "aws",
            text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
        else { return nil }
        self.init(
            partition: parts[1],
            service: parts[2],
            region: parts[3],
            account: parts[4],
            resource: parts[5]
        )
    }

    /// Small letters, digits and "-": what may become a part of a host name.
    private static func isPlain(_ part: String) -> Bool {
        part.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") }
    }

    var description: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }

    /// What follows a prefix of the resource part, for example "instance/"; `nil` when it begins otherwise.
    func resource(after prefix: String) -> String? {
        guard resource.hasPrefix(prefix), resource.utf8.count > prefix.utf8.count else { return nil }
        return String(resource.dropFirst(prefix.count))
    }
}
