// SPDX-License-Identifier: Apache-2.0

/// Trouble that the server makes instead of answering.
package enum EstateFault: String, Hashable, Sendable, CaseIterable {
    /// An internal error of the service: 500.
    case serverError = "server_error"
    /// The service is overloaded: 503.
    case unavailable
    /// Too many requests, in the service's own words.
    case throttled
    /// The connection closes within the body.
    case closed
    /// The body ends early, yet its length is the declared one.
    case truncated
    /// Status 200 around an error.
    case errorInside = "error_inside"
    /// The caller lacks the permission.
    case denied
    /// The region does not answer: the connection closes before the status line.
    case down
    /// A reply of 100 MB.
    case huge

    /// What `--fault-every` rotates through.
    package static let rotation: [EstateFault] = [
        .serverError, .unavailable, .throttled, .closed, .truncated, .errorInside,
    ]
}
