// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// One way in which a JSON text differs from the wanted shape.
struct ShapeFault: Hashable, Sendable, CustomStringConvertible {
    let pointer: JSONPointer
    let message: String

    var description: String { "\(pointer.tokens.isEmpty ? "(root)" : pointer.description): \(message)" }
}

/// Reads members of JSON objects and goes on after a fault, so that all are found at once.
struct ShapeReader {
    /// Longest text that is taken anywhere.
    static let longestText = 64 << 10

    private(set) var faults: [ShapeFault] = []

    mutating func fault(_ pointer: JSONPointer, _ message: String) {
        // A hostile text could hold a fault per byte; nobody reads past the first hundred.
        if faults.count < 100 { faults.append(ShapeFault(pointer: pointer, message: message)) }
    }

    /// Takes an object apart; with `allowed`, any other member is a fault.
    mutating func object(
        _ value: JSONValue?,
        at pointer: JSONPointer,
        allowed: [String]? = nil
    ) -> JSONObject {
        guard case .object(let object)? = value else {
            fault(pointer, "has to be an object\(Self.found(value)).")
            return JSONObject()
        }
        if let allowed {
            for name in object.names where !allowed.contains(name) {
                fault(
                    pointer.appending(name),
                    "is not known here; known are \(allowed.joined(separator: ", "))."
                )
            }
        }
        return object
    }

    /// Reads a text that has to be there.
    mutating func text(_ name: String, in object: JSONObject, at pointer: JSONPointer) -> String {
        guard object[name] != nil else {
            fault(pointer.appending(name), "is missing.")
            return ""
        }
        return optionalText(name, in: object, at: pointer) ?? ""
    }

    /// Reads a text that may be absent or null.
    mutating func optionalText(_ name: String, in object: JSONObject, at pointer: JSONPointer) -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let text = value.string else {
            fault(pointer.appending(name), "has to be a text\(Self.found(value)).")
            return nil
        }
        guard text.utf8.count <= Self.longestText else {
            fault(pointer.appending(name), "is longer than \(Self.longestText) bytes.")
            return nil
        }
        return text
    }

    mutating func bool(
        _ name: String,
        in object: JSONObject,
        at pointer: JSONPointer,
        otherwise: Bool
    ) -> Bool {
        guard let value = object[name] else { return otherwise }
        guard let bool = value.bool else {
            fault(pointer.appending(name), "has to be true or false\(Self.found(value)).")
            return otherwise
        }
        return bool
    }

    /// Reads a whole number from 0 to `maximum` that may be absent.
    mutating func count(
        _ name: String,
        in object: JSONObject,
        at pointer: JSONPointer,
        maximum: Int = Int(Int32.max)
    ) -> Int? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let number = value.integer, (0...Int64(maximum)).contains(number) else {
            fault(
                pointer.appending(name),
                "has to be a whole number from 0 to \(maximum)\(Self.found(value))."
            )
            return nil
        }
        return Int(number)
    }

    /// Reads a list of texts that may be absent.
    mutating func texts(_ name: String, in object: JSONObject, at pointer: JSONPointer) -> [String] {
        var result: [String] = []
        for (index, value) in elements(name, in: object, at: pointer).enumerated() {
            if let text = value.string, text.utf8.count <= Self.longestText {
                result.append(text)
            } else {
                fault(pointer.appending(name).appending(index), "has to be a text\(Self.found(value)).")
            }
        }
        return result
    }

    /// Reads a list that may be absent.
    mutating func elements(_ name: String, in object: JSONObject, at pointer: JSONPointer) -> [JSONValue] {
        guard let value = object[name] else { return [] }
        guard let elements = value.array else {
            fault(pointer.appending(name), "has to be a list\(Self.found(value)).")
            return []
        }
        return elements
    }

    private static func found(_ value: JSONValue?) -> String { value.map { ", not \($0.kind)" } ?? "" }
}
