// SPDX-License-Identifier: Apache-2.0

/// The members of a JSON object, in order, each name once.
///
/// Names are told apart by their bytes, as RFC 8259 section 8.3 recommends, not by Unicode equivalence.
public struct JSONObject: Sendable {
    /// One member.
    public struct Member: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value.
        public var value: JSONValue
    }

    /// Members in the order in which they were first set.
    public private(set) var members: [Member] = []

    /// Places by name, kept once a linear search would be slow.
    private var places: [ExactName: Int] = [:]

    /// Makes an empty object.
    public init() {}

    /// Makes an object of pairs; a later pair of the same name replaces the earlier one's value.
    ///
    /// - Parameter pairs: names and values.
    public init(_ pairs: some Sequence<(String, JSONValue)>) {
        for (name, value) in pairs { self[name] = value }
    }

    /// The number of members.
    public var count: Int { members.count }

    /// Whether there is no member.
    public var isEmpty: Bool { members.isEmpty }

    /// The names, in order.
    public var names: [String] { members.map(\.name) }

    /// The value of that name; setting `nil` removes the member.
    ///
    /// - Complexity: O(n) up to 16 members and O(1) above; removal is O(n).
    public subscript(name: String) -> JSONValue? {
        get { place(of: name).map { members[$0].value } }
        set {
            switch (place(of: name), newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): remove(at: place)
            case (nil, let value?): append(name, value)
            case (nil, nil): break
            }
        }
    }

    /// Places members above this count are found through `places`.
    private static let linearLimit = 16

    private func place(of name: String) -> Int? {
        if members.count > Self.linearLimit { return places[ExactName(name)] }
        let span = members.span
        for place in span.indices where ExactName.isSame(span[place].name, name) { return place }
        return nil
    }

    /// Adds a member unless the name is there already.
    ///
    /// - Returns: whether it was added.
    mutating func insert(_ name: String, _ value: JSONValue) -> Bool {
        guard place(of: name) == nil else { return false }
        append(name, value)
        return true
    }

    private mutating func append(_ name: String, _ value: JSONValue) {
        members.append(Member(name: name, value: value))
        if members.count == Self.linearLimit + 1 {
            for (place, member) in members.enumerated() { places[ExactName(member.name)] = place }
        } else if members.count > Self.linearLimit {
            places[ExactName(name)] = members.count - 1
        }
    }

    private mutating func remove(at place: Int) {
        let remaining = members.enumerated().filter { $0.offset != place }.map(\.element)
        members = []
        places = [:]
        for member in remaining { append(member.name, member.value) }
    }
}

/// A name compared by its bytes.
struct ExactName: Hashable, Sendable {
    let text: String
    init(_ text: String) { self.text = text }

    static func == (left: ExactName, right: ExactName) -> Bool { isSame(left.text, right.text) }

    static func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (left.utf8Span.span, right.utf8Span.span)
        guard left.count == right.count else { return false }
        for place in left.indices where left[place] != right[place] { return false }
        return true
    }

    // Seeded, since names come from outside; eight bytes at a time.
    func hash(into hasher: inout Hasher) {
        let bytes = text.utf8Span.span
        var word: UInt64 = 0
        for place in bytes.indices {
            word = word << 8 | UInt64(bytes[place])
            if place & 7 == 7 {
                hasher.combine(word)
                word = 0
            }
        }
        hasher.combine(word)
        hasher.combine(bytes.count)
    }
}

extension JSONObject: Hashable {
    /// Compares members without regard to their order, as RFC 8259 section 4 asks.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.name] == $0.value }
    }

    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

extension JSONObject: Sequence {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    // swift-format-ignore: AllPublicDeclarationsHaveDocumentation
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
