// SPDX-License-Identifier: Apache-2.0

/// What became of one id, in the words of the contract's extensions/provider.h.
struct LookupOutcome: Sendable {
    var status: String
    var resourceType: String?
    var permission: String?
    var detail: String?
    var record: ResourceRecord?

    init(_ status: String, type: String? = nil, detail: String? = nil) {
        self.status = status
        resourceType = type
        self.detail = detail
    }

    init(_ record: ResourceRecord) {
        self.init("found", type: record.type)
        self.record = record
    }

    /// What a fault means for the id.
    init(_ fault: AWSFault, kind: ResourceKind) {
        self.init("failed", type: kind.type, detail: fault.message)
        switch fault.kind {
        case .notFound: (status, detail) = ("not_found", nil)
        case .throttled: status = "throttled"
        case .credentials, .regionDisabled: status = "refused"
        case .refused:
            status = "refused"
            permission = fault.permission ?? kind.permissions.first
        default: break
        }
    }

    /// The object that goes to the host.
    func json(id: String) -> JSONValue {
        var object: JSONObject = ["id": .string(id), "status": .string(status)]
        if let resourceType { object["resource_type"] = .string(resourceType) }
        if let permission { object["permission"] = .string(permission) }
        if let detail { object["detail"] = .string(detail) }
        return .object(object)
    }
}
