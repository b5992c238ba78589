// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Synchronization

/// Keeps the reason of a failed `create` until the next one, as the contract asks (plugin.h).
enum CreationFailure {
    @safe
    private struct Kept: @unchecked Sendable {  // guarded by `kept`
        var memory: UnsafeMutableBufferPointer<UInt8>?
    }

    private static let kept = Mutex(Kept())

    @unsafe
    static func keep(_ message: String) -> tw_bytes {
        let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: message.utf8.count)
        _ = unsafe memory.initialize(from: message.utf8)
        kept.withLock { kept in
            unsafe kept.memory?.deallocate()
            unsafe kept.memory = memory
        }
        return unsafe tw_bytes(ptr: memory.baseAddress, len: memory.count)
    }
}
