// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Reads a small regular file into memory that is zeroed later.
enum SecretFile {
    /// Most bytes of a file.
    static let limit = 1 << 20

    /// Reads a whole file.
    ///
    /// The null device, by which people say "no such file" (`AWS_CONFIG_FILE=/dev/null`), reads as empty.
    /// - Parameter path: an absolute path that was granted.
    /// - Returns: its bytes.
    /// - Throws: ``ServiceRefusal`` when there is none, it is no regular file, or too large.
    static func read(_ path: String) throws(ServiceRefusal) -> OwnedBytes {
        if path == "/dev/null" { return OwnedBytes([]) }
        // O_NONBLOCK: opening a FIFO must not hang before it is found to be none of ours.
        // SAFETY: the path is a Swift text, terminated for the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(errno, path) }
        defer { close(descriptor) }
        var status = stat()
        // SAFETY: `status` is a local that outlives the call.
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(errno, path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw ServiceRefusal(.failedPrecondition, "\(path) is not a regular file.")
        }
        guard status.st_size <= limit else { throw tooLarge(path) }
        return try contents(of: descriptor, path)
    }

    /// The file may grow while it is read: one byte beyond the limit tells.
    private static func contents(of descriptor: Int32, _ path: String) throws(ServiceRefusal) -> OwnedBytes {
        let bytes = OwnedBytes(capacity: limit + 1)
        while bytes.remaining > 0 {
            // SAFETY: `room` is lent by `append` for this call.
            let count = unsafe bytes.append { room in
                unsafe Glibc.read(descriptor, room.baseAddress, room.count)
            }
            if count == 0 { return bytes }
            if count < 0 && errno != EINTR { throw failure(errno, path) }
        }
        throw tooLarge(path)
    }

    private static func tooLarge(_ path: String) -> ServiceRefusal {
        ServiceRefusal(.resourceExhausted, "\(path) has more than \(limit) bytes.")
    }

    private static func failure(_ number: Int32, _ path: String) -> ServiceRefusal {
        switch number {
        case ENOENT, ENOTDIR: ServiceRefusal(.notFound, "There is no file \(path).")
        case EACCES, EPERM:
            ServiceRefusal(
                .permissionDenied,
                "The host may not read \(path); check the file's mode and owner."
            )
        default: ServiceRefusal(.unavailable, "\(path) cannot be read: \(SystemError.text(number)).")
        }
    }
}
