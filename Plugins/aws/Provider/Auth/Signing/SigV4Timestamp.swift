// SPDX-License-Identifier: Apache-2.0

/// The two forms in which a signature names its time, in UTC.
struct SigV4Timestamp: Hashable, Sendable {
    /// ISO 8601 basic form, for example "20260721T095959Z".
    let basic: String

    /// The day alone, for example "20260721".
    var day: String { String(basic.prefix(8)) }

    /// Writes a moment; fractions of a second are dropped.
    ///
    /// - Parameter moment: the moment.
    init(_ moment: WallClock) {
        let time = CivilTime(moment)
        basic =
            CivilTime.padded(time.year, 4) + CivilTime.padded(time.month) + CivilTime.padded(time.day) + "T"
            + CivilTime.padded(time.hour) + CivilTime.padded(time.minute) + CivilTime.padded(time.second)
            + "Z"
    }
}
