// SPDX-License-Identifier: Apache-2.0

import Inventory
import PluginABI

/// Turns batches of resources (columns.h) into values, checking all that a plugin could get wrong.
struct BatchDecoder: Sendable {
    let cloud: String
    private let types: Set<String>

    /// Why a batch is malformed.
    struct Fault: Error {
        let message: String
    }

    init(cloud: String, types: some Sequence<String>) {
        self.cloud = cloud
        self.types = Set(types)
    }

    /// Reads all rows; the structs stay the caller's.
    ///
    /// - Complexity: O(bytes); each value of a dictionary is converted once.
    func resources(
        _ schema: UnsafePointer<ArrowSchema>?,
        _ array: UnsafePointer<ArrowArray>?
    ) throws(Fault) -> [Resource] {
        var reader: OpaquePointer?
        var message: UnsafePointer<CChar>?
        // SAFETY: schema and array outlive the reader, which is closed before this returns.
        guard unsafe tw_batch_reader_open(schema, array, &reader, &message) == TW_OK,
            let reader = unsafe reader
        else { throw Fault(message: unsafe CText.string(message) ?? "it cannot be read.") }
        defer { unsafe tw_batch_reader_close(reader) }
        let batch = unsafe BatchColumns(reader)
        return try rows(of: batch)
    }

    private func rows(of batch: BatchColumns) throws(Fault) -> [Resource] {
        var id = try batch.text(TW_COL_ID)
        var type = try batch.text(TW_COL_TYPE)
        var resourceID = try batch.text(TW_COL_RESOURCE_ID)
        var name = try batch.optionalText(TW_COL_NAME)
        var scope = try batch.text(TW_COL_SCOPE)
        var region = try batch.text(TW_COL_REGION)
        var state = try batch.optionalText(TW_COL_STATE)
        let created = try batch.timestamp(TW_COL_CREATED)
        let tags = try batch.tags(TW_COL_TAGS)
        var lastType = ""
        var result: [Resource] = []
        result.reserveCapacity(Int(batch.count))
        for row in 0..<batch.count {
            let rowType = try type.required(row)
            if rowType != lastType {
                guard types.contains(rowType) else {
                    throw Fault(
                        message:
                            "row \(row) has the type \"\(rowType)\", which the provider did not describe."
                    )
                }
                lastType = rowType
            }
            result.append(
                Resource(
                    cloud: cloud,
                    id: try id.required(row),
                    resourceID: try resourceID.required(row),
                    type: rowType,
                    name: try name?.value(row),
                    scope: try scope.required(row),
                    region: try region.required(row),
                    created: created?.value(row),
                    state: try state?.value(row),
                    tags: try tags.value(row)
                )
            )
        }
        return result
    }
}
