// SPDX-License-Identifier: Apache-2.0

package import JSONCodec

extension TagPolicy {
    /// The cloud of policies of schema 1, which had no word for clouds: their program knew only this one.
    package static let legacyCloud = "aws"

    /// Reads and checks a policy of schema 2, or one of schema 1, which is migrated.
    ///
    /// - Parameters:
    ///   - bytes: JSON in UTF-8, 1 MiB at most.
    ///   - legacyCloud: the cloud that a policy of schema 1 is for.
    /// - Throws: ``PolicyError`` with every error and warning, not only the first.
    /// - Complexity: O(n), plus the compilation of each regular expression.
    package init(parsing bytes: [UInt8], legacyCloud: String = Self.legacyCloud) throws(PolicyError) {
        let value: JSONValue
        do {
            let size = PolicyReader.maximumSize
            value = try JSONValue(
                parsing: bytes,
                options: .init(maximumDepth: PolicyReader.maximumDepth, maximumSize: size)
            )
        } catch {
            throw PolicyError(.unreadable, [PolicyDiagnostic(error)])
        }
        try self.init(value: value, source: bytes, legacyCloud: legacyCloud)
    }

    /// Checks a policy that was read already, from YAML perhaps.
    ///
    /// - Parameters:
    ///   - value: the document.
    ///   - source: the JSON text that `value` was read from, for lines and columns in diagnostics.
    ///   - legacyCloud: the cloud that a policy of schema 1 is for.
    /// - Throws: ``PolicyError`` with every error and warning, not only the first.
    package init(
        value: JSONValue,
        source: [UInt8]? = nil,
        legacyCloud: String = Self.legacyCloud
    ) throws(PolicyError) {
        let places = source.map { JSONPlaces(indexing: $0) }
        var reader = PolicyReader(places: places)
        let policy: TagPolicy? =
            switch reader.schema(of: value) {
            case .some(1): reader.legacyPolicy(value, cloud: legacyCloud)
            case .some: reader.policy(value)
            case nil: nil
            }
        if let policy { reader.check(policy) }
        guard let policy, !reader.hasErrors else { throw PolicyError(.invalid, reader.sorted) }
        self = policy
        warnings = reader.sorted
        self.places = places
    }
}

extension PolicyReader {
    /// The major number of the document's schema, or nothing where the version is one that nobody can read.
    fileprivate mutating func schema(of value: JSONValue) -> Int? {
        guard case .object(let object) = value else {
            wrongType(value, "an object", at: JSONPointer())
            return nil
        }
        // What else is wrong is told even when the version is.
        guard
            let version = requiredText(
                "version",
                in: Members(object: object, pointer: JSONPointer()),
                limit: 16
            )
        else { return 2 }
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        let isNumbers = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        if isNumbers, parts.count <= 3, let major = Int(parts[0]), major == 1 || major == 2 { return major }
        report(
            .unsupportedVersion,
            "Schema version '\(version)' is not known; this program reads 2.0 and migrates 1.0.",
            at: JSONPointer(["version"])
        )
        return nil
    }

    /// By place in the file, where places are known, so that a person can go from top to bottom.
    fileprivate var sorted: [PolicyDiagnostic] {
        diagnostics.enumerated()
            .sorted { left, right in
                let (first, second) = (left.element, right.element)
                let here = (first.line ?? 0, first.column ?? 0, left.offset)
                return here < (second.line ?? 0, second.column ?? 0, right.offset)
            }
            .map(\.element)
    }
}

extension PolicyDiagnostic {
    /// A fault of the text itself, which ends the reading.
    fileprivate init(_ error: JSONError) {
        let isTooLarge = error.code == .size
        self.init(
            .error,
            isTooLarge ? .tooLarge : .syntax,
            isTooLarge ? "A policy can have \(PolicyReader.maximumSize) bytes at most." : error.message,
            place: JSONPlace(line: error.line, column: error.column)
        )
    }
}
