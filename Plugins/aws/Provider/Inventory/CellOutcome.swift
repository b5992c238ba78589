// SPDX-License-Identifier: Apache-2.0

/// A coverage cell of AWS without its account, which is the same for all.
struct Cell: Hashable, Sendable {
    let region: String
    let type: String
}

/// How a cell ended, in the words of the contract's extensions/provider.h.
struct CellOutcome: Hashable, Sendable {
    var status: String
    var resources = 0
    var permission: String?
    var code: String?
    var detail: String?

    static func answered(_ resources: Int) -> CellOutcome {
        CellOutcome(status: "answered", resources: resources)
    }

    static func notCovered(_ resources: Int, _ detail: String) -> CellOutcome {
        CellOutcome(status: "not_covered", resources: resources, detail: detail)
    }

    /// What a fault means for a cell.
    init(_ fault: AWSFault, resources: Int, kind: ResourceKind) {
        self.init(status: "failed", resources: resources, code: fault.code, detail: fault.message)
        switch fault.kind {
        case .throttled:
            status = "throttled"
        case .refused:
            status = "refused"
            permission = fault.permission ?? kind.permissions.first
        case .credentials, .regionDisabled:
            // The same credentials work elsewhere: AWS does not take them in this region.
            status = "refused"
            detail = "\(fault.message) The region may not be enabled, or the credentials are not valid in it."
        case .cancelled:
            self = .notCovered(resources, "The scan ended before this was listed.")
        default:
            break
        }
    }

    init(
        status: String,
        resources: Int = 0,
        permission: String? = nil,
        code: String? = nil,
        detail: String? = nil
    ) {
        self.status = status
        self.resources = resources
        self.permission = permission
        self.code = code
        self.detail = detail
    }

    /// The object that goes to the host.
    func json(_ cell: Cell, account: String) -> JSONObject {
        var object: JSONObject = [
            "scope": .string(account), "region": .string(cell.region), "resource_type": .string(cell.type),
            "status": .string(status), "resources": JSONValue(resources),
        ]
        if let permission { object["permission"] = .string(permission) }
        if let code { object["code"] = .string(code) }
        if let detail { object["detail"] = .string(detail) }
        return object
    }
}
