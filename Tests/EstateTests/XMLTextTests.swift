// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Estate

struct XMLTextTests {
    @Test func `text cannot leave its element`() {
        var xml = XMLText()
        xml.leaf("Value", "</Value><script a=\"b\">&amp;\r\n")
        #expect(
            String(decoding: xml.bytes, as: UTF8.self)
                == "<Value>&lt;/Value&gt;&lt;script a=&quot;b&quot;&gt;&amp;amp;&#xD;\n</Value>"
        )
    }

    @Test func `lists and namespaces are written as the services do`() {
        var xml = XMLText()
        xml.element("R", namespace: "http://x/") {
            $0.list("L", of: ["a", "b"], each: "item") { $0.text($1) }
        }
        let expected = #"<R xmlns="http://x/"><L><item>a</item><item>b</item></L></R>"#
        #expect(String(decoding: xml.bytes, as: UTF8.self) == expected)
    }
}
