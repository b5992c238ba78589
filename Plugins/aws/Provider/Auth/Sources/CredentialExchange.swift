// SPDX-License-Identifier: Apache-2.0

/// Sends the small requests that fetch credentials, and repeats what is worth repeating.
struct CredentialExchange: Sendable {
    /// How often and how patiently.
    struct Patience: Sendable {
        /// Requests in all.
        var attempts: Int
        /// Limit of each.
        var timeout: Duration
        /// Wait before the second; it doubles each time.
        var pause: Duration
    }

    /// AWS's own services across the network.
    static let service = Patience(attempts: 3, timeout: .seconds(10), pause: .milliseconds(200))

    /// No reply of a credential service comes near this.
    private static let maximumBody = 256 << 10

    /// Where it goes.
    let context: CredentialContext
    /// How often and how patiently.
    let patience: Patience
    /// What is asked, as the start of a sentence.
    let place: String

    /// Sends a request until a reply comes that no repetition would improve.
    ///
    /// - Parameter make: makes the request anew for each attempt, so that its signature is fresh.
    /// - Returns: the last reply, whatever its status.
    /// - Throws: ``CredentialError/Code/sourceFailed`` when no reply came, ``CredentialError/Code/cancelled``.
    func send(_ make: @Sendable () -> HTTPRequest) async throws(CredentialError) -> HTTPResponse {
        var pause = patience.pause
        var attempt = 0
        while true {
            attempt += 1
            let isLast = attempt >= patience.attempts
            do {
                var request = make()
                request.timeout = patience.timeout
                request.maximumBody = Self.maximumBody
                let reply = try await context.transport.send(request)
                if isLast || !Self.isTransient(reply.status) { return reply }
            } catch {
                if error.code == .cancelled { throw Self.cancelled(place) }
                let isFinal = error.code == .notGranted || error.code == .malformed || error.code == .tooLarge
                if isLast || isFinal {
                    throw CredentialError(
                        .sourceFailed,
                        "\(place) gave no reply: \(error.message)",
                        cause: error
                    )
                }
            }
            do { try await context.environment.sleep(pause) } catch { throw Self.cancelled(place) }
            pause = pause * 2
        }
    }

    private static func isTransient(_ status: Int) -> Bool { status == 429 || status >= 500 }

    private static func cancelled(_ place: String) -> CredentialError {
        CredentialError(.cancelled, "\(place) was not waited for: cancelled.")
    }
}
