// SPDX-License-Identifier: Apache-2.0
import FoundationEssentials
import HostStorage

/// The time of day; the one place where the program reads it.
enum WallClock {
    /// The present.
    static var now: Timestamp {
        Timestamp(microseconds: Int64(Date.now.timeIntervalSince1970 * 1_000_000))
    }
}
