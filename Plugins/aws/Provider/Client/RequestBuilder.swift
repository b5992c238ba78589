// SPDX-License-Identifier: Apache-2.0

/// Writes a call as an unsigned HTTP request, as the service's protocol says.
enum RequestBuilder {
    /// Most bytes of one reply: a page of the largest lists has a few megabytes.
    private static let maximumBody = 32 << 20

    /// Longest time that one request may take.
    private static let maximumTime = Duration.seconds(60)

    /// Writes the request.
    ///
    /// - Parameters:
    ///   - call: the call.
    ///   - url: where it goes.
    ///   - remaining: time until the deadline.
    /// - Returns: the request.
    static func request(_ call: ServiceCall, url: String, remaining: Duration?) -> HTTPRequest {
        var request = HTTPRequest(url: url, timeout: time(remaining), maximumBody: maximumBody)
        request.headers = [("User-Agent", "tagwarden-aws/0.1.0")]
        switch (call.service.wire, call.input) {
        case (.ec2(let version), .form(let fields)), (.query(let version), .form(let fields)):
            request.method = "POST"
            request.headers.append(("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"))
            let pairs = [(name: "Action", value: call.action), (name: "Version", value: version)] + fields
            request.body = Array(PercentEncoding.form(pairs).utf8)
        case (.json(let version, let target), .json(let document)):
            request.method = "POST"
            request.headers.append(("Content-Type", "application/x-amz-json-\(version)"))
            request.headers.append(("X-Amz-Target", "\(target).\(call.action)"))
            request.body = JSONValue.object(document).bytes()
        default:
            break
        }
        return request
    }

    private static func time(_ remaining: Duration?) -> Duration {
        max(.milliseconds(1), min(maximumTime, remaining ?? maximumTime))
    }
}
