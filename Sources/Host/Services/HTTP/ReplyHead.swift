// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// Status line and header fields of a reply, as libcurl hands them over line by line.
struct ReplyHead {
    /// What a line did.
    enum Step {
        /// More lines follow.
        case more
        /// This was the empty line: the head is complete.
        case complete
        /// There are too many fields or bytes.
        case tooLarge
    }

    private(set) var status: UInt32 = 0
    private var bytes: [UInt8] = []
    private var fields: [(name: Range<Int>, value: Range<Int>)] = []
    private let byteLimit: Int
    private let fieldLimit: Int

    init(byteLimit: Int, fieldLimit: Int) {
        self.byteLimit = byteLimit
        self.fieldLimit = fieldLimit
    }

    /// Takes the next line with its line end.
    mutating func take(_ line: UnsafeRawBufferPointer) -> Step {
        // SAFETY: libcurl lends the line for this call; it is copied.
        var text = unsafe Array(line)[...]
        while let last = text.last, last == 0x0A || last == 0x0D { text = text.dropLast() }
        if text.starts(with: "HTTP/".utf8) {
            begin(text)
        } else if text.isEmpty {
            // RFC 9110 section 15.2: an interim reply comes before the real one.
            return status >= 200 ? .complete : .more
        } else if !add(text) {
            return .tooLarge
        }
        return .more
    }

    private mutating func begin(_ line: ArraySlice<UInt8>) {
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        let digits = line.drop { $0 != 0x20 }.dropFirst().prefix(3)
        status = UInt32(String(decoding: digits, as: UTF8.self)) ?? 0
    }

    private mutating func add(_ line: ArraySlice<UInt8>) -> Bool {
        guard bytes.count + line.count <= byteLimit, fields.count < fieldLimit else { return false }
        if let first = line.first, first == 0x20 || first == 0x09, let last = fields.indices.last {
            // RFC 9112 section 5.2: a folded line belongs to the field before it.
            bytes.append(0x20)
            bytes += Self.trimmed(line)
            fields[last].value = fields[last].value.lowerBound..<bytes.count
            return true
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return true }
        let start = bytes.count
        bytes += line[..<colon]
        let middle = bytes.count
        bytes += Self.trimmed(line[(colon + 1)...])
        fields.append((name: start..<middle, value: middle..<bytes.count))
        return true
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let end = text.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? text.startIndex
        return text[..<end].drop(while: isSpace)
    }

    /// Lends the fields to plugin code.
    ///
    /// - Parameter body: must not keep what it is given.
    /// - Returns: what `body` answers.
    func lend<Result>(_ body: (UnsafeBufferPointer<tw_http_header>) -> Result) -> Result {
        // SAFETY: `bytes` is not changed while `body` runs, and the slices lie within it.
        unsafe bytes.withUnsafeBufferPointer { bytes in
            func slice(_ range: Range<Int>) -> tw_bytes {
                unsafe tw_bytes(ptr: bytes.baseAddress.map { unsafe $0 + range.lowerBound }, len: range.count)
            }
            let headers = unsafe fields.map {
                unsafe tw_http_header(name: slice($0.name), value: slice($0.value))
            }
            return unsafe headers.withUnsafeBufferPointer(body)
        }
    }
}
