// SPDX-License-Identifier: Apache-2.0

import PluginABI

/// Collects resources into Arrow batches; used by one task at a time.
@safe
public struct ResourceBatchBuilder: ~Copyable, @unchecked Sendable {  // sole owner of its builder
    private let builder: OpaquePointer
    private let columns: Columns

    private struct Columns {
        let id, type, resourceID, name, scope, region, created, state, tags, attributes: Int32
    }

    /// Makes an empty builder.
    ///
    /// - Throws: ``PluginError`` without memory.
    public init() throws {
        guard let builder = unsafe tw_batch_builder_create() else { throw Self.noMemory }
        unsafe self.builder = builder
        func column(_ name: String, _ kind: UInt32) -> Int32 {
            unsafe tw_batch_builder_add_column(builder, name, kind)
        }
        columns = Columns(
            id: column(TW_COL_ID, TW_COLUMN_TEXT),
            type: column(TW_COL_TYPE, TW_COLUMN_DICTIONARY),
            resourceID: column(TW_COL_RESOURCE_ID, TW_COLUMN_TEXT),
            name: column(TW_COL_NAME, TW_COLUMN_TEXT),
            scope: column(TW_COL_SCOPE, TW_COLUMN_DICTIONARY),
            region: column(TW_COL_REGION, TW_COLUMN_DICTIONARY),
            created: column(TW_COL_CREATED, TW_COLUMN_TIMESTAMP),
            state: column(TW_COL_STATE, TW_COLUMN_DICTIONARY),
            tags: column(TW_COL_TAGS, TW_COLUMN_MAP),
            attributes: column(TW_COL_ATTRIBUTES, TW_COLUMN_TEXT)
        )
    }

    deinit { unsafe tw_batch_builder_destroy(builder) }

    /// The rows since the last `finish`.
    public var rows: Int { unsafe Int(tw_batch_builder_rows(builder)) }

    /// Appends one resource.
    ///
    /// - Parameter record: the resource.
    /// - Throws: ``PluginError`` when the batch is full or memory is short; the resource is then left out.
    public mutating func append(_ record: ResourceRecord) throws {
        set(columns.id, record.id)
        set(columns.type, record.type)
        set(columns.resourceID, record.resourceID)
        set(columns.name, record.name)
        set(columns.scope, record.scope)
        set(columns.region, record.region)
        set(columns.state, record.state)
        if let created = record.created {
            _ = unsafe tw_batch_builder_set_timestamp(builder, columns.created, created)
        }
        for tag in record.tags { add(tag) }
        if !record.attributes.isEmpty { set(columns.attributes, JSONValue.object(record.attributes).text()) }
        // Errors of the setters are kept by the builder and come back here (batch.h).
        let status = unsafe tw_batch_builder_end_row(builder)
        guard status == TW_OK else {
            throw PluginError(
                .init(status: status),
                "The batch does not take \(record.id) (status \(status))."
            )
        }
    }

    private func set(_ column: Int32, _ text: String?) {
        guard let text else { return }
        _ = unsafe withABIBytes(text) { unsafe tw_batch_builder_set_text(builder, column, $0) }
    }

    private func add(_ tag: ResourceRecord.Tag) {
        _ = unsafe withABIBytes(tag.key) { key in
            guard let value = tag.value, !value.isEmpty else {
                // An empty value is not a null one: it needs a pointer, whatever it points to.
                let value = unsafe tw_bytes(ptr: tag.value == nil ? nil : key.ptr, len: 0)
                return unsafe tw_batch_builder_add_entry(builder, columns.tags, key, value)
            }
            return unsafe withABIBytes(value) {
                unsafe tw_batch_builder_add_entry(builder, columns.tags, key, $0)
            }
        }
    }

    /// Moves the rows out.
    mutating func finish() throws -> ArrowBatch {
        var schema = unsafe ArrowSchema()
        var array = unsafe ArrowArray()
        let status = unsafe tw_batch_builder_finish(builder, &schema, &array)
        guard status == TW_OK else { throw Self.noMemory }
        return unsafe ArrowBatch(schema: schema, array: array)
    }

    private static var noMemory: PluginError {
        PluginError(.resourceExhausted, "There is no memory for a batch of resources.")
    }
}
