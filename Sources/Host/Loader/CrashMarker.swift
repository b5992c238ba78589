// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file that exists while a plugin is being loaded: one that is found at a start tells that the host ended then.
///
/// Somebody who stops the host at that moment leaves it too, so that only the second time in a row counts: the
/// file has a byte for each.
/// The file is locked while its process lives, so that a second host starting at the same time is no crash.
struct CrashMarker: ~Copyable {
    /// What was found when the mark was to be set.
    enum Finding {
        /// The last two loads of this plugin ended their process.
        case crashedLastTime
        /// The mark is set, or there is nowhere to set it.
        case marked
    }

    /// Loads in a row that ended the host before the plugin is left out.
    private static let tolerated = 2

    private let path: String?
    private var descriptor: CInt = -1

    init(_ folder: String?, plugin: String) {
        path = folder.map { "\($0)/loading-\(plugin)" }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Sets the mark; an old one is removed instead, so that its plugin is skipped once.
    mutating func set() -> Finding {
        guard let path else { return .marked }
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        // Without a state folder that can be written there is no memory of crashes, but the plugin still loads.
        guard descriptor >= 0 else { return .marked }
        let isMine = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        guard isMine else { return .marked }
        if lseek(descriptor, 0, SEEK_END) >= Self.tolerated {
            clear()
            return .crashedLastTime
        }
        // A mark that cannot be written (a full disk) is a memory less, and no reason not to load.
        _ = unsafe write(descriptor, "!", 1)
        return .marked
    }

    /// Removes the mark: the load has ended, well or badly, and the host lives.
    mutating func clear() {
        guard let path, descriptor >= 0 else { return }
        unsafe unlink(path)
        close(descriptor)
        descriptor = -1
    }
}
