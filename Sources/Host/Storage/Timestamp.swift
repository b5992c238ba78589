// SPDX-License-Identifier: Apache-2.0

/// An instant of UTC wall-clock time with microseconds.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    /// Names an instant.
    ///
    /// - Parameter microseconds: microseconds since 1970.
    package init(microseconds: Int64) { self.microseconds = microseconds }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The instant that many seconds later; it stays at the ends of the range instead of overflowing.
    ///
    /// - Parameter seconds: seconds, negative for earlier.
    /// - Returns: the instant.
    package func advanced(bySeconds seconds: Int64) -> Timestamp {
        let (step, tooLong) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, tooFar) = microseconds.addingReportingOverflow(tooLong ? 0 : step)
        guard !tooLong, !tooFar else {
            return Timestamp(microseconds: seconds < 0 ? .min : .max)
        }
        return Timestamp(microseconds: sum)
    }

    /// Whole seconds from another instant to this one; never negative, for a clock that was set back.
    ///
    /// - Parameter earlier: the other instant.
    /// - Returns: seconds, rounded down.
    package func seconds(since earlier: Timestamp) -> Int64 {
        let (difference, tooFar) = microseconds.subtractingReportingOverflow(earlier.microseconds)
        return tooFar ? 0 : max(0, difference / 1_000_000)
    }
}

extension Timestamp: CustomStringConvertible {
    /// The instant as RFC 3339 text with milliseconds: "2026-03-01T12:00:00.250Z".
    package var description: String {
        let seconds = microseconds.flooredQuotient(by: 1_000_000)
        let milliseconds = (microseconds - seconds * 1_000_000) / 1_000
        let days = seconds.flooredQuotient(by: 86_400)
        let second = seconds - days * 86_400
        let (year, month, day) = Self.civil(days: days)
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        let time = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        return "\(date)T\(time).\(padded(milliseconds, 3))Z"
    }

    /// The proleptic Gregorian date of a day counted from 1970-01-01.
    ///
    /// The era arithmetic is that of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
    private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    /// The quotient rounded towards minus infinity.
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

private func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
