// SPDX-License-Identifier: Apache-2.0

/// The elements and texts of one XML reply; attributes and comments are not kept.
final class XMLDocument: Sendable {
    /// One element in the flat list of all.
    struct Node: Sendable {
        var name: Int32
        var text = ""
        var firstChild: Int32 = -1
        var lastChild: Int32 = -1
        var next: Int32 = -1
    }

    fileprivate let nodes: [Node]
    fileprivate let names: [String]

    init(nodes: [Node], names: [String]) {
        self.nodes = nodes
        self.names = names
    }

    /// The outermost element; a document without one does not get here.
    var root: XMLElement { XMLElement(document: self, index: 0) }
}

/// One element of a document.
struct XMLElement: Sendable {
    fileprivate let document: XMLDocument
    fileprivate let index: Int32

    private var node: XMLDocument.Node { document.nodes[Int(index)] }

    /// The name without its prefix.
    var name: String { document.names[Int(node.name)] }

    /// The character data directly inside.
    var text: String { node.text }

    /// The elements directly inside.
    var children: some Sequence<XMLElement> {
        sequence(first: node.firstChild) { self.document.nodes[Int($0)].next }
            .prefix { $0 >= 0 }
            .map { XMLElement(document: self.document, index: $0) }
    }

    /// The first element of that name directly inside.
    subscript(name: String) -> XMLElement? {
        var place = node.firstChild
        while place >= 0 {
            let child = document.nodes[Int(place)]
            if document.names[Int(child.name)] == name { return XMLElement(document: document, index: place) }
            place = child.next
        }
        return nil
    }
}
