// SPDX-License-Identifier: Apache-2.0

import Inventory
import JSONCodec
import PluginABI

/// Reads emitted chunks (call.h, `TW_CHUNK_`).
enum ChunkReader {
    /// Why a chunk is malformed.
    struct Fault: Error {
        let message: String
    }

    static func event(_ kind: UInt32, _ bytes: [UInt8], _ traits: CallTraits) throws(Fault) -> CallEvent {
        switch Int32(bitPattern: kind) {
        case TW_CHUNK_TEXT:
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Fault(message: "it emitted a text that is not UTF-8.")
            }
            return .text(text)
        case TW_CHUNK_COVERAGE:
            guard let decoder = traits.decoder else {
                throw Fault(message: "it emitted coverage, which this kind of call does not have.")
            }
            return try coverage(bytes, cloud: decoder.cloud)
        case TW_CHUNK_DOCUMENT:
            guard traits.takesDocument else {
                throw Fault(message: "it emitted a document, which this kind of call does not make.")
            }
            return .document(bytes)
        case TW_CHUNK_DIAGNOSTIC: return .diagnostic(try object(bytes, "diagnostic"))
        default: throw Fault(message: "it emitted a chunk of the unknown kind \(kind).")
        }
    }

    private static func object(_ bytes: [UInt8], _ what: String) throws(Fault) -> JSONValue {
        do {
            let value = try JSONValue(parsing: bytes, options: .init(maximumDepth: 16))
            guard value.object != nil else { throw Fault(message: "its \(what) is no JSON object.") }
            return value
        } catch let error as JSONError {
            throw Fault(message: "its \(what) is not JSON: \(error.description)")
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(message: "its \(what) cannot be read: \(error)")
        }
    }

    /// extensions/provider.h, coverage cell.
    private static func coverage(_ bytes: [UInt8], cloud: String) throws(Fault) -> CallEvent {
        let value = try object(bytes, "coverage")
        let root = JSONPointer()
        var reader = ShapeReader()
        let object = reader.object(value, at: root)
        let cell = CoverageCell(
            cloud: cloud,
            scope: reader.text("scope", in: object, at: root),
            region: reader.text("region", in: object, at: root),
            resourceType: reader.text("resource_type", in: object, at: root)
        )
        let word = reader.text("status", in: object, at: root)
        let status = CoverageOutcome.Status(rawValue: word)
        if status == nil { reader.fault(root.appending("status"), "is no status of a coverage cell.") }
        let outcome = CoverageOutcome(
            status ?? .failed,
            resources: reader.count("resources", in: object, at: root) ?? 0,
            permission: reader.optionalText("permission", in: object, at: root),
            code: reader.optionalText("code", in: object, at: root),
            detail: reader.optionalText("detail", in: object, at: root)
        )
        guard reader.faults.isEmpty else {
            let faults = reader.faults.map(\.description).joined(separator: " ")
            throw Fault(message: "its coverage is malformed: \(faults)")
        }
        return .coverage(cell, outcome)
    }
}
