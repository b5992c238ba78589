// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import TagPolicy
import Testing

/// Policies that are too large to be written down as cases.
struct PolicyLimitTests {
    private func codes(_ text: String) -> [String] {
        do {
            _ = try TagPolicy(parsing: Array(text.utf8))
            return []
        } catch {
            return error.diagnostics.map(\.code.description)
        }
    }

    private func policy(_ members: String) -> String { "{\"version\": \"2.0\", \(members)}" }

    private func list(_ count: Int, _ element: (Int) -> String) -> String {
        "[" + (0..<count).map(element).joined(separator: ",") + "]"
    }

    @Test func `a policy of more than one mebibyte is refused before it is read`() throws {
        let padding = String(repeating: " ", count: 1 << 20)
        #expect(codes(policy("\"required_tags\": []") + padding) == ["too_large"])
        #expect(codes(padding) == ["syntax"])
    }

    @Test func `a policy of one mebibyte is read`() throws {
        let head = policy("\"required_tags\": [{\"name\": \"A\"}]")
        #expect(codes(head + String(repeating: " ", count: (1 << 20) - head.utf8.count)) == [])
    }

    @Test(arguments: [
        ("\"required_tags\": ", 500, "{\"name\": \"T#\"}"),
        ("\"required_tags\": [{\"name\": \"A\"}], \"optional_tags\": ", 500, "{\"name\": \"T#\"}"),
        ("\"required_tags\": [{\"name\": \"A\"}], \"scope\": ", 32, "\"c#\""),
    ])
    func `a list may be as long as its limit and no longer`(_ head: String, _ limit: Int, _ element: String) {
        func text(_ count: Int) -> String {
            policy(head + list(count) { element.replacing("#", with: "\($0)") })
        }
        #expect(codes(text(limit)) == [])
        #expect(codes(text(limit + 1)).contains("too_many"))
    }

    @Test(arguments: [
        ("\"allowed_values\": ", 1000), ("\"applies_to\": {\"aws\": ", 1000),
        ("\"cloud_specific\": {\"aws\": {\"key_aliases\": ", 100),
    ])
    func `a rule's list may be as long as its limit and no longer`(_ head: String, _ limit: Int) {
        let tail = String(repeating: "}", count: head.count { $0 == "{" })
        func text(_ count: Int) -> String {
            policy("\"required_tags\": [{\"name\": \"A\", \(head)\(list(count) { "\"x\($0)\"" })\(tail)}]")
        }
        #expect(codes(text(limit)) == [])
        #expect(codes(text(limit + 1)) == ["too_many"])
    }

    @Test(arguments: ["applies_to", "cloud_specific"])
    func `a rule may name as many clouds as a scope`(_ field: String) {
        func text(_ count: Int) -> String {
            let clouds = (0..<count).map { "\"c\($0)\": \(field == "applies_to" ? "[]" : "{}")" }
            return policy(
                "\"required_tags\": [{\"name\": \"A\", \"\(field)\": {\(clouds.joined(separator: ","))}}]"
            )
        }
        #expect(codes(text(32)) == [])
        #expect(codes(text(33)) == ["too_many"])
    }

    @Test func `only so many faults are told`() {
        let faults = codes(policy("\"required_tags\": " + list(400) { _ in "5" }))
        #expect(faults.count == 200)
        #expect(Set(faults) == ["wrong_type"])
    }

    @Test func `a policy of many hostile expressions and values is read in bounded time`() {
        let values = list(900) { String(repeating: "a", count: 40) + "!\($0)" }
        let quoted = values.replacing(",", with: "\",\"").replacing("[", with: "[\"")
            .replacing("]", with: "\"]")
        let rules = list(20) {
            "{\"name\": \"T\($0)\", \"validation_regex\": \"^(a+)+$\", \"allowed_values\": \(quoted)}"
        }
        let elapsed = ContinuousClock()
            .measure {
                #expect(codes(policy("\"required_tags\": \(rules)")).contains("contradictory_rule"))
            }
        #expect(elapsed < .seconds(20))
    }

    @Test func `values beyond the budget of a policy are not matched`() {
        let values = list(1000) { "\"v\($0)\"" }
        let rules = list(21) {
            "{\"name\": \"T\($0)\", \"validation_regex\": \"x\", \"allowed_values\": \(values)}"
        }
        #expect(codes(policy("\"required_tags\": \(rules)")).count == 20)
    }
}
