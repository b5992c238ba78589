// SPDX-License-Identifier: Apache-2.0

import PluginABI
import Testing

/// A batch of every kind of column, built by the builder, read by the reader, and released.
@safe
final class Batch {
    static let columns = [
        ("text", TW_COLUMN_TEXT), ("word", TW_COLUMN_DICTIONARY), ("time", TW_COLUMN_TIMESTAMP),
        ("tags", TW_COLUMN_MAP), ("cost", TW_COLUMN_DECIMAL),
    ]

    private var schema = unsafe ArrowSchema()
    private var array = unsafe ArrowArray()

    init(_ rows: [Row]) throws {
        let builder = unsafe try #require(tw_batch_builder_create())
        defer { unsafe tw_batch_builder_destroy(builder) }
        for (name, kind) in Self.columns {
            unsafe #expect(tw_batch_builder_add_column(builder, name, kind) >= 0)
        }
        for row in rows {
            unsafe Self.set(row.text, 0, builder)
            unsafe Self.set(row.word, 1, builder)
            if let time = row.time {
                unsafe #expect(tw_batch_builder_set_timestamp(builder, 2, time) == TW_OK)
            }
            for (key, value) in row.tags {
                unsafe Self.lend(key) { key in
                    unsafe Self.lend(value) { value in
                        unsafe #expect(tw_batch_builder_add_entry(builder, 3, key, value) == TW_OK)
                    }
                }
            }
            unsafe Self.set(row.cost, 4, builder)
            unsafe #expect(tw_batch_builder_end_row(builder) == TW_OK)
        }
        unsafe #expect(tw_batch_builder_finish(builder, &schema, &array) == TW_OK)
    }

    deinit {
        if let release = unsafe array.release { unsafe release(&array) }
        if let release = unsafe schema.release { unsafe release(&schema) }
    }

    /// Looks at `count` rows from `offset` on, as a slice of an Arrow library does.
    func slice(_ offset: Int64, _ count: Int64) {
        unsafe array.offset = offset
        unsafe array.length = count
    }

    /// Reads all rows back, or tells why the reader refuses.
    func rows() throws -> [Row] {
        var reader: OpaquePointer?
        var message: UnsafePointer<CChar>?
        let status = unsafe tw_batch_reader_open(&schema, &array, &reader, &message)
        guard status == TW_OK, let reader = unsafe reader else {
            throw Refusal(message: unsafe message.map { unsafe String(cString: $0) } ?? "")
        }
        defer { unsafe tw_batch_reader_close(reader) }
        return unsafe (0..<tw_batch_reader_rows(reader)).map { unsafe Row(reader, $0) }
    }

    struct Refusal: Error {
        let message: String
    }

    private static func set(_ text: String?, _ column: Int32, _ builder: OpaquePointer) {
        guard let text else { return }
        unsafe lend(text) { unsafe #expect(tw_batch_builder_set_text(builder, column, $0) == TW_OK) }
    }

    private static func lend(_ text: String?, _ body: (tw_bytes) -> Void) {
        guard let text else { return unsafe body(tw_bytes(ptr: nil, len: 0)) }
        // A null value is told by a NULL pointer: an empty text needs one that is not.
        unsafe Array((text + "\0").utf8)
            .withUnsafeBufferPointer { bytes in
                unsafe body(tw_bytes(ptr: bytes.baseAddress, len: bytes.count - 1))
            }
    }
}

/// One row of a ``Batch``.
struct Row: Equatable {
    var text: String?
    var word: String?
    var time: Int64?
    var tags: [(key: String, value: String?)] = []
    var cost: String?

    static func == (left: Row, right: Row) -> Bool {
        (left.text, left.word, left.time, left.cost) == (right.text, right.word, right.time, right.cost)
            && left.tags.elementsEqual(right.tags) { $0 == $1 }
    }
}

extension Row {
    init(_ reader: OpaquePointer, _ row: Int64) {
        let columns = Batch.columns.map { unsafe tw_batch_reader_column(reader, $0.0) }
        var bytes = unsafe tw_bytes()
        if unsafe tw_batch_reader_text(reader, columns[0], row, &bytes) == 1 {
            text = unsafe Self.text(bytes)
        }
        if unsafe tw_batch_reader_text(reader, columns[1], row, &bytes) == 1 {
            word = unsafe Self.text(bytes)
        }
        var number: Int64 = 0
        if unsafe tw_batch_reader_timestamp(reader, columns[2], row, &number) == 1 { time = number }
        for entry in unsafe 0..<tw_batch_reader_entries(reader, columns[3], row) {
            var key = unsafe tw_bytes()
            let hasValue = unsafe tw_batch_reader_entry(reader, columns[3], row, entry, &key, &bytes) == 1
            unsafe tags.append((Self.text(key), hasValue ? Self.text(bytes) : nil))
        }
        var low: UInt64 = 0
        var high: Int64 = 0
        if unsafe tw_batch_reader_decimal(reader, columns[4], row, &low, &high) == 1 {
            cost = Self.decimal(Int128(high) << 64 | Int128(low))
        }
    }

    private static func text(_ bytes: tw_bytes) -> String {
        unsafe String(decoding: UnsafeBufferPointer(start: bytes.ptr, count: bytes.len), as: UTF8.self)
    }

    /// Writes a number of scale 12 without trailing zeros.
    private static func decimal(_ number: Int128) -> String {
        let digits = String(number.magnitude)
        let padded = String(repeating: "0", count: max(0, 13 - digits.count)) + digits
        var fraction = padded.suffix(12)
        while fraction.last == "0" { fraction.removeLast() }
        let sign = number < 0 ? "-" : ""
        return sign + padded.dropLast(12) + (fraction.isEmpty ? "" : "." + fraction)
    }
}
