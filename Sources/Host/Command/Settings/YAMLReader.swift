// SPDX-License-Identifier: Apache-2.0
import JSONCodec
import Yams

/// Turns YAML 1.2 text (JSON is a part of it) into JSON values, with bounds on what an alias may grow into.
enum YAMLReader {
    /// Most values that one document may hold once its aliases are resolved.
    static let maximumValues = 200_000
    /// Deepest nesting.
    static let maximumDepth = 64

    /// Reads one document.
    ///
    /// - Parameters:
    ///   - text: the YAML text.
    ///   - source: its name in messages.
    /// - Returns: the value; an empty document is `null`.
    /// - Throws: ``UsageError`` with line and column when it is not YAML, or what it holds is not JSON.
    static func value(of text: String, source: String) throws(UsageError) -> JSONValue {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw UsageError("\(source)\(words(for: error))")
        } catch {
            throw UsageError("\(source) cannot be read as YAML: \(error)")
        }
        guard let node else { return .null }
        var budget = maximumValues
        return try convert(node, source: source, depth: 0, budget: &budget)
    }

    private static func convert(
        _ node: Node,
        source: String,
        depth: Int,
        budget: inout Int
    ) throws(UsageError) -> JSONValue {
        budget -= 1
        guard budget > 0 else { throw UsageError("\(source) holds more than \(maximumValues) values.") }
        guard depth <= maximumDepth else {
            throw UsageError("\(source) is nested deeper than \(maximumDepth) levels.")
        }
        switch node {
        case .scalar(let scalar): return try value(of: scalar, source: source)
        case .alias: throw UsageError("\(source) has an alias to an anchor that does not exist.")
        case .sequence(let nodes):
            var values: [JSONValue] = []
            for node in nodes {
                values.append(try convert(node, source: source, depth: depth + 1, budget: &budget))
            }
            return .array(values)
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, node) in mapping {
                guard case .scalar(let name) = key else {
                    throw UsageError("\(source)\(place(key)): a key must be a text.")
                }
                guard object[name.string] == nil else {
                    throw UsageError("\(source)\(place(key)): the key '\(name.string)' appears twice.")
                }
                object[name.string] = try convert(node, source: source, depth: depth + 1, budget: &budget)
            }
            return .object(object)
        }
    }

    // The core schema of YAML 1.2, section 10.3; Yams resolves the plain scalars.
    private static func value(of scalar: Node.Scalar, source: String) throws(UsageError) -> JSONValue {
        let node = Node.scalar(scalar)
        switch node.tag.description {
        case Tag.Name.null.rawValue: return .null
        case Tag.Name.bool.rawValue: return node.bool.map(JSONValue.bool) ?? .string(scalar.string)
        case Tag.Name.int.rawValue: return node.int.map { JSONValue($0) } ?? .string(scalar.string)
        case Tag.Name.float.rawValue:
            guard let number = node.float else { return .string(scalar.string) }
            guard number.isFinite else {
                throw UsageError("\(source)\(place(node)): \(scalar.string) is not a number that JSON knows.")
            }
            return .number(number)
        default: return .string(scalar.string)
        }
    }

    /// Place and problem; the line itself is not quoted, as settings may hold secrets.
    private static func words(for error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let isTooDeep = problem.contains("nesting level")
            let reason = isTooDeep ? "it is nested deeper than \(maximumDepth) levels" : problem
            return ":\(mark.line):\(mark.column): this is not valid YAML: \(reason). Correct the line."
        case .reader(let problem, _, _, _): return " is not valid YAML: \(problem). Save it as UTF-8 text."
        case .duplicatedKeysInMapping(let names, _):
            return ": the key '\(names.sorted().joined(separator: "', '"))' appears twice. Remove one."
        default: return " is not valid YAML: \(error)"
        }
    }

    private static func place(_ node: Node) -> String {
        node.mark.map { ":\($0.line):\($0.column)" } ?? ""
    }
}
