// SPDX-License-Identifier: Apache-2.0

/// A service's struct of functions, made once and never freed.
@safe
struct ServiceTable: @unchecked Sendable {  // never written after `init`
    /// The struct.
    let pointer: UnsafeRawPointer

    /// Copies a struct to memory that lives for ever.
    ///
    /// - Parameter functions: the struct, with its `struct_size` set.
    init<Functions>(_ functions: Functions) {
        // SAFETY: never freed, so that a plugin may keep the pointer for as long as it likes.
        let memory = UnsafeMutablePointer<Functions>.allocate(capacity: 1)
        unsafe memory.initialize(to: functions)
        unsafe pointer = UnsafeRawPointer(memory)
    }
}
