// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Estate

struct PagingTests {
    /// Walks a list to its end.
    private func walk(_ paging: Paging, _ items: [Int], size: Int) throws -> (items: [Int], sizes: [Int]) {
        var (read, sizes, token): ([Int], [Int], String?) = ([], [], nil)
        var tokens: Set<String> = []
        repeat {
            let page = try #require(paging.page(of: items, list: "numbers", token: token, size: size))
            read += page.items
            sizes.append(page.items.count)
            token = page.next
            if let token { #expect(tokens.insert(token).inserted, "A token came twice.") }
        } while token != nil
        return (read, sizes)
    }

    @Test(arguments: [
        Paging(), Paging(cap: 1), Paging(cap: 7), Paging(isRagged: true), Paging(cap: 3, isRagged: true),
    ])
    func `a walk reads each item once, in order`(paging: Paging) throws {
        let items = Array(0..<100)
        #expect(try walk(paging, items, size: 10).items == items)
    }

    @Test func `the cap holds against the caller's wish`() throws {
        #expect(try walk(Paging(cap: 2), Array(0..<5), size: 100).sizes == [2, 2, 1])
    }

    @Test func `ragged pages include empty ones that have a successor`() throws {
        let sizes = try walk(Paging(isRagged: true), Array(0..<100), size: 10).sizes
        #expect(sizes.contains(0))
        #expect(Set(sizes).count > 4)
    }

    @Test func `an empty list is one page without a token`() throws {
        #expect(try walk(Paging(cap: 1), [], size: 10).sizes == [0])
    }

    @Test(arguments: ["zz", "00", "deadbeef", "3130"])
    func `a made-up token is refused`(token: String) {
        #expect(Paging().page(of: Array(0..<100), list: "numbers", token: token, size: 10) == nil)
    }

    @Test func `a token of another list is refused`() throws {
        let token = try #require(Paging().page(of: Array(0..<100), list: "a", token: nil, size: 10)?.next)
        #expect(Paging().page(of: Array(0..<100), list: "a", token: token, size: 10) != nil)
        #expect(Paging().page(of: Array(0..<100), list: "b", token: token, size: 10) == nil)
    }
}
