// SPDX-License-Identifier: Apache-2.0

import HostLoader
import Inventory
import JSONCodec
import Testing

@Suite struct HostileBatchTests {
    static let batches: [(fault: String, says: String)] = [
        ("falling_offsets", "offsets fall"),
        ("negative_offset", "negative"),
        ("bad_utf8", "\"id\" is not UTF-8 in row 0"),
        ("bad_tag_utf8", "\"tags\" is not UTF-8 in row 0"),
        ("bad_index", "outside its dictionary"),
        ("too_many_rows", "more than 8192 rows"),
        ("short_child", "shorter than the batch"),
        ("negative_length", "out of range"),
        ("huge_offset", "out of range"),
        ("no_buffers", "number of buffers"),
        ("buffer_count", "number of buffers"),
        ("null_offsets", "offset buffer is missing"),
        ("null_bytes", "text buffer is missing"),
        ("null_count", "null count"),
        ("nulls_without_validity", "no validity buffer"),
        ("no_children", "children are missing"),
        ("null_child", "missing"),
        ("child_count", "too many columns"),
        ("twice_named", "same name"),
        ("not_a_struct", "not a struct"),
        ("null_format", "no format"),
        ("map_too_long", "shorter than"),
        ("map_children", "number of children"),
        ("null_key", "null key"),
        ("released", "released before"),
        ("null_structs", "missing"),
        ("missing_column", "\"region\" is missing"),
        ("missing_tags", "\"tags\" is missing"),
        ("wrong_kind", "\"scope\" has another format"),
        ("null_id", "\"id\" has no value in row 1"),
        ("unknown_type", "\"x:y\""),
    ]

    @Test(arguments: batches)
    func `a malformed batch fails its call and nothing else`(fault: String, says: String) async throws {
        try await TestHost.with(["hostile-provider"]) { host in
            let provider = try #require(host.registry.providers.first)
            let error = try #require(
                await #expect(throws: PluginCallError.self) {
                    try await provider.inventory(["fault": .string(fault)]) { _ in }
                }
            )
            #expect(error.code == .internal)
            #expect(error.message.contains(says), "\(error.message)")
            #expect(await host.diagnostic("batch_invalid").summary.contains(says))
            #expect(try await rows(provider, "none") == 3)
        }
    }

    @Test(arguments: ["garbage_coverage", "coverage_list", "coverage_status", "coverage_members"])
    func `malformed coverage fails its call and nothing else`(_ fault: String) async throws {
        try await TestHost.with(["hostile-provider"]) { host in
            let provider = try #require(host.registry.providers.first)
            let error = try #require(
                await #expect(throws: PluginCallError.self) { try await rows(provider, fault) }
            )
            #expect(error.code == .internal)
            #expect(error.message.contains("coverage"))
            #expect(await host.diagnostic("chunk_invalid").plugin == "hostile-provider")
            #expect(try await rows(provider, "none") == 3)
        }
    }

    private func rows(_ provider: Provider, _ fault: String) async throws -> Int {
        var count = 0
        _ = try await provider.inventory(["fault": .string(fault)]) { event in
            if case .resources(let resources) = event { count += resources.count }
        }
        return count
    }
}
