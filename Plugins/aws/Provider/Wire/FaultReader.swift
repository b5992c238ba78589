// SPDX-License-Identifier: Apache-2.0

/// Finds the error in a reply, whatever the service's protocol and the HTTP status.
struct FaultReader {
    let call: ServiceCall
    let reply: HTTPResponse
    /// What AWS's words may quote and nobody may see: the keys that signed the request.
    let secrets: [String]

    /// The fault of an XML reply: of any reply that is no success, and of a success whose body is an error.
    ///
    /// - Parameter root: the document, or `nil` when the body is no XML.
    /// - Returns: the fault, or `nil` for a success.
    func fault(in root: XMLElement?) -> AWSFault? {
        // EC2: Response/Errors/Error; query: ErrorResponse/Error; S3: Error.
        let error: XMLElement?
        switch root?.name {
        case "Response": error = root?["Errors"]?["Error"]
        case "ErrorResponse": error = root?["Error"]
        case "Error": error = root
        default: error = nil
        }
        guard let error else { return isSuccess ? nil : fault(code: nil, message: nil) }
        var fault = fault(code: error["Code"]?.text, message: error["Message"]?.text)
        if let region = error["Region"]?.text, !region.isEmpty { fault.region = region }
        return fault
    }

    /// The fault of a JSON reply.
    ///
    /// - Parameter body: the document, or `nil` when the body is no JSON.
    /// - Returns: the fault, or `nil` for a success.
    func fault(in body: JSONValue?) -> AWSFault? {
        let type = reply.header("x-amzn-ErrorType") ?? body?["__type"]?.string
        guard !isSuccess || type != nil else { return nil }
        let message = body?["message"]?.string ?? body?["Message"]?.string ?? body?["errorMessage"]?.string
        return fault(code: (type ?? body?["code"]?.string).map(Self.bareCode), message: message)
    }

    private var isSuccess: Bool { (200..<300).contains(reply.status) }

    /// "com.amazonaws.dynamodb#ThrottlingException:http://…" is "ThrottlingException".
    static func bareCode(_ type: String) -> String {
        let name = type.split(separator: "#").last ?? ""
        return String(name.split(separator: ":").first ?? "")
    }

    private func fault(code given: String?, message words: String?) -> AWSFault {
        let given = given.map { SecretScrubber.hide(secrets, in: $0) }
        // SignatureDoesNotMatch quotes the canonical request with its session token. Hidden before it is cut.
        let message = words.map { SecretScrubber.hide(secrets, in: $0) }
        // The JSON protocols of SQS tell the old query code beside the type.
        let older = reply.header("x-amzn-query-error")?.split(separator: ";").first.map(String.init)
        let code = [given, older].compactMap { $0 }.first { !$0.isEmpty }
        let kinds = [given, older].compactMap { $0 }.map { FaultCodes.kind(code: $0, status: reply.status) }
        let kind = kinds.first { $0 != .other } ?? FaultCodes.kind(code: "", status: reply.status)
        let title = code.map { "\($0) (HTTP \(reply.status))" } ?? "HTTP \(reply.status)"
        let shown = Self.shortened(message ?? "")
        var fault = AWSFault(
            kind,
            code: code ?? "HTTP\(reply.status)",
            "\(call.title) ended with \(title)\(shown.isEmpty ? "." : ": \(shown)")"
        )
        if kind == .refused { fault.permission = Self.permission(in: message ?? "") ?? call.permission }
        fault.retryAfter = retryAfter
        fault.region = reply.header("x-amz-bucket-region")
        return fault
    }

    /// AWS names the missing action: "… is not authorized to perform: ec2:DescribeInstances because …".
    static func permission(in message: String) -> String? {
        let marker = Array("perform: ".utf8)
        let bytes = Array(message.utf8)
        guard bytes.count > marker.count else { return nil }
        for start in 0...(bytes.count - marker.count)
        where Array(bytes[start..<start + marker.count]) == marker {
            let action = bytes[(start + marker.count)...]
                .prefix { byte in
                    byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "*")
                        || PercentEncoding.isUnreserved(byte) && byte != UInt8(ascii: ".")
                }
            let text = String(decoding: action, as: UTF8.self)
            if text.contains(":") { return text }
        }
        return nil
    }

    /// Encoded authorisation messages and canonical requests are long and say nothing to people.
    static func shortened(_ message: String) -> String {
        let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        var cut = line[...]
        for start in ["Encoded authorization failure message", "The Canonical String for this request"] {
            cut = cut.split(separator: start, maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        }
        while cut.last == " " { cut.removeLast() }
        return cut.count > 400 ? "\(cut.prefix(400))…" : String(cut)
    }

    /// Seconds or a date (RFC 9110 section 10.2.3).
    private var retryAfter: Duration? {
        guard let text = reply.header("Retry-After") else { return nil }
        if let seconds = Double(text), seconds >= 0, seconds < 1e6 {
            return .milliseconds(Int64((seconds * 1000).rounded(.up)))
        }
        guard let moment = InstantText.httpDate(text),
            let now = reply.header("Date").flatMap(InstantText.httpDate)
        else { return nil }
        return .seconds(max(0, moment.secondsSince1970 - now.secondsSince1970))
    }
}
