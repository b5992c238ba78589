// SPDX-License-Identifier: Apache-2.0

/// A moment in UTC on the Gregorian calendar, to the second.
struct CivilTime: Hashable, Sendable {
    /// Year of the common era.
    var year: Int
    /// 1 to 12.
    var month: Int
    /// 1 to 31.
    var day: Int
    /// 0 to 23.
    var hour: Int
    /// 0 to 59.
    var minute: Int
    /// 0 to 60: a leap second counts as the next minute's first.
    var second: Int

    /// Writes a number with leading zeros.
    ///
    /// - Parameters:
    ///   - number: the number, not negative.
    ///   - width: the least number of digits.
    /// - Returns: its digits.
    static func padded(_ number: Int, _ width: Int = 2) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}

// MARK: - Conversion

extension CivilTime {
    private static let secondsPerDay = 86_400

    /// Finds day and time of a moment; one that is no number or beyond the year 9999 is the epoch.
    ///
    /// - Parameter moment: the moment.
    init(_ moment: WallClock) {
        let seconds = moment.secondsSince1970.rounded(.down)
        let whole = seconds.isFinite && abs(seconds) < 253_402_300_800 ? Int(seconds) : 0
        let days = (Double(whole) / Double(Self.secondsPerDay)).rounded(.down)
        let rest = whole - Int(days) * Self.secondsPerDay
        (year, month, day) = Self.date(daysSince1970: Int(days))
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    }

    /// The moment that this names.
    var moment: WallClock {
        let days = Self.days(year: year, month: month, day: day)
        return WallClock(
            secondsSince1970: Double(days * Self.secondsPerDay + hour * 3600 + minute * 60 + second)
        )
    }

    /// Whether every part is in its range.
    var isValid: Bool {
        (1...9999).contains(year) && (1...12).contains(month) && (1...31).contains(day)
            && (0...23).contains(hour) && (0...59).contains(minute) && (0...60).contains(second)
            && Self.date(daysSince1970: Self.days(year: year, month: month, day: day)).day == day
    }

    // Howard Hinnant, "chrono-compatible low-level date algorithms": years begin in March, eras are 400 years.
    private static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = daysSince1970 + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
