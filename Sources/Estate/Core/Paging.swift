// SPDX-License-Identifier: Apache-2.0

/// How lists are cut into pages.
package struct Paging: Hashable, Sendable {
    /// Most items of any page, whatever the caller asks for.
    package var cap: Int?
    /// Whether pages have uneven sizes, some of them none, as real services return under load.
    package var isRagged: Bool

    /// Sets how lists are cut.
    ///
    /// - Parameters:
    ///   - cap: most items of any page.
    ///   - isRagged: whether pages have uneven sizes.
    package init(cap: Int? = nil, isRagged: Bool = false) {
        self.cap = cap
        self.isRagged = isRagged
    }

    /// One page.
    package struct Page<Item> {
        /// The items.
        package let items: ArraySlice<Item>
        /// The token of the next page, or `nil` after the last.
        package let next: String?
    }

    /// Cuts a page out of a list.
    ///
    /// A token names its list, so that one of another action is refused as the real services do. With ragged pages
    /// every third one is empty and still has a successor; no two tokens of one walk are alike.
    ///
    /// - Parameters:
    ///   - items: the whole list.
    ///   - list: what the token is good for.
    ///   - token: the caller's token; `nil` or empty for the first page.
    ///   - size: items that the caller wants.
    ///   - allowsEmpty: whether an empty page may have a successor.
    /// - Returns: the page, or `nil` if the token is not of this list.
    package func page<Item>(
        of items: [Item],
        list: String,
        token: String?,
        size: Int,
        allowsEmpty: Bool = true
    ) -> Page<Item>? {
        var (start, step) = (0, 0)
        if let token, !token.isEmpty {
            guard let place = Self.place(token, list: list), place.start <= items.count else { return nil }
            (start, step) = place
        }
        var count = max(1, min(size, cap ?? size))
        if isRagged {
            if allowsEmpty, step % 3 == 1 {
                count = 0
            } else if count > 2 {
                count = 1 + Int(Self.mix(UInt64(start) &+ UInt64(step) &* 977) % UInt64(count))
            }
        }
        let end = min(items.count, start + count)
        let next = end < items.count ? Self.token(list: list, start: end, step: step + 1) : nil
        return Page(items: items[start..<end], next: next)
    }

    // Tokens are opaque to callers: hexadecimal digits over list, place, step and a check sum.
    private static func token(list: String, start: Int, step: Int) -> String {
        let text = "\(start)-\(step)-\(list)"
        return hexadecimal(Array(text.utf8)) + hexadecimal(checkSum(text))
    }

    private static func place(_ token: String, list: String) -> (start: Int, step: Int)? {
        guard let bytes = bytes(hexadecimal: token), bytes.count > 4 else { return nil }
        let text = String(decoding: bytes.dropLast(4), as: UTF8.self)
        let parts = text.split(separator: "-", maxSplits: 2)
        guard Array(bytes.suffix(4)) == checkSum(text), parts.count == 3, parts[2] == list,
            let start = Int(parts[0]), let step = Int(parts[1])
        else { return nil }
        return (start, step)
    }

    private static func checkSum(_ text: String) -> [UInt8] {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { sum = (sum ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return (0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * UInt64($0))) }
    }

    static func mix(_ value: UInt64) -> UInt64 {
        var mixed = (value &+ 0x9e37_79b9_7f4a_7c15)
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

/// Writes bytes as lower-case hexadecimal digits.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}

private func bytes(hexadecimal text: String) -> [UInt8]? {
    let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == text.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
