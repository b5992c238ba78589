// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Sends calls to AWS: endpoint, signature, retries, reading of the reply.
///
/// One client serves one call of the host; the lanes and the credentials outlive it.
final class AWSClient: Sendable {
    /// Requests sent so far.
    var requests: Int { counts.withLock { $0.requests } }
    /// How many of them repeated an earlier one.
    var retries: Int { counts.withLock { $0.retries } }

    private struct Counts {
        var requests = 0
        var retries = 0
    }

    private let counts = Mutex(Counts())
    private let transport: any HTTPTransport
    private let environment: any PluginEnvironment
    private let credentials: CredentialProvider
    private let endpoints: EndpointResolver
    private let lanes: ServiceLanes
    private let policy: RetryPolicy
    /// On the environment's monotonic clock, in nanoseconds.
    private let deadline: Int64?

    /// - Parameters:
    ///   - context: what outlives the client.
    ///   - endpoints: where services are.
    ///   - deadline: monotonic nanoseconds after which nothing is retried.
    init(_ context: AWSContext, endpoints: EndpointResolver, deadline: Int64?) {
        transport = context.transport
        environment = context.environment
        credentials = context.credentials
        lanes = context.lanes
        policy = context.retryPolicy
        self.endpoints = endpoints
        self.deadline = deadline
    }

    /// Sends a call and reads its reply.
    ///
    /// - Parameter call: the call.
    /// - Returns: the reply of a success.
    /// - Throws: ``AWSFault``; retries are over when it comes.
    func send(_ call: ServiceCall) async throws(AWSFault) -> ServiceReply {
        let lane = lanes.lane(of: call.service, in: call.region)
        var life = RequestLife(retry: RetryState(policy: policy))
        while true {
            let attempt = try await attempt(call, lane, &life)
            switch attempt {
            case .success(let reply):
                lane.succeeded(&life.retry)
                return reply
            case .failure(let fault):
                let wait = try await decide(fault, call, lane, &life)
                counts.withLock { $0.retries += 1 }
                try await pause(wait, because: fault)
            }
        }
    }

    /// What is remembered between two sendings of one request.
    private struct RequestLife {
        var retry: RetryState
        var sent: Int64 = 0
        var used: AWSCredentials?
        var reply: HTTPResponse?
        var hasRenewed = false
        var hasCorrectedClock = false
        var lastFault: AWSFault?
        var unusableReplies = 0
    }

    /// Replies of one request that could not be read, after which it is not sent again.
    private static let mostUnusableReplies = 4

    private func attempt(
        _ call: ServiceCall,
        _ lane: ServiceLane,
        _ life: inout RequestLife
    ) async throws(AWSFault) -> Result<ServiceReply, AWSFault> {
        do {
            try await lane.limiter.enter()
        } catch {
            throw AWSFault(.cancelled, "\(call.title) was cancelled.")
        }
        defer { lane.limiter.leave() }
        // Only now: the gate may have closed while this request waited for its place.
        var ticket = lane.enter(now: environment.monotonic)
        while let wait = lane.wait(&ticket, now: environment.monotonic) {
            try await pause(wait, because: life.lastFault)
        }
        let request = try await signed(call, &life)
        life.sent = environment.monotonic
        life.reply = nil
        counts.withLock { $0.requests += 1 }
        do throws(HTTPError) {
            let response = try await transport.send(request)
            life.reply = response
            return Self.read(call, response, hiding: life.used?.secrets ?? [])
        } catch {
            return .failure(Self.fault(error, call))
        }
    }

    private static func read(
        _ call: ServiceCall,
        _ response: HTTPResponse,
        hiding secrets: [String]
    ) -> Result<ServiceReply, AWSFault> {
        do throws(AWSFault) { return .success(try ServiceReply(call, response, hiding: secrets)) } catch {
            return .failure(error)
        }
    }

    private func signed(_ call: ServiceCall, _ life: inout RequestLife) async throws(AWSFault) -> HTTPRequest
    {
        do throws(CredentialError) {
            let url = try endpoints.url(of: call)
            let request = RequestBuilder.request(call, url: url, remaining: remaining)
            let keys = try await credentials.credentials()
            life.used = keys
            return SigV4Signer.sign(
                request,
                credentials: keys,
                region: call.region,
                service: call.service.signingName,
                time: credentials.clockSkew.corrected(environment.now)
            )
        } catch {
            if error.code == .cancelled { throw AWSFault(.cancelled, error.message) }
            throw AWSFault(.credentials, code: error.code.description, error.message)
        }
    }

    /// The wait before the next sending; throws the fault when there is none.
    private func decide(
        _ fault: AWSFault,
        _ call: ServiceCall,
        _ lane: ServiceLane,
        _ life: inout RequestLife
    ) async throws(AWSFault) -> Duration {
        life.lastFault = fault
        if fault.kind == .credentials, try await renews(fault, &life) { return .zero }
        // A reply cut off on its way may come whole the next time; one that is wrong stays wrong.
        if fault.kind == .malformed { life.unusableReplies += 1 }
        let isHopeless = life.unusableReplies >= Self.mostUnusableReplies
        guard !isHopeless, let failure = fault.retryable else { throw fault }
        let now = environment.monotonic
        let action = lane.failed(failure, &life.retry, sent: life.sent, now: now, remaining: remaining)
        guard case .wait(let wait) = action else { throw fault }
        return wait
    }

    private var remaining: Duration? {
        deadline.map { Duration.nanoseconds(max(0, $0 - environment.monotonic)) }
    }

    /// Whether a refused signature is worth a second one: with the right time, or with new credentials.
    private func renews(_ fault: AWSFault, _ life: inout RequestLife) async throws(AWSFault) -> Bool {
        let code = fault.code ?? ""
        if !life.hasCorrectedClock, let reply = life.reply {
            life.hasCorrectedClock = true
            if credentials.clockSkew.learn(code: code, from: reply, now: environment.now) { return true }
        }
        let expired = ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]
        guard !life.hasRenewed, expired.contains(code), let used = life.used else { return false }
        life.hasRenewed = true
        await credentials.discard(used)
        return true
    }

    private func pause(_ wait: Duration, because fault: AWSFault?) async throws(AWSFault) {
        guard wait > .zero else { return }
        do {
            try await environment.sleep(wait)
        } catch {
            // Whoever is stopped while AWS throttles was throttled, not merely stopped.
            if let fault, fault.kind == .throttled { throw fault }
            throw AWSFault(.cancelled, "The request was cancelled.")
        }
    }

    private static func fault(_ error: HTTPError, _ call: ServiceCall) -> AWSFault {
        let message = "\(call.title) got no reply: \(error.message)"
        switch error.code {
        case .cancelled: return AWSFault(.cancelled, message)
        case .timeout: return AWSFault(.timeout, message)
        case .tooLarge, .malformed, .notGranted:
            return AWSFault(.other, code: error.code.description, message)
        default: return AWSFault(.network, code: error.code.description, message)
        }
    }
}
