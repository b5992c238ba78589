// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// Copies what plugins lend, after checking it.
enum BorrowedBytes {
    /// Copies lent bytes.
    ///
    /// - Parameters:
    ///   - bytes: lent for the current call.
    ///   - name: what they are, for the message.
    ///   - limit: most bytes.
    /// - Returns: the copy.
    /// - Throws: ``ServiceRefusal`` when there is a length without a pointer, or too many bytes.
    static func copy(_ bytes: tw_bytes, _ name: String, limit: Int) throws(ServiceRefusal) -> [UInt8] {
        // SAFETY: `len` is read from a struct passed by value.
        let count = unsafe bytes.len
        guard count <= limit else {
            throw .argument("The \(name) has \(count) bytes; the limit is \(limit).")
        }
        guard count > 0 else { return [] }
        guard let start = unsafe bytes.ptr else {
            throw .argument("The \(name) has a length but no pointer.")
        }
        // SAFETY: the contract lends `len` bytes at `ptr` for the current call; they are copied here.
        return unsafe Array(UnsafeBufferPointer(start: start, count: count))
    }

    /// Copies lent text.
    ///
    /// - Parameters:
    ///   - bytes: lent for the current call.
    ///   - name: what it is, for the message.
    ///   - limit: most bytes.
    /// - Returns: the text.
    /// - Throws: ``ServiceRefusal`` when the bytes are no UTF-8, hold a NUL, or are too many.
    static func text(_ bytes: tw_bytes, _ name: String, limit: Int) throws(ServiceRefusal) -> String {
        let copy = unsafe try copy(bytes, name, limit: limit)
        guard !copy.contains(0), let text = String(validating: copy, as: UTF8.self) else {
            throw .argument("The \(name) is not UTF-8 text without NUL.")
        }
        return text
    }

    /// Lends bytes to plugin code.
    ///
    /// - Parameters:
    ///   - bytes: what to lend.
    ///   - body: must not keep what it is given.
    /// - Returns: what `body` answers.
    static func lend<Result>(_ bytes: [UInt8], _ body: (tw_bytes) -> Result) -> Result {
        // SAFETY: the array lives until `body` returns, which is as long as the contract lends it.
        unsafe bytes.withUnsafeBufferPointer { unsafe body(tw_bytes(ptr: $0.baseAddress, len: $0.count)) }
    }
}
