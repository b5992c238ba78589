// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// A tagging policy of schema 2: which tags resources must and may carry, and what their values may be.
///
/// A value of this type has passed every check that needs no knowledge of a cloud; policies/README.md describes
/// each field. It becomes usable for evaluation as a ``CompiledPolicy``.
package struct TagPolicy: Sendable {
    /// The schema version as the file says it; a migrated policy has "2.0".
    package var version = "2.0"
    /// When the policy was changed, in the file's own words (RFC 3339).
    package var lastUpdated: String?
    /// The clouds that the policy is for; none given means every cloud.
    package var scope: [String]?
    /// Tags that must be there, in the order of the file.
    package var requiredTags: [TagRule] = []
    /// Tags whose values are checked where they are there.
    package var optionalTags: [TagRule] = []
    /// Rules for every tag's key and value; none given means that nothing is checked.
    package var namingRules: NamingRules?
    /// What each cloud calls a tag ("labels").
    package var terminology: JSONObject?
    /// What each cloud does with case, in words for people.
    package var caseHandling: JSONObject?
    /// Anything the owner of the policy wants to keep with it.
    package var metadata: JSONValue?
    /// Whether the file was of schema 1.
    package var isMigrated = false
    /// What is worth a look in the file.
    package var warnings: [PolicyDiagnostic] = []
    /// Where values stand in the file, for what is found only later.
    var places: JSONPlaces?

    /// Whether the policy is for a cloud.
    ///
    /// - Parameter cloud: the cloud's name.
    /// - Returns: whether `scope` has it or names none.
    package func covers(_ cloud: String) -> Bool { scope?.contains(cloud) ?? true }
}
