// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// How one call into a plugin is made.
package struct CallOptions: Sendable {
    /// Time after which the call is given up; `nil` is the tool's or the host's default.
    package var deadline: Duration?
    /// Passed to the plugin: traceparent, caller, dry_run (call.h, `tw_call.meta`).
    package var meta: JSONObject

    /// Sets options.
    ///
    /// - Parameters:
    ///   - deadline: time after which the call is given up.
    ///   - meta: what the plugin is told about the call.
    package init(deadline: Duration? = nil, meta: JSONObject = JSONObject()) {
        self.deadline = deadline
        self.meta = meta
    }
}
