// SPDX-License-Identifier: Apache-2.0

/// Recognises dates; TagPolicy has no clock and keeps dates as they are written.
enum CalendarText {
    /// Whether this is a full-date or a date-time of RFC 3339 section 5.6; the offset may be missing, as in
    /// policies that the predecessor wrote.
    static func isDate(_ text: String) -> Bool {
        var rest = text.utf8[...]
        guard let year = number(4, &rest), take("-", &rest), let month = number(2, &rest), take("-", &rest),
            let day = number(2, &rest), (1...12).contains(month), day >= 1, day <= days(month, of: year)
        else { return false }
        return rest.isEmpty || isTime(rest)
    }

    private static func isTime(_ text: Substring.UTF8View) -> Bool {
        var rest = text
        guard take("T", &rest) || take("t", &rest) || take(" ", &rest), let hour = number(2, &rest),
            take(":", &rest), let minute = number(2, &rest), take(":", &rest), let second = number(2, &rest),
            hour <= 23, minute <= 59, second <= 60
        else { return false }
        if take(".", &rest) {
            guard number(1, &rest) != nil else { return false }
            while number(1, &rest) != nil {}
        }
        return rest.isEmpty || isOffset(rest)
    }

    private static func isOffset(_ text: Substring.UTF8View) -> Bool {
        var rest = text
        if take("Z", &rest) || take("z", &rest) { return rest.isEmpty }
        guard take("+", &rest) || take("-", &rest), let hour = number(2, &rest), take(":", &rest),
            let minute = number(2, &rest)
        else { return false }
        return hour <= 23 && minute <= 59 && rest.isEmpty
    }

    private static func days(_ month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    private static func take(_ character: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
        guard let byte = rest.first, UInt32(byte) == character.value else { return false }
        rest.removeFirst()
        return true
    }

    private static func number(_ digits: Int, _ rest: inout Substring.UTF8View) -> Int? {
        let digitsHere = rest.prefix(digits)
        guard digitsHere.count == digits, digitsHere.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        rest.removeFirst(digits)
        return digitsHere.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
