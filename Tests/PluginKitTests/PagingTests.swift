// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import PluginKit

struct PagingTests {
    @Test func `a list is read to its end, empty pages included`() async throws {
        let next = ["": "a", "a": "b", "b": "c"]
        var asked: [String] = []
        try await Paging.forEach { token in
            asked.append(token ?? "")
            return next[token ?? ""]
        }
        #expect(asked == ["", "a", "b", "c"])
    }

    @Test func `an empty token is the end`() async throws {
        var pages = 0
        try await Paging.forEach { _ in
            pages += 1
            return ""
        }
        #expect(pages == 1)
    }

    @Test(arguments: [["a", "a"], ["a", "b", "a"]])
    func `a token that comes again is an error, not an endless loop`(tokens: [String]) async {
        var pages = 0
        await #expect(throws: Paging.RepeatedToken.self) {
            try await Paging.forEach { _ in
                defer { pages += 1 }
                return tokens[pages % tokens.count]
            }
        }
        #expect(pages == tokens.count)
    }

    @Test func `a cancelled task reads no further page`() async {
        let firstPage = OneShot<Bool>()
        let pages = await withTaskGroup(of: Int.self) { group in
            group.addTask {
                var pages = 0
                do {
                    try await Paging.forEach { _ in
                        pages += 1
                        _ = await firstPage.outcome()
                        return "page \(pages)"
                    }
                } catch is CancellationError {
                    return pages
                } catch {
                    return -1
                }
                return 0
            }
            // Whether the task has begun or not: it must stop after the page that it is at.
            group.cancelAll()
            firstPage.deliver(true)
            return await group.next() ?? -1
        }
        #expect((0...1).contains(pages))
    }
}
