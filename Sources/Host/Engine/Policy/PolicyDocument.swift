// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// The answer of ``Engine/policyDocument()``.
package struct PolicyDocument: EngineResult {
    package var json: JSONValue
    package var summary: String
    package var status: DataQuality.Status? { nil }
    package var resultID: String? { nil }
}
