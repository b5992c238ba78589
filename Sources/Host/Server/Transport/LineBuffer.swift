// SPDX-License-Identifier: Apache-2.0

/// What a client sent up to a line's end.
enum InputLine: Equatable, Sendable {
    /// The line's content.
    case line([UInt8])
    /// A line that was longer than the limit; its content is gone.
    case oversized
}

/// Cuts bytes into lines, however they arrive.
struct LineBuffer {
    private let limit: Int
    private var rest: [UInt8] = []
    /// Whether the current line is too long already and is skipped up to its end.
    private var isSkipping = false

    init(limit: Int) { self.limit = limit }

    /// Takes more bytes; gives the lines that are complete.
    mutating func append(_ bytes: ArraySlice<UInt8>) -> [InputLine] {
        var lines: [InputLine] = []
        var bytes = bytes
        while let end = bytes.firstIndex(of: 0x0A) {
            take(bytes[..<end])
            lines.append(line())
            bytes = bytes[(end + 1)...]
        }
        take(bytes)
        return lines
    }

    /// What stands after the last line's end, at the end of input.
    mutating func finish() -> InputLine? {
        rest.isEmpty && !isSkipping ? nil : line()
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) {
        guard !isSkipping else { return }
        guard rest.count + bytes.count <= limit else {
            isSkipping = true
            rest = []
            return
        }
        rest += bytes
    }

    private mutating func line() -> InputLine {
        defer {
            rest = []
            isSkipping = false
        }
        return isSkipping ? .oversized : .line(rest)
    }
}
