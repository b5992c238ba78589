// SPDX-License-Identifier: Apache-2.0

/// A reply of STS: a handful of elements whose names are unique, in XML.
struct STSReply {
    private let text: String

    /// Takes a reply's body.
    init(_ body: [UInt8]) { text = String(decoding: body, as: UTF8.self) }

    /// The text of the first element of a name that has no attributes and holds no other element.
    ///
    /// - Parameter name: the element's name.
    /// - Returns: its text, or `nil`.
    func element(_ name: String) -> String? {
        guard let start = text.firstRange(of: "<\(name)>"),
            let end = text[start.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        let content = text[start.upperBound..<end.lowerBound]
        return content.contains("<") ? nil : Self.unescaped(content)
    }

    /// XML 1.0 section 4.6: the five predefined entities; STS writes no other.
    private static func unescaped(_ content: Substring) -> String {
        guard content.contains("&") else { return String(content) }
        var result = String(content)
        // "&amp;" comes last: "&amp;lt;" stands for "&lt;".
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        for (entity, character) in entities { result.replace(entity, with: character) }
        return result
    }
}
