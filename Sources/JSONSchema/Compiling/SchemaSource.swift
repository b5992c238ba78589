// SPDX-License-Identifier: Apache-2.0

import JSONCodec

/// One subschema while it is compiled: reads keywords, and says where one has a wrong value.
struct SchemaSource {
    let object: JSONObject
    let pointer: JSONPointer
    var compiler: SchemaCompiler

    func fault(_ keyword: String, _ message: String) -> SchemaError {
        SchemaError(.keyword, "\"\(keyword)\" \(message).", at: pointer.appending(keyword))
    }

    /// A number that is not negative and has no fraction.
    func count(_ keyword: String) throws(SchemaError) -> Int? {
        guard let value = object[keyword] else { return nil }
        guard let number = value.integer, number >= 0, let count = Int(exactly: number) else {
            throw fault(keyword, "must be a whole number that is not negative")
        }
        return count
    }

    func number(_ keyword: String) throws(SchemaError) -> JSONValue? {
        guard let value = object[keyword] else { return nil }
        guard value.double != nil else { throw fault(keyword, "must be a number") }
        return value
    }

    func string(_ keyword: String) throws(SchemaError) -> String? {
        guard let value = object[keyword] else { return nil }
        guard let text = value.string else { throw fault(keyword, "must be a string") }
        return text
    }

    func bool(_ keyword: String) throws(SchemaError) -> Bool? {
        guard let value = object[keyword] else { return nil }
        guard let flag = value.bool else { throw fault(keyword, "must be true or false") }
        return flag
    }

    func names(_ value: JSONValue?, _ keyword: String) throws(SchemaError) -> [String] {
        guard let names = value?.strings, Set(names).count == names.count else {
            throw fault(keyword, "must be an array of different strings")
        }
        return names
    }

    func pattern(_ text: String, _ keyword: String) throws(SchemaError) -> SchemaPattern {
        do {
            return try SchemaPattern(text)
        } catch {
            let message = "\"\(text)\" is no regular expression: \(error.message)"
            throw SchemaError(.pattern, message, at: pointer.appending(keyword))
        }
    }

    // MARK: Subschemas

    mutating func schema(_ keyword: String) throws(SchemaError) -> Int? {
        guard object[keyword] != nil else { return nil }
        return try compiler.node(at: pointer.appending(keyword))
    }

    /// A list of subschemas, which must not be empty.
    mutating func schemas(_ keyword: String) throws(SchemaError) -> [Int]? {
        guard let value = object[keyword] else { return nil }
        guard let values = value.array, !values.isEmpty else {
            throw fault(keyword, "must be an array of schemas that is not empty")
        }
        var places: [Int] = []
        for index in values.indices {
            places.append(try compiler.node(at: pointer.appending(keyword).appending(index)))
        }
        return places
    }

    /// Subschemas by name, in order.
    mutating func namedSchemas(_ keyword: String) throws(SchemaError) -> [(name: String, place: Int)] {
        guard let value = object[keyword] else { return [] }
        guard let members = value.object else { throw fault(keyword, "must be an object of schemas") }
        var places: [(name: String, place: Int)] = []
        for member in members {
            places.append(
                (member.name, try compiler.node(at: pointer.appending(keyword).appending(member.name)))
            )
        }
        return places
    }
}
