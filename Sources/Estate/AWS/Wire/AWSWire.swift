// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// One of the protocols that AWS services speak.
enum AWSWire: Hashable, Sendable {
    /// EC2's form parameters and XML.
    case ec2(namespace: String)
    /// Form parameters and XML.
    case query(namespace: String)
    /// S3's paths and XML.
    case restXML
    /// Lambda's paths and JSON.
    case restJSON
    /// JSON in and out; the action is in `X-Amz-Target`, errors carry the prefix.
    case json(version: String, errorPrefix: String)

    var contentType: String {
        switch self {
        case .ec2: "text/xml;charset=UTF-8"
        case .query: "text/xml"
        case .restXML: "application/xml"
        case .restJSON: "application/json"
        case .json(let version, _): "application/x-amz-json-\(version)"
        }
    }

    private static let prologue = Array(#"<?xml version="1.0" encoding="UTF-8"?>"#.utf8) + [0x0A]

    // MARK: Success

    func reply(_ content: AWSContent, to operation: EstateOperation) -> EstateReply {
        let headers = head(operation) + content.headers
        switch content.body {
        case .none: return EstateReply(status: 200, headers: headers, body: .bytes([]))
        case .json(let value): return EstateReply(status: 200, headers: headers, body: .bytes(value.bytes()))
        case .xml(let xml):
            let wrapped = wrap(xml, operation)
            return EstateReply(status: 200, headers: headers, body: .bytes(Self.prologue + wrapped.bytes))
        }
    }

    private func wrap(_ content: XMLText, _ operation: EstateOperation) -> XMLText {
        var xml = XMLText()
        switch self {
        case .ec2(let namespace):
            xml.element(operation.action + "Response", namespace: namespace) { xml in
                xml.leaf("requestId", operation.requestID)
                xml.append(content)
            }
        case .query(let namespace):
            xml.element(operation.action + "Response", namespace: namespace) { xml in
                xml.element(operation.action + "Result") { $0.append(content) }
                xml.element("ResponseMetadata") { $0.leaf("RequestId", operation.requestID) }
            }
        case .restXML, .restJSON, .json: xml = content
        }
        return xml
    }

    // MARK: Failure

    func reply(_ fault: AWSFault, to operation: EstateOperation) -> EstateReply {
        var headers = head(operation) + fault.headers.map { ($0.key, $0.value) }
        let body: [UInt8]
        switch self {
        case .ec2, .query, .restXML:
            body = Self.prologue + xml(fault, operation).bytes
        case .restJSON:
            headers.append(("x-amzn-ErrorType", fault.code))
            let type: JSONValue = fault.isSender ? "User" : "Service"
            body = JSONValue.object(["Type": type, "message": .string(fault.message)]).bytes()
        case .json(_, let prefix):
            if let queryCode = fault.queryCode {
                headers.append(
                    ("x-amzn-query-error", "\(queryCode);\(fault.isSender ? "Sender" : "Receiver")")
                )
            }
            body =
                JSONValue.object([
                    "__type": .string(prefix + fault.code), "message": .string(fault.message),
                ])
                .bytes()
        }
        return EstateReply(status: fault.status, headers: headers, body: .bytes(body))
    }

    private func xml(_ fault: AWSFault, _ operation: EstateOperation) -> XMLText {
        var xml = XMLText()
        switch self {
        case .query(let namespace):
            xml.element("ErrorResponse", namespace: namespace) { xml in
                xml.element("Error") { xml in
                    xml.leaf("Type", fault.isSender ? "Sender" : "Receiver")
                    xml.leaf("Code", fault.code)
                    xml.leaf("Message", fault.message)
                }
                xml.leaf("RequestId", operation.requestID)
            }
        case .restXML:
            xml.element("Error") { xml in
                xml.leaf("Code", fault.code)
                xml.leaf("Message", fault.message)
                for detail in fault.details { xml.leaf(detail.name, detail.value) }
                xml.leaf("RequestId", operation.requestID)
                xml.leaf("HostId", "estate")
            }
        default:
            xml.element("Response") { xml in
                xml.element("Errors") { xml in
                    xml.element("Error") { xml in
                        xml.leaf("Code", fault.code)
                        xml.leaf("Message", fault.message)
                    }
                }
                xml.leaf("RequestID", operation.requestID)
            }
        }
        return xml
    }

    private func head(_ operation: EstateOperation) -> [(name: String, value: String)] {
        let name = self == .restXML ? "x-amz-request-id" : "x-amzn-RequestId"
        return [("Content-Type", contentType), (name, operation.requestID)]
    }
}
