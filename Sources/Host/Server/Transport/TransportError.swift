// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Why the standard streams cannot be had.
package struct TransportError: Error, Hashable, Sendable {
    /// What failed, and what to do.
    package let message: String

    init(_ call: String, _ number: Int32) {
        // SAFETY: strerror gives a text that stays valid until this thread calls it again; it is copied here.
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        message = "\(call) failed: \(reason). Are the standard streams open, and are file descriptors left?"
    }
}
