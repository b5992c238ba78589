// SPDX-License-Identifier: Apache-2.0

import HostShims
import PluginABI

/// Bytes that can be moved to a plugin and are zeroed when the last holder lets go.
@safe
final class OwnedBytes: @unchecked Sendable {  // written only before it is handed on
    private let storage: UnsafeMutableRawBufferPointer
    /// How many bytes are in use.
    private(set) var count = 0

    /// Reserves room.
    ///
    /// - Parameter capacity: most bytes.
    init(capacity: Int) {
        // SAFETY: freed in `deinit`; at least one byte, so that there is always a pointer.
        unsafe storage = .allocate(byteCount: max(capacity, 1), alignment: 16)
    }

    /// Copies bytes that are no secret, or whose source the caller zeroes.
    ///
    /// - Parameter bytes: what to copy.
    convenience init(_ bytes: some Collection<UInt8>) {
        self.init(capacity: bytes.count)
        // SAFETY: the storage has room for `bytes.count` bytes.
        unsafe storage.copyBytes(from: bytes)
        count = bytes.count
    }

    deinit {
        // SAFETY: nobody else has a reference any more.
        unsafe host_zero(storage.baseAddress, storage.count)
        unsafe storage.deallocate()
    }

    /// How many bytes there is room for.
    var remaining: Int {
        // SAFETY: reads the length only.
        unsafe storage.count - count
    }

    /// Lets `body` write behind the bytes in use; it answers how many it wrote.
    func append(_ body: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        // SAFETY: the slice lies within the storage and is lent for the call only.
        let written = unsafe body(UnsafeMutableRawBufferPointer(rebasing: storage[count...]))
        if written > 0 { count += min(written, remaining) }
        return written
    }

    /// Hands the bytes over: the receiver calls `release(owner)` once, which zeroes them.
    func moved() -> tw_owned {
        // SAFETY: the retained reference in `owner` keeps the storage alive until `release` gives it back.
        let owner = unsafe Unmanaged.passRetained(self).toOpaque()
        return unsafe tw_owned(
            ptr: UnsafePointer(storage.baseAddress?.assumingMemoryBound(to: UInt8.self)),
            len: count,
            release: { owner in
                guard let owner = unsafe owner else { return }
                // SAFETY: the receiver calls this once with the owner that `moved` retained.
                unsafe Unmanaged<OwnedBytes>.fromOpaque(owner).release()
            },
            owner: owner
        )
    }

    /// Hands nothing over.
    static var nothing: tw_owned {
        // SAFETY: null pointers with a length of 0.
        unsafe tw_owned(ptr: nil, len: 0, release: nil, owner: nil)
    }
}
