// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A file that exists while a plugin is being loaded: when it is found at a start, that load ended the host.
struct CrashMarker {
    private let path: String?

    init(_ folder: String?, plugin: String) {
        path = folder.map { "\($0)/loading-\(plugin)" }
    }

    /// Whether an earlier process left its mark, which is removed: a plugin is skipped once.
    func takeOldMark() -> Bool {
        guard let path, FileStatus(of: path) != nil else { return false }
        let owner: Int32? = try? OpenFile.content(of: path, limit: 32).process
        // Another host that is loading the plugin at this very moment is no crash.
        if let owner, owner == getpid() || kill(owner, 0) == 0 || errno == EPERM { return false }
        unsafe unlink(path)
        return true
    }

    func set() {
        guard let path else { return }
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let text = Array("\(getpid())\n".utf8)
        _ = unsafe text.withUnsafeBytes { bytes in unsafe write(descriptor, bytes.baseAddress, bytes.count) }
        close(descriptor)
    }

    func clear() {
        if let path { unsafe unlink(path) }
    }
}

extension [UInt8] {
    /// The process number that a marker holds.
    fileprivate var process: Int32? {
        Int32(String(decoding: prefix { $0 != 0x0A }, as: UTF8.self)).flatMap { $0 > 0 ? $0 : nil }
    }
}
