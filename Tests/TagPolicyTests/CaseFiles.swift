// SPDX-License-Identifier: Apache-2.0

import Foundation
import JSONCodec
import TagPolicy
import Testing

/// One case of Cases/; its README describes the members.
struct PolicyCase: Sendable, CustomTestStringConvertible {
    let file: String
    let value: JSONValue

    var note: String { value["note"]?.string ?? "" }
    var testDescription: String { "\(file): \(note)" }
}

/// The folders that the cases and the shipped policies lie in.
enum CaseFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
    static let policies = folder.appending(path: "../../../policies").standardizedFileURL

    /// The cases of a folder, in the order of file names; a file that cannot be read gives one case that fails.
    static func cases(in name: String) -> [PolicyCase] {
        do {
            let files = try FileManager.default.contentsOfDirectory(
                at: folder.appending(path: name),
                includingPropertiesForKeys: nil
            )
            return try files.filter { $0.pathExtension == "json" }
                .sorted { $0.path < $1.path }
                .flatMap { file in
                    let value = try JSONValue(parsing: bytes(of: file))
                    return (value["cases"]?.array ?? [])
                        .map {
                            PolicyCase(file: file.deletingPathExtension().lastPathComponent, value: $0)
                        }
                }
        } catch {
            return [PolicyCase(file: name, value: ["note": .string("unreadable: \(error)")])]
        }
    }

    static func bytes(of file: URL) throws -> [UInt8] { Array(try Data(contentsOf: file)) }

    /// The policy of a case: in the case itself, or the name of a shipped one.
    static func policyBytes(_ value: JSONValue?) throws -> [UInt8] {
        guard let value else { return [] }
        guard let name = value.string else { return value.bytes() }
        return try bytes(of: policies.appending(path: name))
    }

    /// The clouds of clouds.json, or those that the case describes itself.
    static func clouds(for testCase: JSONValue) throws -> [CloudTraits] {
        let shared = try JSONValue(parsing: bytes(of: folder.appending(path: "clouds.json")))
        let described = testCase["clouds"]?.array ?? shared.object?.map(\.value) ?? []
        return try described.map(traits)
    }

    private static func traits(_ value: JSONValue) throws -> CloudTraits {
        CloudTraits(
            cloud: try #require(value["cloud"]?.string),
            keyCase: try #require(CloudTraits.KeyCase(rawValue: value["key_case"]?.string ?? "")),
            resourceTypes: value["resource_types"]?.strings ?? [],
            genericTypes: Dictionary(
                uniqueKeysWithValues: (value["generic_types"]?.object ?? [:])
                    .map {
                        ($0.name, $0.value.strings ?? [])
                    }
            ),
            systemKeyPrefixes: value["system_key_prefixes"]?.strings
        )
    }
}
