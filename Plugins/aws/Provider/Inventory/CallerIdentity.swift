// SPDX-License-Identifier: Apache-2.0

/// The account that the credentials belong to.
struct CallerIdentity: Hashable, Sendable {
    let account: String
    let partition: String
    let arn: String

    /// Asks STS; needs no permission.
    ///
    /// - Parameters:
    ///   - client: the way to AWS.
    ///   - region: the region whose STS is asked.
    /// - Returns: the account.
    /// - Throws: ``AWSFault``.
    static func find(_ client: AWSClient, region: String) async throws(AWSFault) -> CallerIdentity {
        let call = ServiceCall(.sts, "GetCallerIdentity", region: region, .form([]))
        let result = try await client.send(call).result()
        let (account, text) = (try result.text("Account"), try result.text("Arn"))
        guard let arn = ARN(text) else { throw .malformed(call, "field Arn is no ARN: \"\(text)\".") }
        return CallerIdentity(account: account, partition: arn.partition, arn: text)
    }
}
