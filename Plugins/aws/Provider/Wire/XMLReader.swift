// SPDX-License-Identifier: Apache-2.0

import CXML2

/// Why a text is no XML that a service would send.
struct XMLError: Error, Hashable, Sendable {
    let message: String
}

/// Reads XML replies with libxml2's push parser.
///
/// No document type, no entities of its own, no network; depth and number of elements are limited here, the
/// length of texts and names by libxml2 itself.
enum XMLReader {
    private static let maximumDepth = 64
    private static let maximumElements = 1_000_000
    private static let chunk = 64 * 1024

    /// libxml2's tables, set up once as its documentation asks of threaded programs.
    private static let isSetUp: Bool = {
        xmlInitParser()
        return true
    }()

    /// Reads a whole document.
    static func read(_ bytes: [UInt8]) throws(XMLError) -> XMLDocument {
        guard isSetUp, !bytes.isEmpty else { throw XMLError(message: "The text is empty.") }
        let tree = TreeBuilder(size: bytes.count)
        var handler = unsafe handlers
        // SAFETY: `tree` outlives the parser, which is freed below; `bytes` outlives each call.
        let user = unsafe Unmanaged.passUnretained(tree).toOpaque()
        guard let parser = unsafe xmlCreatePushParserCtxt(&handler, user, nil, 0, nil) else {
            throw XMLError(message: "There is no memory for an XML parser.")
        }
        defer { unsafe xmlFreeParserCtxt(parser) }
        _ = unsafe xmlCtxtUseOptions(parser, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOWARNING.rawValue))
        let status = unsafe bytes.withUnsafeBytes { bytes in unsafe feed(bytes, to: parser, tree) }
        if let fault = tree.fault { throw XMLError(message: fault) }
        guard status == 0, let document = tree.finish() else {
            throw XMLError(message: unsafe lastError(parser))
        }
        return document
    }

    @unsafe
    private static func feed(
        _ bytes: UnsafeRawBufferPointer,
        to parser: xmlParserCtxtPtr,
        _ tree: TreeBuilder
    ) -> Int32 {
        var place = 0
        while place < bytes.count {
            let count = min(chunk, bytes.count - place)
            let start = unsafe bytes.baseAddress?.advanced(by: place).assumingMemoryBound(to: CChar.self)
            let isLast: Int32 = place + count == bytes.count ? 1 : 0
            let status = unsafe xmlParseChunk(parser, start, Int32(count), isLast)
            if status != 0 || tree.fault != nil { return status }
            place += count
        }
        return 0
    }

    @unsafe
    private static func lastError(_ parser: xmlParserCtxtPtr) -> String {
        guard let error = unsafe xmlCtxtGetLastError(parser), let text = unsafe error.pointee.message else {
            return "The XML ends too early."
        }
        let line = unsafe error.pointee.line
        let message = unsafe String(cString: text).split(separator: "\n").joined(separator: " ")
        return "\(message) (line \(line))"
    }

    // SAFETY (all): `user` is the tree builder of `read`, alive while the parser is; texts are borrowed.
    private static var handlers: xmlSAXHandler {
        var handler = unsafe xmlSAXHandler()
        unsafe handler.initialized = UInt32(XML_SAX2_MAGIC)
        unsafe handler.startElementNs = { user, name, _, _, _, _, _, _, _ in
            guard let name = unsafe name else { return }
            unsafe TreeBuilder.from(user)?.begin(name)
        }
        unsafe handler.endElementNs = { user, _, _, _ in unsafe TreeBuilder.from(user)?.end() }
        unsafe handler.characters = { user, text, count in unsafe TreeBuilder.from(user)?.add(text, count) }
        unsafe handler.cdataBlock = { user, text, count in unsafe TreeBuilder.from(user)?.add(text, count) }
        unsafe handler.internalSubset = { user, _, _, _ in
            unsafe TreeBuilder.from(user)?.fail("A reply must not have a document type declaration.")
        }
        unsafe handler.reference = { user, _ in
            unsafe TreeBuilder.from(user)?.fail("A reply must not refer to an entity.")
        }
        unsafe handler.serror = { _, _ in }  // otherwise libxml2 writes to standard error
        return unsafe handler
    }

    /// Takes the parser's events and grows the flat tree.
    @safe
    private final class TreeBuilder {
        private(set) var fault: String?
        private var nodes: [XMLDocument.Node] = []
        private var names: [String] = []
        private var places: [UnsafePointer<UInt8>: Int32] = unsafe [:]
        private var open: [Int32] = []
        private var text: [UInt8] = []
        private var isComplete = false

        /// - Parameter size: bytes of the text; an element takes about forty of them, so that growing, which
        ///   needs the old and the new list at once, is rare.
        init(size: Int) { nodes.reserveCapacity(size / 40) }

        @unsafe
        static func from(_ user: UnsafeMutableRawPointer?) -> TreeBuilder? {
            guard let user = unsafe user else { return nil }
            let tree = unsafe Unmanaged<TreeBuilder>.fromOpaque(user).takeUnretainedValue()
            return tree.fault == nil ? tree : nil
        }

        func fail(_ message: String) { fault = fault ?? message }

        @unsafe
        func begin(_ name: UnsafePointer<UInt8>) {
            guard open.count < maximumDepth else { return fail("The XML is nested too deeply.") }
            guard nodes.count < maximumElements else { return fail("The XML has too many elements.") }
            text.removeAll(keepingCapacity: true)
            let index = Int32(nodes.count)
            nodes.append(XMLDocument.Node(name: unsafe place(of: name)))
            if let parent = open.last.map(Int.init) {
                let last = nodes[parent].lastChild
                if last >= 0 { nodes[Int(last)].next = index } else { nodes[parent].firstChild = index }
                nodes[parent].lastChild = index
            }
            open.append(index)
        }

        /// libxml2 keeps each name once per parser, so equal pointers are equal names.
        @unsafe
        private func place(of name: UnsafePointer<UInt8>) -> Int32 {
            if let known = unsafe places[name] { return known }
            let place = Int32(names.count)
            names.append(unsafe String(cString: name))
            unsafe places[name] = place
            return place
        }

        @unsafe
        func add(_ bytes: UnsafePointer<UInt8>?, _ count: Int32) {
            unsafe text.append(contentsOf: unsafe UnsafeBufferPointer(start: bytes, count: Int(count)))
        }

        func end() {
            guard let index = open.popLast().map(Int.init) else { return }
            // What stands between child elements is white space for the eye.
            if nodes[index].firstChild < 0 { nodes[index].text = String(decoding: text, as: UTF8.self) }
            text.removeAll(keepingCapacity: true)
            isComplete = open.isEmpty
        }

        func finish() -> XMLDocument? { isComplete ? XMLDocument(nodes: nodes, names: names) : nil }
    }
}
