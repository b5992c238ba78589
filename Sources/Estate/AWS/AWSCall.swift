// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// One verified request to one action.
struct AWSCall: Sendable {
    let operation: EstateOperation
    let caller: AWSAccounts.Key?
    /// Form or query parameters, decoded.
    let parameters: [String: String]
    /// The JSON body, where the protocol has one.
    let json: JSONValue
    /// Parts of the path that the action names.
    let path: [String]
    let inventory: AWSInventory
    let accounts: AWSAccounts
    let paging: Paging
    /// Host and port under which the caller reached us; queue URLs begin with it.
    let host: String
    let now: Instant

    /// The account that asks.
    var account: String { caller?.account ?? "" }
    /// The region that is asked.
    var region: String { operation.region }

    /// The resources of a type in the account and region that are asked.
    func resources(_ type: String) -> [DescribedResource] {
        inventory.resources(type, account: account, region: region)
    }

    /// The resource of an ARN, when it lies in the account and region that are asked.
    func resource(arn: String, type: String) -> DescribedResource? {
        guard let resource = inventory.resource(arn: arn), resource.type == type,
            resource.scope == account, resource.region == region
        else { return nil }
        return resource
    }

    /// The texts under `name.1`, `name.2` and so on, as the query protocols write lists.
    func list(_ name: String) -> [String] {
        var values: [String] = []
        while let value = parameters["\(name).\(values.count + 1)"] { values.append(value) }
        return values
    }

    /// A whole number within a range.
    func number(
        _ name: String,
        in range: ClosedRange<Int>,
        orElse fault: (String) -> AWSFault
    ) throws(AWSFault) -> Int? {
        let text = parameters[name] ?? json[name]?.integer.map(String.init)
        guard let text else { return nil }
        guard let value = Int(text), range.contains(value) else { throw fault(text) }
        return value
    }

    /// Cuts a page, or throws the service's own error when the token is not one of this list.
    func page<Item>(
        _ items: [Item],
        of list: String = "",
        token: String?,
        size: Int,
        invalid: AWSFault
    ) throws(AWSFault) -> Paging.Page<Item> {
        let name = "\(operation.service):\(operation.action):\(account):\(region):\(list)"
        guard let page = paging.page(of: items, list: name, token: token, size: size) else { throw invalid }
        return page
    }
}
