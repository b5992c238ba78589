// SPDX-License-Identifier: Apache-2.0

/// Writes XML elements one after another.
struct XMLText: Sendable {
    private(set) var bytes: [UInt8] = []

    init() {}

    /// Writes `<name>value</name>`.
    mutating func leaf(_ name: String, _ value: String) {
        raw("<\(name)>")
        escape(value)
        raw("</\(name)>")
    }

    /// Writes an element around what `content` writes.
    mutating func element<Failure: Error>(
        _ name: String,
        namespace: String? = nil,
        _ content: (inout XMLText) throws(Failure) -> Void
    ) throws(Failure) {
        raw("<\(name)")
        if let namespace {
            raw(" xmlns=\"")
            escape(namespace)
            raw("\"")
        }
        raw(">")
        try content(&self)
        raw("</\(name)>")
    }

    /// Writes the list `<name><item>…</item>…</name>`.
    mutating func list<Item>(
        _ name: String,
        of items: some Sequence<Item>,
        each element: String,
        _ content: (inout XMLText, Item) -> Void
    ) {
        self.element(name) { xml in
            for item in items { xml.element(element) { content(&$0, item) } }
        }
    }

    /// Writes text between tags.
    mutating func text(_ value: String) { escape(value) }

    mutating func append(_ other: XMLText) { bytes.append(contentsOf: other.bytes) }

    private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    // XML 1.0 section 2.4; a carriage return would be read as a line feed if it stood bare (section 2.11).
    private mutating func escape(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): raw("&amp;")
            case UInt8(ascii: "<"): raw("&lt;")
            case UInt8(ascii: ">"): raw("&gt;")
            case UInt8(ascii: "\""): raw("&quot;")
            case 0x0D: raw("&#xD;")
            default: bytes.append(byte)
            }
        }
    }
}
