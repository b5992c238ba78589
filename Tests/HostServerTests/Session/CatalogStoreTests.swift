// SPDX-License-Identifier: Apache-2.0

import HostServer
import Testing

@Suite(.timeLimit(.minutes(1))) struct CatalogStoreTests {
    @Test func `changes between two looks arrive as one`() async {
        let store = CatalogStore()
        var changes = store.changes().makeAsyncIterator()
        store.update(CatalogChange(tools: true)) { $0.tools = Sample.tools }
        store.announce(CatalogChange(updated: ["x:a"]))
        store.announce(CatalogChange(prompts: true, updated: ["x:b"]))
        let change = await changes.next()
        #expect(change == CatalogChange(tools: true, prompts: true, updated: ["x:a", "x:b"]))
    }

    @Test func `every watcher hears of every change from when it began to watch`() async {
        let store = CatalogStore()
        var first = store.changes().makeAsyncIterator()
        store.announce(CatalogChange(tools: true))
        var second = store.changes().makeAsyncIterator()
        store.announce(CatalogChange(prompts: true))
        #expect(await first.next() == CatalogChange(tools: true, prompts: true))
        #expect(await second.next() == CatalogChange(prompts: true))
    }

    @Test func `each update has a generation of its own`() {
        let store = CatalogStore()
        let before = store.current.generation
        store.update(CatalogChange(tools: true)) { $0.tools = Sample.tools }
        #expect(store.current.generation == before + 1)
        #expect(store.current.tools.count == Sample.tools.count)
    }
}
