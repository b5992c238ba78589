// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct HeaderTests {
    static let names: [String] = {
        let found = FileManager.default.enumerator(atPath: Compiler.headers.path)?.allObjects ?? []
        return found.compactMap { $0 as? String }.filter { $0.hasSuffix(".h") }.sorted()
    }()

    @Test(arguments: names, Compiler.Language.allCases)
    func `each header stands alone without a warning`(name: String, language: Compiler.Language) throws {
        #expect(try Compiler.complaint(about: "#include \"\(name)\"\nint one;\n", as: language) == nil)
    }

    @Test func `there are headers to judge`() {
        #expect(Self.names.contains("tagwarden/tagwarden.h"))
        #expect(Self.names.count >= 20)
    }

    @Test(arguments: Compiler.Language.allCases)
    func `a plugin written from the headers alone compiles`(_ language: Compiler.Language) throws {
        let source = """
            #include "tagwarden/tagwarden.h"
            TW_PLUGIN_NOTE;
            static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
                (void)error;
                *instance = (void *)host;
                return TW_OK;
            }
            static const tw_plugin plugin = {
                TW_PLUGIN_MAGIC, sizeof(tw_plugin), TW_ABI_MAJOR, TW_ABI_MINOR, 0, "plain", "1.0.0", "Plain", NULL,
                NULL, create, NULL, NULL, NULL, NULL, NULL};
            const tw_plugin *tagwarden_plugin_entry(const tw_offer *offer, tw_bytes *refusal) {
                (void)offer;
                (void)refusal;
                return &plugin;
            }

            """
        #expect(try Compiler.complaint(about: source, as: language) == nil)
    }

    @Test(arguments: [
        ("plugin.h", "    const char *id;", "    uint64_t grown;\n    const char *id;", "tw_plugin"),
        ("call.h", "    uint32_t tool;", "    uint16_t tool;", "tw_call"),
        ("base.h", "    size_t len;\n} tw_bytes", "    uint32_t len;\n} tw_bytes", "tw_bytes"),
        (
            "services/http.h", "    tw_bytes method;", "    tw_bytes method2;\n    tw_bytes method;",
            "tw_http_request"
        ),
    ])
    func `a changed layout does not compile`(file: String, old: String, new: String, names: String) throws {
        let copy = FileManager.default.temporaryDirectory.appending(
            path: "tagwarden-headers-\(UUID().uuidString)"
        )
        try FileManager.default.copyItem(at: Compiler.headers, to: copy)
        defer { remove(copy) }
        let header = copy.appending(path: "tagwarden/\(file)")
        let text = try String(contentsOf: header, encoding: .utf8)
        try #require(text.contains(old))
        try text.replacingOccurrences(of: old, with: new).write(to: header, atomically: true, encoding: .utf8)
        for language in Compiler.Language.allCases {
            let complaint = try Compiler.complaint(
                about: "#include \"tagwarden/tagwarden.h\"\nint one;\n",
                as: language,
                headers: copy
            )
            #expect(complaint?.contains("of \(names)") == true, "\(complaint ?? "no complaint")")
        }
    }

    @Test func `every struct of the contract is pinned`() throws {
        let layout = try String(
            contentsOf: Compiler.headers.appending(path: "tagwarden/layout.h"),
            encoding: .utf8
        )
        for name in Self.names {
            let text = try String(contentsOf: Compiler.headers.appending(path: name), encoding: .utf8)
            for match in text.matches(of: /struct (\w+) \{/) {
                #expect(layout.contains("\(match.1), "), "\(match.1) of \(name)")
            }
        }
    }

    private func remove(_ folder: URL) {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            Issue.record("Could not remove \(folder.path): \(error)")
        }
    }
}
