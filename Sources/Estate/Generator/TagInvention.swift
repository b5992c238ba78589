// SPDX-License-Identifier: Apache-2.0

/// Tags as people leave them: right, absent, misspelt, in the wrong case, empty, or hostile.
enum TagInvention {
    private static let costCenters = ["Engineering", "Marketing", "Sales", "Operations"]
    private static let wrongCostCenters = ["engineering", "R&D", "Finance", "42", "Eng ineering"]
    private static let owners = ["ada", "grace.hopper", "linus+infra", "m.curie", "team-payments"]
    private static let wrongOwners = ["Ada Lovelace", "ada@", "ADA@COMPANY.COM", "unknown", "n/a"]
    private static let environments = ["production", "staging", "development", "testing"]
    private static let otherEnvironments = ["Production", "prod", "PROD", "dev", "qa", "producton"]
    private static let hostile = [
        "=HYPERLINK(\"http://evil.example\",\"x\")", "<script>alert(1)</script>", "@SUM(1+1)", "a,b;c\"d'e",
        "line\nbreak", "Ünïcödé ☃ 日本語", "../../etc/passwd", "{{7*7}}", "'; DROP TABLE tags; --",
    ]

    static func tags(number: Int, _ random: inout SeededGenerator) -> [DescribedTag] {
        // One in eight never had a tag.
        if random.below(8) == 0 { return [] }
        var tags: [DescribedTag] = [DescribedTag("Name", "thing-\(number)")]
        add("CostCenter", costCenters, wrongCostCenters, to: &tags, &random)
        add("Owner", owners.map { $0 + "@company.com" }, wrongOwners, to: &tags, &random)
        add("Environment", environments, otherEnvironments, to: &tags, &random)
        if random.below(3) == 0 { tags.append(DescribedTag("Project", "Project \(random.below(40))")) }
        if random.below(20) == 0 {
            tags.append(DescribedTag("note", hostile[Int(random.below(UInt64(hostile.count)))]))
        }
        return tags
    }

    private static func add(
        _ key: String,
        _ right: [String],
        _ wrong: [String],
        to tags: inout [DescribedTag],
        _ random: inout SeededGenerator
    ) {
        func pick(_ values: [String]) -> String { values[Int(random.below(UInt64(values.count)))] }
        switch random.below(20) {
        case 0..<12: tags.append(DescribedTag(key, pick(right)))
        case 12..<15: tags.append(DescribedTag(key, pick(wrong)))
        case 15: tags.append(DescribedTag(key.lowercased(), pick(right)))
        case 16: tags.append(DescribedTag(key, ""))
        default: break
        }
    }
}
