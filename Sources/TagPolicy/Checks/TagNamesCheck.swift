// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// One tag, one rule: the same name twice in a list is an error, since only one of them could be reported.
///
/// Names that differ in case or separators are different tags to some clouds, so that they are a warning; so is
/// a tag both required and optional, which makes sense where the types differ.
enum TagNamesCheck: PolicyCheck {
    static func check(_ policy: TagPolicy, _ reader: inout PolicyReader) {
        var exact: [ExactText: (pointer: JSONPointer, isRequired: Bool)] = [:]
        var similar: [[UInt8]: String] = [:]
        for (rule, pointer, isRequired) in policy.placedRules {
            let here = pointer.appending("name")
            let folded = TextMatcher.fold(rule.name, .loose)
            if let first = exact[ExactText(rule.name)] {
                report(
                    rule.name,
                    at: here,
                    isSameList: first.isRequired == isRequired,
                    first.pointer,
                    &reader
                )
            } else if let other = similar[folded] {
                reader.warn(
                    .similarTags,
                    "'\(rule.name)' and '\(other)' differ only in case or separators; some clouds hold them to be "
                        + "one key.",
                    at: here
                )
            }
            exact[ExactText(rule.name)] = exact[ExactText(rule.name)] ?? (pointer, isRequired)
            similar[folded] = similar[folded] ?? rule.name
        }
    }

    private static func report(
        _ name: String,
        at pointer: JSONPointer,
        isSameList: Bool,
        _ first: JSONPointer,
        _ reader: inout PolicyReader
    ) {
        if isSameList {
            reader.report(
                .duplicateTag,
                "The tag '\(name)' has a rule already at \(first); make one of the two.",
                at: pointer
            )
        } else {
            reader.warn(
                .requiredAndOptional,
                "The tag '\(name)' is required at \(first); it is optional only for types not named there.",
                at: pointer
            )
        }
    }
}
