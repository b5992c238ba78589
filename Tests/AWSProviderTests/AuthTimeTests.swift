// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AWSProvider

struct AuthTimeTests {
    @Test(arguments: [
        (0.0, "19700101T000000Z"), (951_782_400, "20000229T000000Z"), (1_709_164_799, "20240228T235959Z"),
        (1_709_251_199, "20240229T235959Z"), (1_709_251_200, "20240301T000000Z"),
        (4_107_542_400, "21000301T000000Z"),
        (-1, "19691231T235959Z"), (1_784_627_998.75, "20260721T095958Z"),
        (253_402_300_799, "99991231T235959Z"),
        (.nan, "19700101T000000Z"), (.infinity, "19700101T000000Z"),
    ])
    func `a moment is written in ISO 8601 basic form`(_ seconds: Double, _ text: String) {
        #expect(SigV4Timestamp(WallClock(secondsSince1970: seconds)).basic == text)
    }

    @Test(arguments: [
        ("2026-07-21T09:59:58Z", 1_784_627_998.0), ("2026-07-21T09:59:58.250Z", 1_784_627_998.25),
        ("2026-07-21T11:59:58+02:00", 1_784_627_998), ("2026-07-21T05:29:58-0430", 1_784_627_998),
        ("2026-07-21T09:59:58UTC", 1_784_627_998), ("2026-07-21 09:59:58", 1_784_627_998),
        ("2026-07-21T09:59:58+00:00", 1_784_627_998), ("1970-01-01T00:00:00Z", 0),
    ])
    func `the forms that AWS's tools write are read`(_ text: String, _ seconds: Double) {
        #expect(InstantText.iso8601(text)?.secondsSince1970 == seconds)
    }

    @Test(arguments: [
        "", "2026", "2026-07-21", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-07-21T24:00:00Z",
        "2026-07-21T09:59:58Zx", "2026-07-21T09:59:58+2", "٢٠٢٦-07-21T09:59:58Z", "tomorrow",
    ])
    func `anything else is no moment`(_ text: String) {
        #expect(InstantText.iso8601(text) == nil)
    }

    @Test(arguments: [
        ("Tue, 21 Jul 2026 09:59:58 GMT", 1_784_627_998.0 as Double?), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
        ("Tue, 21 Jul 2026 09:59:58 CET", nil), ("Tue, 21 Foo 2026 09:59:58 GMT", nil), ("", nil),
        ("Tue, 31 Feb 2026 09:59:58 GMT", nil), ("Tue, 21 Jul 2026 09:59 GMT", nil),
    ])
    func `the date of a reply is read`(_ text: String, _ seconds: Double?) {
        #expect(InstantText.httpDate(text)?.secondsSince1970 == seconds)
    }

    @Test func `a clock that is an hour slow is corrected by the server's date`() {
        let skew = ClockSkew()
        let now = WallClock(secondsSince1970: 1_784_624_398)
        let reply = HTTPResponse(status: 403, headers: [("date", "Tue, 21 Jul 2026 09:59:58 GMT")])
        #expect(skew.learn(code: "RequestTimeTooSkewed", from: reply, now: now))
        #expect(skew.seconds == 3600)
        #expect(skew.corrected(now).secondsSince1970 == 1_784_627_998)
        #expect(!skew.learn(code: "RequestTimeTooSkewed", from: reply, now: now), "nothing changed")
    }

    @Test(arguments: [
        ("AccessDenied", "Tue, 21 Jul 2026 09:59:58 GMT"), ("RequestTimeTooSkewed", "never"),
        ("SignatureDoesNotMatch", "Tue, 21 Jul 2026 09:01:58 GMT"),
    ])
    func `a refusal with another reason leaves the clock alone`(_ code: String, _ date: String) {
        let skew = ClockSkew()
        let reply = HTTPResponse(status: 403, headers: [("Date", date)])
        #expect(!skew.learn(code: code, from: reply, now: WallClock(secondsSince1970: 1_784_624_398)))
        #expect(skew.seconds == 0)
    }
}
