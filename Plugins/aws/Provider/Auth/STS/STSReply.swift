// SPDX-License-Identifier: Apache-2.0

/// A reply of STS: a handful of elements whose names are unique, in XML.
struct STSReply {
    private let root: XMLElement?

    /// Takes a reply's body; one that is no XML has no elements.
    init(_ body: [UInt8]) {
        do { root = try XMLReader.read(body).root } catch { root = nil }
    }

    /// The text of the first element of a name, wherever it is.
    ///
    /// - Parameter name: the element's name.
    /// - Returns: its text without blanks at its ends; `nil` when it is absent or empty.
    func element(_ name: String) -> String? {
        guard let root, let text = Self.find(name, in: root)?.text else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? nil : words
    }

    /// The reader bounds the depth.
    private static func find(_ name: String, in element: XMLElement) -> XMLElement? {
        if element.name == name { return element }
        for child in element.children {
            if let found = find(name, in: child) { return found }
        }
        return nil
    }
}
