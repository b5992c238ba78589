// SPDX-License-Identifier: Apache-2.0

import HostStorage
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"),
        (951_782_400_250_000, "2000-02-29T00:00:00.250Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_772_366_400_000_000, "2026-03-01T12:00:00.000Z"),
        (4_107_542_399_999_999, "2100-02-28T23:59:59.999Z"),
        (4_107_542_400_000_000, "2100-03-01T00:00:00.000Z"),
    ])
    func `an instant is written as RFC 3339`(_ microseconds: Int64, _ text: String) {
        #expect(Timestamp(microseconds: microseconds).description == text)
    }

    @Test func `steps beyond the range stay at its ends`() {
        #expect(noon.advanced(bySeconds: .max).microseconds == .max)
        #expect(noon.advanced(bySeconds: .min).microseconds == .min)
        #expect(noon.advanced(bySeconds: -1).seconds(since: noon) == 0)
    }
}
