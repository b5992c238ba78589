// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostServer

@Suite struct LineBufferTests {
    private func lines(_ text: String, limit: Int = 10, chunk: Int) -> [InputLine] {
        var buffer = LineBuffer(limit: limit)
        var lines: [InputLine] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: chunk) {
            lines += buffer.append(bytes[start..<min(start + chunk, bytes.count)])
        }
        if let last = buffer.finish() { lines.append(last) }
        return lines
    }

    @Test(arguments: 1...40)
    func `lines are the same however their bytes arrive`(chunk: Int) {
        let found = lines("one\n\ntwo\r\n0123456789\n0123456789a\nthree\nlast", chunk: chunk)
        let expected: [InputLine] = [
            .line(Array("one".utf8)), .line([]), .line(Array("two\r".utf8)), .line(Array("0123456789".utf8)),
            .oversized, .line(Array("three".utf8)), .line(Array("last".utf8)),
        ]
        #expect(found == expected)
    }

    @Test func `nothing follows a last line that has its end`() {
        #expect(lines("one\n", chunk: 3) == [.line(Array("one".utf8))])
        #expect(lines("", chunk: 3).isEmpty)
    }

    @Test func `a last line without its end may be too long as well`() {
        #expect(lines("01234567890123", chunk: 5) == [.oversized])
    }
}
