// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// Takes secrets out of what a server tells about its own work; results of tools are data and pass untouched.
struct Redaction: Sendable {
    private let redact: @Sendable (String) -> String

    init(_ redact: @escaping @Sendable (String) -> String) { self.redact = redact }

    func callAsFunction(_ text: String) -> String { redact(text) }

    func callAsFunction(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(redact(text))
        case .array(let values): .array(values.map { self($0) })
        case .object(let object): .object(self(object))
        default: value
        }
    }

    func callAsFunction(_ object: JSONObject) -> JSONObject {
        JSONObject(object.map { ($0.name, self($0.value)) })
    }
}
