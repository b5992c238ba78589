// SPDX-License-Identifier: Apache-2.0

/// The first elements of a sequence by some order, kept while the sequence passes in any order.
///
/// It holds at most twice as many elements as are wanted.
struct FirstElements<Element: Sendable>: Sendable {
    private let limit: Int
    private let precedes: @Sendable (Element, Element) -> Bool
    private var elements: [Element] = []
    /// The last of the first elements, once there are enough to know that what follows it is not wanted.
    private var bound: Element?

    init(_ limit: Int, by precedes: @escaping @Sendable (Element, Element) -> Bool) {
        self.limit = limit
        self.precedes = precedes
    }

    mutating func insert(_ element: Element) {
        guard limit > 0 else { return }
        if let bound, !precedes(element, bound) { return }
        elements.append(element)
        if elements.count >= 2 * limit { cut() }
    }

    /// The elements in order.
    var sorted: [Element] { Array(elements.sorted(by: precedes).prefix(limit)) }

    private mutating func cut() {
        elements = sorted
        bound = elements.last
    }
}
