// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Terminated texts with a null pointer behind the last, as exec(3) takes them.
@safe
final class CStrings {
    /// The texts; valid as long as this object.
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ texts: [String]) {
        count = texts.count
        // SAFETY: freed in `deinit`, as are the copies made by strdup.
        unsafe pointers = .allocate(capacity: count + 1)
        unsafe pointers.initialize(repeating: nil, count: count + 1)
        for (index, text) in texts.enumerated() { unsafe pointers[index] = strdup(text) }
    }

    deinit {
        // SAFETY: nobody else has a reference any more.
        for index in 0..<count { unsafe free(pointers[index]) }
        unsafe pointers.deallocate()
    }
}
