// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// The members of one object of the policy, with the place where it stands.
struct Members {
    let object: JSONObject
    let pointer: JSONPointer

    /// The member's value and place; an optional member that is `null` counts as absent.
    func optional(_ name: String) -> (value: JSONValue, pointer: JSONPointer)? {
        guard let value = object[name], !value.isNull else { return nil }
        return (value, pointer.appending(name))
    }
}

extension PolicyReader {
    /// The members of an object, after a report of those that the schema does not know.
    mutating func members(_ value: JSONValue, at pointer: JSONPointer, known: [String]) -> Members? {
        guard case .object(let object) = value else {
            wrongType(value, "an object", at: pointer)
            return nil
        }
        for member in object where !known.contains(member.name) {
            let hint = Spelling.hint(for: member.name, among: known)
            report(
                .unknownField,
                "'\(member.name.prefix(60))' is not a field here\(hint)"
                    + "\(hint.isEmpty ? "; known are \(known.joined(separator: ", "))." : ".")",
                at: pointer.appending(member.name)
            )
        }
        return Members(object: object, pointer: pointer)
    }

    mutating func requiredText(_ name: String, in members: Members, limit: Int) -> String? {
        guard let value = members.object[name] else {
            report(.missingField, "'\(name)' is missing here.", at: members.pointer)
            return nil
        }
        return text(value, at: members.pointer.appending(name), limit: limit)
    }

    mutating func optionalText(_ name: String, in members: Members, limit: Int) -> String? {
        guard let (value, pointer) = members.optional(name) else { return nil }
        guard case .string(let text) = value else {
            wrongType(value, "a text", at: pointer)
            return nil
        }
        return isShort(text, limit, at: pointer) ? text : nil
    }

    mutating func optionalBool(_ name: String, in members: Members) -> Bool? {
        guard let (value, pointer) = members.optional(name) else { return nil }
        guard case .bool(let flag) = value else {
            wrongType(value, "true or false", at: pointer)
            return nil
        }
        return flag
    }

    mutating func optionalInteger(_ name: String, in members: Members, range: ClosedRange<Int>) -> Int? {
        guard let (value, pointer) = members.optional(name) else { return nil }
        guard let number = value.integer else {
            wrongType(value, "a whole number", at: pointer)
            return nil
        }
        guard let number = Int(exactly: number), range.contains(number) else {
            report(
                .outOfRange,
                "'\(name)' must be between \(range.lowerBound) and \(range.upperBound), not \(number).",
                at: pointer
            )
            return nil
        }
        return number
    }

    /// Reads each element of a list of objects.
    mutating func objects<Element>(
        _ name: String,
        in members: Members,
        limit: Int,
        read: (inout PolicyReader, JSONValue, JSONPointer) -> Element
    ) -> [Element] {
        guard let (value, pointer) = members.optional(name) else { return [] }
        guard case .array(let values) = value else {
            wrongType(value, "a list of objects", at: pointer)
            return []
        }
        guard isFew(values.count, limit, "elements in '\(name)'", at: pointer) else { return [] }
        return values.enumerated().map { read(&self, $1, pointer.appending($0)) }
    }
}
