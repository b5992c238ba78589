// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// What an action answers, before its protocol wraps it.
struct AWSContent: Sendable {
    enum Body: Sendable {
        case xml(XMLText)
        case json(JSONValue)
        case none
    }

    var body: Body
    var headers: [(name: String, value: String)] = []

    static func xml(_ write: (inout XMLText) -> Void) -> AWSContent {
        var xml = XMLText()
        write(&xml)
        return AWSContent(body: .xml(xml))
    }

    static func json(_ value: JSONValue) -> AWSContent { AWSContent(body: .json(value)) }
}
