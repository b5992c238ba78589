// SPDX-License-Identifier: Apache-2.0

import Foundation
package import JSONCodec
import Synchronization
package import TagPolicy

/// A policy that can be used, and where it came from.
package struct LoadedPolicy: Sendable {
    /// Where a policy comes from.
    package enum Source: Hashable, Sendable, CustomStringConvertible {
        /// A file.
        case file(path: String)
        /// The program itself, because no file was named.
        case builtIn

        /// "default", or the file's path.
        package var description: String {
            switch self {
            case .file(let path): path
            case .builtIn: "default"
            }
        }
    }

    /// The policy.
    package let policy: TagPolicy
    /// Where it came from.
    package let source: Source
    /// Tells one text of a policy from another; not a proof against forgery.
    package let fingerprint: String

    var reference: PolicyReference {
        PolicyReference(source: source.description, version: policy.version, fingerprint: fingerprint)
    }
}

/// Where the policy comes from; reads it again when asked.
///
/// A file that cannot be used leaves the policy unusable with a reason, rather than the former or the default
/// policy in force without anybody knowing.
package final class PolicySource: Sendable {
    /// Turns a text that is not JSON into a value: YAML, which the engine itself does not read.
    package typealias Converter = @Sendable (_ bytes: [UInt8], _ path: String) throws -> JSONValue

    private struct State {
        var loaded: Result<LoadedPolicy, EngineError>
        var compiled: (clouds: [CloudTraits], policy: CompiledPolicy)?
    }

    let path: String?
    private let convert: Converter?
    private let legacyCloud: String
    private let state: Mutex<State>

    /// Reads the policy.
    ///
    /// - Parameters:
    ///   - path: the file; `nil` for the policy that the program brings.
    ///   - legacyCloud: the cloud that a policy of schema 1 is for.
    ///   - convert: reads files whose name ends in `.yaml` or `.yml`; `nil` to refuse them.
    package init(
        path: String?,
        legacyCloud: String = TagPolicy.legacyCloud,
        convert: Converter? = nil
    ) {
        self.path = path
        self.convert = convert
        self.legacyCloud = legacyCloud
        let loaded = Self.load(path, legacyCloud: legacyCloud, convert)
        state = Mutex(State(loaded: loaded))
    }

    /// Takes a policy as it is written here.
    init(text: String) {
        path = nil
        convert = nil
        legacyCloud = TagPolicy.legacyCloud
        let loaded = Result { () throws(EngineError) in
            try Self.parse(Array(text.utf8), .builtIn, TagPolicy.legacyCloud, nil)
        }
        state = Mutex(State(loaded: loaded))
    }

    /// Reads the file again.
    package func reload() {
        let loaded = Self.load(path, legacyCloud: legacyCloud, convert)
        state.withLock { $0 = State(loaded: loaded) }
    }

    /// The policy in force.
    ///
    /// - Returns: the policy and its source.
    /// - Throws: ``EngineError/Code/invalidPolicy`` with the ``PolicyError`` behind it, if there is one.
    package func current() throws -> LoadedPolicy { try state.withLock { try $0.loaded.get() } }

    /// The policy made ready for some clouds; compiled again only when it or the clouds have changed.
    ///
    /// - Parameter clouds: what the loaded providers say of their clouds.
    /// - Returns: the compiled policy.
    /// - Throws: ``EngineError/Code/invalidPolicy``.
    package func compiled(for clouds: [CloudProfile]) throws -> CompiledPolicy {
        let traits = clouds.map(\.traits)
        return try state.withLock { state in
            if let compiled = state.compiled, compiled.clouds == traits { return compiled.policy }
            let loaded = try state.loaded.get()
            do {
                let policy = try CompiledPolicy(loaded.policy, clouds: traits)
                state.compiled = (traits, policy)
                return policy
            } catch {
                throw Self.unusable(loaded.source.description, error)
            }
        }
    }

    // MARK: Reading

    private static func load(
        _ path: String?,
        legacyCloud: String,
        _ convert: Converter?
    ) -> Result<LoadedPolicy, EngineError> {
        Result { () throws(EngineError) in
            guard let path else {
                return try parse(Array(DefaultPolicy.text.utf8), .builtIn, legacyCloud, nil)
            }
            let needsConversion = path.hasSuffix(".yaml") || path.hasSuffix(".yml")
            guard convert != nil || !needsConversion else {
                throw EngineError(
                    .invalidPolicy,
                    "The policy \(path) is YAML, which is not read here. Use JSON."
                )
            }
            let bytes = try read(path)
            return try parse(bytes, .file(path: path), legacyCloud, needsConversion ? convert : nil)
        }
    }

    private static func read(_ path: String) throws(EngineError) -> [UInt8] {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { file.closeFile() }
            return Array(try file.read(upToCount: largestFile + 1) ?? Data())
        } catch {
            throw EngineError(
                .invalidPolicy,
                "The policy \(path) cannot be read.",
                remedy: "Check the path and its permissions, or name another file with --policy.",
                cause: error
            )
        }
    }

    private static func parse(
        _ bytes: [UInt8],
        _ source: LoadedPolicy.Source,
        _ legacyCloud: String,
        _ convert: Converter?
    ) throws(EngineError) -> LoadedPolicy {
        do {
            let policy =
                if let convert, bytes.count <= largestFile {
                    try TagPolicy(value: try convert(bytes, source.description), legacyCloud: legacyCloud)
                } else {
                    try TagPolicy(parsing: bytes, legacyCloud: legacyCloud)
                }
            return LoadedPolicy(policy: policy, source: source, fingerprint: fingerprint(bytes))
        } catch {
            throw unusable(source.description, error)
        }
    }

    private static func unusable(_ source: String, _ error: any Error) -> EngineError {
        EngineError(
            .invalidPolicy,
            "The policy \(source) cannot be used. \(error)",
            remedy: "`tagwarden policy validate` shows every fault.",
            cause: error
        )
    }

    /// Bytes that are read of a file; the parser refuses what is longer than its own limit.
    private static let largestFile = 8 << 20

    /// FNV-1a of 64 bits (draft-eastlake-fnv section 2).
    private static func fingerprint(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension CloudProfile {
    /// What the evaluation has to know.
    package var traits: CloudTraits {
        var genericTypes: [String: [String]] = [:]
        for type in resourceTypes {
            if let generic = type.generic { genericTypes[generic, default: []].append(type.type) }
        }
        let keyCase: CloudTraits.KeyCase =
            switch keyCase {
            case .sensitive: .sensitive
            case .insensitive: .insensitive
            case .lowercase: .lowercase
            }
        return CloudTraits(
            cloud: cloud,
            keyCase: keyCase,
            resourceTypes: resourceTypes.map(\.type),
            genericTypes: genericTypes
        )
    }
}
