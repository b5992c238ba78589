// SPDX-License-Identifier: Apache-2.0

/// Reads the forms in which AWS writes a moment.
enum InstantText {
    /// Reads ISO 8601 with date and time, for example "2026-07-21T10:00:00Z".
    ///
    /// There may be a fraction, an offset, or the "UTC" that older AWS CLIs wrote; without a zone it is UTC.
    ///
    /// - Parameter text: the text.
    /// - Returns: the moment, or `nil` for anything else.
    static func iso8601(_ text: String) -> WallClock? {
        var rest = Scanner(text)
        guard let year = rest.number(4), rest.take("-"), let month = rest.number(2), rest.take("-"),
            let day = rest.number(2), rest.take("T") || rest.take("t") || rest.take(" "),
            let hour = rest.number(2), rest.take(":"), let minute = rest.number(2), rest.take(":"),
            let second = rest.number(2)
        else { return nil }
        let fraction = rest.fraction()
        guard let offset = rest.zone(), rest.isAtEnd else { return nil }
        let time = CivilTime(
            year: year,
            month: month,
            day: day,
            hour: hour,
            minute: minute,
            second: second
        )
        return time.isValid ? time.moment + (fraction - Double(offset)) : nil
    }

    /// Reads the date of an HTTP header field in its preferred form (RFC 9110 section 5.6.7), for example
    /// "Tue, 21 Jul 2026 09:59:58 GMT".
    ///
    /// - Parameter text: the field's value.
    /// - Returns: the moment, or `nil` for anything else.
    static func httpDate(_ text: String) -> WallClock? {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let words = text.split(separator: " ")
        guard words.count == 6, words[5] == "GMT", let month = months.firstIndex(of: String(words[2])) else {
            return nil
        }
        let clock = words[4].split(separator: ":").map { Int($0) }
        guard clock.count == 3, let day = Int(words[1]), let year = Int(words[3]), let hour = clock[0],
            let minute = clock[1], let second = clock[2]
        else { return nil }
        let time = CivilTime(
            year: year,
            month: month + 1,
            day: day,
            hour: hour,
            minute: minute,
            second: second
        )
        return time.isValid ? time.moment : nil
    }
}

/// Takes a text apart from the left.
private struct Scanner {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ text: StaticString) -> Bool {
        let wanted = text.description.utf8
        guard rest.starts(with: wanted) else { return false }
        rest = rest.dropFirst(wanted.count)
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        let part = rest.prefix(digits)
        guard part.count == digits, part.allSatisfy({ (48...57).contains($0) }) else { return nil }
        rest = rest.dropFirst(digits)
        return Int(Substring(part))
    }

    /// A fraction of a second, 0 when there is none.
    mutating func fraction() -> Double {
        guard rest.first == UInt8(ascii: ".") else { return 0 }
        let digits = rest.dropFirst().prefix { (48...57).contains($0) }
        rest = rest.dropFirst(1 + digits.count)
        return Double("0.\(Substring(digits))") ?? 0
    }

    /// Seconds east of Greenwich.
    mutating func zone() -> Int? {
        if isAtEnd || take("Z") || take("z") || take("UTC") { return 0 }
        let sign = take("+") ? 1 : -1
        guard sign == 1 || take("-"), let hours = number(2) else { return nil }
        _ = take(":")
        guard let minutes = isAtEnd ? 0 : number(2) else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
