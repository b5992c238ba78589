// SPDX-License-Identifier: Apache-2.0

import Glibc
import HostShims

/// A pipe whose ends are closed with it.
struct Pipe: ~Copyable {
    /// Where bytes come out, without waiting.
    let reader: Int32
    /// Where bytes go in.
    private(set) var writer: Int32

    /// Opens a pipe.
    ///
    /// - Throws: ``ServiceRefusal`` when the host has no descriptors left.
    init() throws(ServiceRefusal) {
        var ends: (reader: Int32, writer: Int32) = (-1, -1)
        // SAFETY: both are locals that outlive the call.
        guard unsafe host_pipe(&ends.reader, &ends.writer) == 0 else {
            throw ServiceRefusal(.unavailable, "No pipe could be opened: \(SystemError.text(errno)).")
        }
        reader = ends.reader
        writer = ends.writer
    }

    deinit {
        close(reader)
        if writer >= 0 { close(writer) }
    }

    /// Closes this side's writing end, so that the end of the other's is seen.
    mutating func closeWriting() {
        close(writer)
        writer = -1
    }

    /// Reads what is there.
    ///
    /// - Parameter bytes: where it goes, as far as there is room.
    /// - Returns: whether more may come.
    func drain(into bytes: OwnedBytes) -> Bool {
        let reader = reader
        while bytes.remaining > 0 {
            // SAFETY: `room` is lent by `append` for this call.
            let count = unsafe bytes.append { room in unsafe Glibc.read(reader, room.baseAddress, room.count)
            }
            if count == 0 { return false }
            if count < 0 && errno != EINTR { return errno == EAGAIN }
        }
        return true
    }
}
