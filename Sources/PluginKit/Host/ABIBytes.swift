// SPDX-License-Identifier: Apache-2.0

import PluginABI

// Conversions between Swift values and the contract's borrowed and moved memory (base.h).

extension tw_bytes {
    /// The bytes as a Swift array; the memory is borrowed, so they are copied.
    var copied: [UInt8] {
        guard let start = unsafe ptr, unsafe len > 0 else { return [] }
        // SAFETY: the lender keeps `len` bytes at `ptr` valid for the call in which this runs.
        return unsafe Array(UnsafeBufferPointer(start: start, count: len))
    }

    /// The bytes as a text; what is not UTF-8 is replaced.
    var text: String {
        guard let start = unsafe ptr, unsafe len > 0 else { return "" }
        // SAFETY: as above.
        return unsafe String(decoding: UnsafeBufferPointer(start: start, count: len), as: UTF8.self)
    }
}

/// Lends a text's bytes for the time of one call.
func withABIBytes<Result>(_ text: String, _ body: (tw_bytes) -> Result) -> Result {
    var text = text
    return text.withUTF8 { buffer in
        // SAFETY: `buffer` is valid until this closure returns, and `body` runs within it.
        unsafe body(tw_bytes(ptr: buffer.baseAddress, len: buffer.count))
    }
}

/// Lends an array's bytes for the time of one call.
func withABIBytes<Result>(_ bytes: [UInt8], _ body: (tw_bytes) -> Result) -> Result {
    unsafe bytes.withUnsafeBufferPointer { buffer in
        // SAFETY: as above.
        unsafe body(tw_bytes(ptr: buffer.baseAddress, len: buffer.count))
    }
}

/// Takes moved memory over: copies it and releases it.
func takeOwned(_ value: tw_owned) -> [UInt8] {
    // SAFETY: the giver moved the memory here; it is released once, after the copy.
    let copy = unsafe tw_bytes(ptr: value.ptr, len: value.len).copied
    if let release = unsafe value.release { unsafe release(value.owner) }
    return copy
}

/// Moves bytes out: the receiver frees them through `release`.
func giveOwned(_ bytes: [UInt8]) -> tw_owned {
    guard !bytes.isEmpty else { return unsafe tw_owned() }
    // SAFETY: allocated here, freed by `release` with the same allocator, exactly once by contract.
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
    unsafe memory.initialize(from: bytes, count: bytes.count)
    return unsafe tw_owned(
        ptr: memory,
        len: bytes.count,
        release: { owner in unsafe owner?.deallocate() },
        owner: memory
    )
}
