// SPDX-License-Identifier: Apache-2.0

import Inventory
import JSONCodec

/// Tags as JSON text: an array of [key, value] pairs, which keeps their order and their bytes.
enum TagText {
    static func encode(_ tags: [Tag]) -> String {
        guard !tags.isEmpty else { return "[]" }
        let pairs = tags.map { JSONValue.array([.string($0.key), .string($0.value)]) }
        return JSONValue.array(pairs).text()
    }

    static func decode(_ text: String) throws -> [Tag] {
        guard text != "[]" else { return [] }
        let value: JSONValue
        do {
            value = try JSONValue(parsing: text)
        } catch {
            throw StorageError(
                .corrupt,
                "The tags of a stored resource are no JSON. Scan again.",
                cause: error
            )
        }
        return try (value.array ?? [])
            .map { pair in
                guard let key = pair[0]?.string, let value = pair[1]?.string else {
                    throw StorageError(.corrupt, "The tags of a stored resource are no pairs. Scan again.")
                }
                return Tag(key: key, value: value)
            }
    }
}
