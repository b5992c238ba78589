// SPDX-License-Identifier: Apache-2.0

import JSONCodec
import TagPolicy

extension Engine {
    /// Shows the policy, its source and its validity (requirements B6).
    ///
    /// - Returns: the policy; of one that cannot be used, the errors.
    package func policyDocument() -> PolicyDocument {
        do {
            let loaded = try policy.current()
            return PolicyDocument(loaded, try policy.compiled(for: clouds))
        } catch {
            return PolicyDocument(source: policy.path ?? "default", error: error)
        }
    }
}
