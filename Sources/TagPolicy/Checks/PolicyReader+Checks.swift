// SPDX-License-Identifier: Apache-2.0

internal import JSONCodec

extension PolicyReader {
    /// Looks for rules that contradict each other or themselves; each kind of contradiction is one file.
    mutating func check(_ policy: TagPolicy) {
        if policy.requiredTags.isEmpty {
            warn(
                .nothingRequired,
                "No tag is required, so that every resource is out of scope.",
                at: JSONPointer(["required_tags"])
            )
        }
    }
}
