// SPDX-License-Identifier: Apache-2.0

/// A binary heap of things by time; things of the same time come out in the order they went in.
struct Deadlines<Element> {
    private struct Item {
        let time: Int64
        let order: UInt64
        let element: Element

        func isBefore(_ other: Item) -> Bool { (time, order) < (other.time, other.order) }
    }

    private var items: [Item] = []
    private var lastOrder: UInt64 = 0

    /// The earliest time.
    var next: Int64? { items.first?.time }

    /// Adds an element.
    ///
    /// - Complexity: O(log n).
    mutating func insert(_ element: Element, at time: Int64) {
        lastOrder += 1
        items.append(Item(time: time, order: lastOrder, element: element))
        var child = items.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard items[child].isBefore(items[parent]) else { return }
            items.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest element when its time has come.
    ///
    /// - Complexity: O(log n).
    mutating func popDue(at now: Int64) -> Element? {
        guard let first = items.first, first.time <= now else { return nil }
        let last = items.removeLast()
        guard !items.isEmpty else { return first.element }
        items[0] = last
        var parent = 0
        while true {
            var smallest = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < items.count && items[child].isBefore(items[smallest]) { smallest = child }
            guard smallest != parent else { return first.element }
            items.swapAt(parent, smallest)
            parent = smallest
        }
    }

    /// Removes everything.
    mutating func removeAll() { items = [] }
}
