// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PluginKit

struct CallTableTests {
    @Test func `an idle plugin is drained at once, and says so once`() {
        var table = CallTable<Int>()
        let answers = [table.drain(), table.drain()]
        #expect(answers == [true, false])
    }

    @Test func `a busy plugin is drained when its last call ends`() {
        var table = CallTable<Int>()
        table.start(1, 10)
        table.start(2, 20)
        let answers = [table.drain(), table.end(1), table.end(2), table.end(2)]
        #expect(answers == [false, false, true, false])
    }

    @Test func `only a call under way can be cancelled`() {
        var table = CallTable<Int>()
        table.start(7, 70)
        #expect(table.cancel(7) == 70)
        #expect(table.cancel(8) == nil)
        _ = table.end(7)
        #expect(table.cancel(7) == nil)
    }
}
