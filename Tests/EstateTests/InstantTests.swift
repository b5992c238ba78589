// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Estate

struct InstantTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2000-02-29T23:59:59Z", 951_868_799),
        ("2015-08-30T12:36:00Z", 1_440_938_160),
        ("1969-12-31T23:59:59Z", -1), ("2100-03-01T00:00:00Z", 4_107_542_400),
    ])
    func `a date is read and written`(text: String, seconds: Int64) throws {
        let instant = try #require(Instant(iso8601: text))
        #expect(instant.seconds == seconds)
        #expect(instant.iso8601() == text)
        #expect(Instant(basic: instant.basic()) == instant)
    }

    @Test(arguments: [
        "", "2015-08-30", "2015-13-30T12:36:00Z", "2015-08-30T24:00:00Z", "20150830T123600+0100",
    ])
    func `what is no date is refused`(text: String) {
        #expect(Instant(iso8601: text) == nil)
        #expect(Instant(basic: text) == nil)
    }
}
