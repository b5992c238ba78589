// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import HostServices

@Suite struct HostLanesTests {
    private let address: WebAddress
    private let lanes = HostLanes(width: 2)

    init() throws { address = try WebAddress("https://example.com/") }

    @Test func `requests beyond the width wait in the order in which they came`() {
        var lanes = lanes
        var mayRun: [Bool] = []
        for number in 1...5 { mayRun.append(lanes.enter(UInt64(number), address)) }
        #expect(mayRun == [true, true, false, false, false])
        let next = [lanes.leave(address) { _ in true }, lanes.leave(address) { _ in true }]
        #expect(next == [3, 4])
        let mayRunLater = lanes.enter(6, address)
        #expect(!mayRunLater)
    }

    @Test func `a request that is no longer wanted is passed over`() {
        var lanes = lanes
        for number in 1...5 { _ = lanes.enter(UInt64(number), address) }
        let next = [lanes.leave(address) { $0 > 4 }, lanes.leave(address) { _ in true }]
        #expect(next == [5, nil])
        let mayRun = [lanes.enter(6, address), lanes.enter(7, address)]
        #expect(mayRun == [true, false])
    }

    @Test(arguments: ["https://example.org/", "https://example.com:444/", "http://example.com:443/"])
    func `other hosts, ports and schemes have lanes of their own`(url: String) throws {
        var lanes = lanes
        for number in 1...3 { _ = lanes.enter(UInt64(number), address) }
        let mayRun = lanes.enter(4, try WebAddress(url))
        #expect(mayRun)
    }

    @Test func `a path does not make another host`() throws {
        var lanes = lanes
        for number in 1...2 { _ = lanes.enter(UInt64(number), address) }
        let mayRun = lanes.enter(3, try WebAddress("https://EXAMPLE.com/other?path"))
        #expect(!mayRun)
    }
}
