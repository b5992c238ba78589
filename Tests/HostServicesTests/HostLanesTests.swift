// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostServices

@Suite struct HostLanesTests {
    private let address: WebAddress
    private var lanes = HostLanes(width: 2)

    init() throws { address = try WebAddress("https://example.com/") }

    @Test func `requests beyond the width wait in the order in which they came`() {
        var lanes = lanes
        #expect((1...5).map { lanes.enter($0, address) } == [true, true, false, false, false])
        #expect(lanes.leave(address) { _ in true } == 3)
        #expect(lanes.leave(address) { _ in true } == 4)
        #expect(!lanes.enter(6, address))
    }

    @Test func `a request that is no longer wanted is passed over`() {
        var lanes = lanes
        for number in 1...5 { _ = lanes.enter(UInt64(number), address) }
        #expect(lanes.leave(address) { $0 > 4 } == 5)
        #expect(lanes.leave(address) { _ in true } == nil)
        #expect(lanes.enter(6, address))
        #expect(!lanes.enter(7, address))
    }

    @Test(arguments: ["https://example.org/", "https://example.com:444/", "http://example.com:443/"])
    func `other hosts, ports and schemes have lanes of their own`(url: String) throws {
        var lanes = lanes
        for number in 1...3 { _ = lanes.enter(UInt64(number), address) }
        #expect(lanes.enter(4, try WebAddress(url)))
    }

    @Test func `a path does not make another host`() throws {
        var lanes = lanes
        for number in 1...2 { _ = lanes.enter(UInt64(number), address) }
        #expect(!lanes.enter(3, try WebAddress("https://EXAMPLE.com/other?path")))
    }
}
