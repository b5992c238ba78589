// SPDX-License-Identifier: Apache-2.0

/// A point in time in whole seconds since 1970, in UTC.
package struct Instant: Hashable, Sendable, Comparable {
    /// Seconds since 1970.
    package let seconds: Int64

    /// Wraps a count of seconds.
    ///
    /// - Parameter seconds: seconds since 1970.
    package init(seconds: Int64) { self.seconds = seconds }

    /// Reads "2025-01-31T09:30:00Z".
    ///
    /// - Parameter text: the text, to the second, in UTC.
    package init?(iso8601 text: String) {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }
        guard text.utf8.count == 20 else { return nil }
        self.init(basic: String(decoding: digits, as: UTF8.self))
    }

    /// Reads "20250131T093000Z", the form of the `X-Amz-Date` header.
    ///
    /// - Parameter text: the text, to the second, in UTC.
    package init?(basic text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 16, bytes[8] == UInt8(ascii: "T"), bytes[15] == UInt8(ascii: "Z") else {
            return nil
        }
        func number(_ range: Range<Int>) -> Int64? { Int64(String(decoding: bytes[range], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61
        else { return nil }
        seconds = Self.days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    package static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }

    /// Writes "2025-01-31T09:30:00Z".
    ///
    /// - Parameter fraction: what stands between the seconds and the zone, such as ".000".
    /// - Returns: the text.
    package func iso8601(fraction: String = "") -> String {
        let (year, month, day) = Self.date(days: Self.floor(seconds, 86_400))
        let rest = seconds - Self.floor(seconds, 86_400) * 86_400
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T"
            + "\(pad(rest / 3_600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2))\(fraction)Z"
    }

    /// Writes "20250131T093000Z".
    ///
    /// - Returns: the text.
    package func basic() -> String {
        String(
            decoding: iso8601().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") },
            as: UTF8.self
        )
    }

    private func pad(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    private static func floor(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }

    /// Days since 1970 of a date in the proleptic Gregorian calendar.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = floor(shifted, 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = floor(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1
        )
    }
}
