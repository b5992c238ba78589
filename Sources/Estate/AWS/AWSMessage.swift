// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// A request as an AWS service reads it: who signed for what, which action, with which parameters.
struct AWSMessage: Sendable {
    let request: EstateRequest
    /// The credential scope of the signature, where there is a well-formed one.
    let scope: CredentialScope?
    let service: AWSService?
    let action: String?
    /// Parameters of the query and, for form bodies, of the body.
    let parameters: [String: String]
    /// Named parts of the path.
    let path: [String]

    init(_ request: EstateRequest) {
        self.request = request
        scope = request.headers["authorization"].flatMap { SignatureHeader(parsing: $0)?.scope }
        var parameters = PercentEncoding.pairs(of: request.query)
        let isForm = request.headers["content-type"]?.hasPrefix("application/x-www-form-urlencoded") ?? false
        if isForm {
            let body = String(decoding: request.body, as: UTF8.self)
            parameters += PercentEncoding.pairs(of: body)
        }
        self.parameters = [String: String](parameters) { first, _ in first }

        let named = self.parameters["Action"]
        let target = request.headers["x-amz-target"].map { String($0.split(separator: ".").last ?? "") }
        let signedFor = scope?.service
        service = AWSService.all.first { service in
            switch service.wire {
            case .ec2, .query:
                guard let named else { return false }
                return signedFor == service.name || signedFor == nil && service.actions[named] != nil
            case .json:
                guard let target else { return false }
                return signedFor == service.name || signedFor == nil && service.actions[target] != nil
            case .restJSON, .restXML:
                return signedFor == service.name || signedFor == nil && service.route?(request) != nil
            }
        }
        switch service?.wire {
        case .ec2, .query: (action, path) = (named, [])
        case .json: (action, path) = (target, [])
        case .restJSON, .restXML:
            let route = service?.route?(request)
            (action, path) = (route?.action, route?.path ?? [])
        case nil: (action, path) = (nil, [])
        }
    }

    func json(for service: AWSService) throws(AWSFault) -> JSONValue {
        guard case .json = service.wire else { return .null }
        if request.body.isEmpty { return [:] }
        do {
            return try JSONValue(parsing: request.body)
        } catch {
            throw AWSFault("SerializationException", "The body is not JSON: \(error)")
        }
    }
}

extension AWSService {
    func unknownAction(_ action: String) -> AWSFault {
        switch wire {
        case .ec2, .query:
            AWSFault("InvalidAction", "The action \(action) is not valid for this web service.")
        case .json: AWSFault("UnknownOperationException", "The estate has no operation '\(action)'.")
        case .restJSON: AWSFault("UnknownOperationException", "There is nothing at this path.", status: 404)
        case .restXML:
            AWSFault("NotImplemented", "A header or query you provided is not implemented.", status: 501)
        }
    }
}
