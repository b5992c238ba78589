// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What the file system tells of a file, and the few ways in which the loader reads one.
struct FileStatus {
    let device: UInt64
    let inode: UInt64
    let size: UInt64
    let isRegular: Bool
    let isWritableByOthers: Bool

    init?(of path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = UInt64(max(0, status.st_size))
        isRegular = status.st_mode & S_IFMT == S_IFREG
        // A sticky folder (/tmp) protects the entries of others, but not what is added.
        isWritableByOthers = status.st_mode & S_IWOTH != 0
    }

    /// Lists a folder's entries without "." and ".."; none when it cannot be read.
    static func names(inFolder path: String) -> [String] {
        // SAFETY: the stream is used by this function only and closed before it returns.
        guard let stream = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            // SAFETY: d_name is terminated and lives until the next readdir; it is copied here.
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// Resolves links and "..", or tells nothing when a part does not exist.
    static func resolved(_ path: String) -> String? {
        // SAFETY: realpath allocates the answer for the caller, who frees it once it is copied.
        guard let answer = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(answer) }
        return unsafe String(cString: answer)
    }
}

/// An open file, read piecewise.
struct OpenFile: ~Copyable {
    /// Why a file could not be read.
    struct Fault: Error {
        let message: String
    }

    let descriptor: CInt

    init(_ path: String) throws(Fault) {
        descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw Fault(message: Self.reason()) }
    }

    deinit { close(descriptor) }

    var status: FileStatus? {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        return FileStatus(status)
    }

    /// Reads up to `count` bytes from an offset; fewer only at the file's end.
    func read(at offset: UInt64, count: Int) throws(Fault) -> [UInt8] {
        guard let start = Int(exactly: offset), count >= 0 else {
            throw Fault(message: "Offset out of range.")
        }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                // SAFETY: the buffer has `count - filled` bytes from that place on.
                unsafe pread(
                    descriptor,
                    buffer.baseAddress?.advanced(by: filled),
                    count - filled,
                    start + filled
                )
            }
            if got < 0, errno == EINTR { continue }
            if got < 0 { throw Fault(message: Self.reason()) }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    /// Reads a whole regular file of at most `limit` bytes.
    static func content(of path: String, limit: Int) throws(Fault) -> [UInt8] {
        let file = try OpenFile(path)
        guard let status = file.status, status.isRegular else {
            throw Fault(message: "It is not a regular file.")
        }
        guard status.size <= UInt64(limit) else {
            throw Fault(message: "It has \(status.size) bytes; the limit is \(limit).")
        }
        return try file.read(at: 0, count: Int(status.size))
    }

    private static func reason() -> String {
        // SAFETY: strerror answers static or thread-local text, copied at once.
        unsafe String(cString: strerror(errno)) + "."
    }
}
