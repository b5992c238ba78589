// SPDX-License-Identifier: Apache-2.0

import Inventory
import PluginABI

/// The columns of one open batch, found by name.
@safe
struct BatchColumns {
    typealias Fault = BatchDecoder.Fault

    let count: Int64
    private let reader: OpaquePointer

    /// - Precondition: `reader` stays open while this and its columns are used.
    init(_ reader: OpaquePointer) {
        unsafe self.reader = reader
        unsafe count = tw_batch_reader_rows(reader)
    }

    func text(_ name: String) throws(Fault) -> TextColumn {
        guard let column = try optionalText(name) else {
            throw Fault(message: "the column \"\(name)\" is missing.")
        }
        return column
    }

    func optionalText(_ name: String) throws(Fault) -> TextColumn? {
        guard let column = try find(name, [TW_COLUMN_TEXT, TW_COLUMN_DICTIONARY]) else { return nil }
        let isDictionary = unsafe tw_batch_reader_kind(reader, column) == TW_COLUMN_DICTIONARY
        return unsafe TextColumn(name, reader, column, isDictionary: isDictionary)
    }

    func timestamp(_ name: String) throws(Fault) -> TimestampColumn? {
        try find(name, [TW_COLUMN_TIMESTAMP]).map { unsafe TimestampColumn(reader, $0) }
    }

    func tags(_ name: String) throws(Fault) -> TagColumn {
        guard let column = try find(name, [TW_COLUMN_MAP]) else {
            throw Fault(message: "the column \"\(name)\" is missing.")
        }
        return unsafe TagColumn(name, reader, column)
    }

    private func find(_ name: String, _ kinds: [UInt32]) throws(Fault) -> Int32? {
        let column = unsafe tw_batch_reader_column(reader, name)
        guard column >= 0 else { return nil }
        guard kinds.contains(unsafe tw_batch_reader_kind(reader, column)) else {
            throw Fault(message: "the column \"\(name)\" has another format than columns.h gives.")
        }
        return column
    }
}

/// A column of texts, plain or by dictionary.
@safe
struct TextColumn {
    private let name: String
    private let reader: OpaquePointer
    private let column: Int32
    private let isDictionary: Bool
    private var known: [String?] = []
    private var lastIndex: Int64 = -1
    private var last = ""

    init(_ name: String, _ reader: OpaquePointer, _ column: Int32, isDictionary: Bool) {
        self.name = name
        unsafe self.reader = reader
        self.column = column
        self.isDictionary = isDictionary
    }

    mutating func required(_ row: Int64) throws(BatchDecoder.Fault) -> String {
        guard let value = try value(row) else {
            throw BatchDecoder.Fault(message: "the column \"\(name)\" has no value in row \(row).")
        }
        return value
    }

    mutating func value(_ row: Int64) throws(BatchDecoder.Fault) -> String? {
        guard isDictionary else { return try convert(row) }
        let index = unsafe tw_batch_reader_index(reader, column, row)
        guard index >= 0 else { return nil }
        if index == lastIndex { return last }
        let place = Int(index)
        if place >= known.count {
            known.append(contentsOf: repeatElement(nil, count: max(16, place + 1 - known.count)))
        }
        if known[place] == nil { known[place] = try convert(row) }
        guard let value = known[place] else { return nil }
        lastIndex = index
        last = value
        return value
    }

    private func convert(_ row: Int64) throws(BatchDecoder.Fault) -> String? {
        var bytes = unsafe tw_bytes()
        guard unsafe tw_batch_reader_text(reader, column, row, &bytes) != 0 else { return nil }
        guard let text = unsafe CText.string(bytes) else {
            throw BatchDecoder.Fault(message: "the column \"\(name)\" is not UTF-8 in row \(row).")
        }
        return text
    }
}

/// A column of times in microseconds.
@safe
struct TimestampColumn {
    private let reader: OpaquePointer
    private let column: Int32

    init(_ reader: OpaquePointer, _ column: Int32) {
        unsafe self.reader = reader
        self.column = column
    }

    func value(_ row: Int64) -> Int64? {
        var value: Int64 = 0
        return unsafe tw_batch_reader_timestamp(reader, column, row, &value) != 0 ? value : nil
    }
}

/// A column of maps from text to text.
@safe
struct TagColumn {
    private let name: String
    private let reader: OpaquePointer
    private let column: Int32

    init(_ name: String, _ reader: OpaquePointer, _ column: Int32) {
        self.name = name
        unsafe self.reader = reader
        self.column = column
    }

    func value(_ row: Int64) throws(BatchDecoder.Fault) -> [Tag] {
        let count = unsafe tw_batch_reader_entries(reader, column, row)
        guard count > 0 else { return [] }
        var tags: [Tag] = []
        tags.reserveCapacity(Int(count))
        for entry in 0..<count {
            var key = unsafe tw_bytes()
            var value = unsafe tw_bytes()
            let hasValue = unsafe tw_batch_reader_entry(reader, column, row, entry, &key, &value) != 0
            guard let keyText = unsafe CText.string(key),
                let valueText = hasValue ? unsafe CText.string(value) : ""
            else { throw BatchDecoder.Fault(message: "the column \"\(name)\" is not UTF-8 in row \(row).") }
            tags.append(Tag(key: keyText, value: valueText))
        }
        return tags
    }
}
