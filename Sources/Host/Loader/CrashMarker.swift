// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file that exists while a plugin is being loaded: when one is found at a start, that load ended the host.
///
/// The file is locked while its process lives, so that a second host starting at the same time is no crash.
struct CrashMarker: ~Copyable {
    /// What was found when the mark was to be set.
    enum Finding {
        /// The last load of this plugin ended its process.
        case crashedLastTime
        /// The mark is set, or there is nowhere to set it.
        case marked
    }

    private let path: String?
    private var descriptor: CInt = -1

    init(_ folder: String?, plugin: String) {
        path = folder.map { "\($0)/loading-\(plugin)" }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Sets the mark; an old one is removed instead, so that its plugin is skipped once.
    mutating func set() -> Finding {
        guard let path else { return .marked }
        let wasThere = FileStatus(of: path) != nil
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        // Without a state folder that can be written there is no memory of crashes, but the plugin still loads.
        guard descriptor >= 0 else { return .marked }
        let isMine = flock(descriptor, LOCK_EX | LOCK_NB) == 0
        guard wasThere, isMine else { return .marked }
        clear()
        return .crashedLastTime
    }

    /// Removes the mark: the load has ended, well or badly, and the host lives.
    mutating func clear() {
        guard let path, descriptor >= 0 else { return }
        unsafe unlink(path)
        close(descriptor)
        descriptor = -1
    }
}
