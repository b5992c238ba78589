// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

/// What a caller wants of one call beside its arguments.
package struct CallContext: Sendable {
    /// The time that the call may take; `nil` for the setting.
    package var deadline: Duration?
    /// What travels to the plugins with the call: correlation id, session.
    package var meta: JSONObject
    /// Whether the whole result is kept for a link to it; a caller that cannot follow links saves the writing.
    package var keepsResult: Bool
    /// Hears how far the call is; called from any thread, never with less than before.
    package var onProgress: @Sendable (EngineProgress) -> Void

    /// Describes a call.
    ///
    /// - Parameters:
    ///   - deadline: the time it may take.
    ///   - meta: what travels with it.
    ///   - keepsResult: whether the whole result is kept.
    ///   - onProgress: hears how far it is.
    package init(
        deadline: Duration? = nil,
        meta: JSONObject = [:],
        keepsResult: Bool = true,
        onProgress: @escaping @Sendable (EngineProgress) -> Void = { _ in }
    ) {
        self.deadline = deadline
        self.meta = meta
        self.keepsResult = keepsResult
        self.onProgress = onProgress
    }
}

/// How far a call is.
package struct EngineProgress: Hashable, Sendable {
    /// Cells that have ended.
    package let done: Int
    /// Cells that were asked for, as far as is known.
    package let total: Int
    /// One line for people.
    package let message: String

    /// Describes a moment.
    ///
    /// - Parameters:
    ///   - done: cells that have ended.
    ///   - total: cells asked for.
    ///   - message: one line.
    package init(done: Int, total: Int, message: String) {
        self.done = done
        self.total = total
        self.message = message
    }
}
