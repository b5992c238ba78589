// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// The AWS APIs over the described estate.
///
/// All services share one endpoint; the credential scope of the signature (Signature Version 4) tells the service
/// and the region that the caller meant.
package struct AWSCloud: EmulatedCloud {
    package let name = "aws"
    private let inventory: AWSInventory
    private let accounts: AWSAccounts
    private let paging: Paging
    private let now: @Sendable () -> Double

    /// Puts the cloud together.
    ///
    /// - Parameters:
    ///   - estate: what exists.
    ///   - paging: how lists are cut.
    ///   - now: seconds since 1970, against which signatures expire.
    package init(estate: DescribedEstate, paging: Paging = Paging(), now: @escaping @Sendable () -> Double) {
        inventory = AWSInventory(estate)
        accounts = AWSAccounts(ids: estate.scopes.filter { $0.cloud == "aws" }.map(\.id))
        self.paging = paging
        self.now = now
    }

    package func claims(_ request: EstateRequest) -> Bool {
        // The other clouds sign nothing: their callers bear tokens.
        !(request.headers["authorization"]?.hasPrefix("Bearer ") ?? false)
    }

    package func operation(of request: EstateRequest, requestID: String) -> EstateOperation {
        let message = AWSMessage(request)
        return EstateOperation(
            service: message.service?.name ?? message.scope?.service ?? "",
            action: message.action ?? "",
            region: message.scope?.region ?? "us-east-1",
            requestID: requestID
        )
    }

    package func answer(_ request: EstateRequest, _ operation: EstateOperation) -> EstateReply {
        let message = AWSMessage(request)
        guard let service = message.service else {
            return AWSWire.restXML.reply(
                AWSFault("NotImplemented", "The estate has no service '\(operation.service)'.", status: 501),
                to: operation
            )
        }
        do {
            return service.wire.reply(try perform(message, service, operation), to: operation)
        } catch {
            return service.wire.reply(error, to: operation)
        }
    }

    private func perform(
        _ message: AWSMessage,
        _ service: AWSService,
        _ operation: EstateOperation
    ) throws(AWSFault) -> AWSContent {
        let instant = Instant(seconds: Int64(now()))
        var caller: AWSAccounts.Key?
        if !service.unsigned.contains(operation.action) {
            caller = try SignatureVerifier(accounts: accounts, now: instant).caller(of: message, service)
            try checkRegion(operation, service, caller)
        }
        guard let action = service.actions[operation.action] else {
            throw service.unknownAction(operation.action)
        }
        return try action(
            AWSCall(
                operation: operation,
                caller: caller,
                parameters: message.parameters,
                json: try message.json(for: service),
                path: message.path,
                inventory: inventory,
                accounts: accounts,
                paging: paging,
                host: message.request.headers["host"] ?? "127.0.0.1",
                now: instant
            )
        )
    }

    /// A region that the account has not enabled does not know the account's keys.
    private func checkRegion(
        _ operation: EstateOperation,
        _ service: AWSService,
        _ caller: AWSAccounts.Key?
    ) throws(AWSFault) {
        let regions = inventory.regions(of: caller?.account ?? "")
        // STS, S3's list and region discovery answer in us-east-1 even where an estate has nothing there.
        if operation.region == "us-east-1" { return }
        guard regions.contains(where: { $0.name == operation.region && $0.isEnabled }) else {
            throw SignatureVerifier.Problem.unknownKey.fault(for: service)
        }
    }

    package func reply(
        to request: EstateRequest,
        _ operation: EstateOperation,
        in fault: EstateFault
    ) -> EstateReply {
        guard let service = AWSMessage(request).service else { return answer(request, operation) }
        switch fault {
        case .serverError: return service.wire.reply(service.troubles.serverError, to: operation)
        case .unavailable: return service.wire.reply(service.troubles.unavailable, to: operation)
        case .throttled: return service.wire.reply(service.troubles.throttled, to: operation)
        case .denied: return service.wire.reply(denial(service, operation), to: operation)
        case .down: return .hangUp
        case .errorInside:
            var reply = service.wire.reply(service.troubles.serverError, to: operation)
            reply.status = 200
            return reply
        case .closed: return answer(request, operation).cutShort(declaresAll: true)
        case .truncated: return answer(request, operation).cutShort(declaresAll: false)
        case .huge: return answer(request, operation).flooded(to: 100_000_000)
        }
    }

    private func denial(_ service: AWSService, _ operation: EstateOperation) -> AWSFault {
        let permission = service.permission(for: operation.action)
        let who = accounts.first?.arn ?? "anonymous"
        let reason =
            "User: \(who) is not authorized to perform: \(permission) because no identity-based policy "
            + "allows the \(permission) action"
        let message =
            service.name == "ec2" ? "You are not authorized to perform this operation. \(reason)" : reason
        let (code, status) = service.troubles.denied
        return AWSFault(
            code,
            message,
            status: status,
            queryCode: service.name == "sqs" ? "AccessDenied" : nil
        )
    }

    package func identifier(of resource: DescribedResource) -> String { AWSNames.arn(of: resource) }

    package func counts(_ resource: DescribedResource) -> Bool {
        switch resource.type {
        case "ec2:instance": !["terminated", "shutting-down"].contains(resource.state)
        case "ec2:snapshot": (resource.text("owner") ?? resource.scope) == resource.scope
        case "ecs:service", "ecs:cluster": resource.state != "INACTIVE"
        default: true
        }
    }

    package func environment(port: UInt16) -> [(name: String, value: String)] {
        let key = accounts.first
        return [
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:\(port)"),
            ("AWS_ACCESS_KEY_ID", key?.id ?? ""),
            ("AWS_SECRET_ACCESS_KEY", key?.secret ?? ""),
            ("AWS_REGION", "us-east-1"),
            ("AWS_DEFAULT_REGION", "us-east-1"),
            ("AWS_CONFIG_FILE", "/dev/null"),
            ("AWS_SHARED_CREDENTIALS_FILE", "/dev/null"),
            ("AWS_EC2_METADATA_DISABLED", "true"),
        ]
    }
}

extension EstateReply {
    /// Loses the second half of the body, with or without saying how long it would be.
    func cutShort(declaresAll: Bool) -> EstateReply {
        guard case .bytes(let bytes) = body else { return self }
        let half = Array(bytes.prefix(bytes.count / 2))
        var reply = self
        reply.body = declaresAll ? .cut(half, declared: max(bytes.count, 1)) : .bytes(half)
        return reply
    }

    /// Goes on with white space after its first half.
    func flooded(to size: Int) -> EstateReply {
        guard case .bytes(let bytes) = body else { return self }
        var reply = self
        reply.body = .flood(head: Array(bytes.prefix(bytes.count / 2)), declared: size)
        return reply
    }
}
