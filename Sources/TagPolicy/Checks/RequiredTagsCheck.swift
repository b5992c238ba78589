// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

/// A policy that requires nothing counts no resource at all.
enum RequiredTagsCheck: PolicyCheck {
    static func check(_ policy: TagPolicy, _ reader: inout PolicyReader) {
        guard policy.requiredTags.isEmpty else { return }
        reader.warn(
            .nothingRequired,
            "No tag is required, so that every resource is out of scope.",
            at: JSONPointer(["required_tags"])
        )
    }
}
