// SPDX-License-Identifier: Apache-2.0

/// A waiting line in one array, with both ends in constant time on average.
struct Line<Element> {
    private var elements: [Element] = []
    private var first = 0

    /// How many wait.
    var count: Int { elements.count - first }

    /// Adds one at the end.
    mutating func append(_ element: Element) { elements.append(element) }

    /// Takes the one that has waited longest.
    mutating func popFirst() -> Element? {
        guard first < elements.count else { return nil }
        let element = elements[first]
        first += 1
        if 2 * first >= elements.count {
            elements.removeFirst(first)
            first = 0
        }
        return element
    }
}
