/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file batch.h
 * A small builder and reader of Arrow batches, so that a plugin needs no Arrow library.
 *
 * Compile `batch_builder.c` and `batch_finish.c` (with `batch_storage.h` beside them), or `batch_reader.c`, into
 * the plugin (C11, no dependency). The status of a `set` function may be ignored: `end_row` repeats it. `finish`
 * without rows gives a valid empty batch and drops a row that was begun. A builder or reader is
 * used from one thread at a time.
 */
#ifndef TAGWARDEN_BATCH_H
#define TAGWARDEN_BATCH_H

#include "arrow.h"
#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

#define TW_COLUMN_TEXT 1u       /**< "u". */
#define TW_COLUMN_DICTIONARY 2u /**< "u", dictionary-encoded: for values that recur. */
#define TW_COLUMN_TIMESTAMP 3u  /**< "tsu:UTC". */
#define TW_COLUMN_MAP 4u        /**< "+m" of "u" to nullable "u". */
#define TW_COLUMN_DECIMAL 5u    /**< "d:38,12"; appended as decimal text. */

/** Collects rows; made by `tw_batch_builder_create`, freed by `tw_batch_builder_destroy`. Since 1.0. */
typedef struct tw_batch_builder tw_batch_builder;

/** Makes an empty builder, or NULL without memory. Since 1.0. */
tw_batch_builder *tw_batch_builder_create(void);

/** Frees a builder with what it holds; NULL is ignored. Finished batches are not touched. Since 1.0. */
void tw_batch_builder_destroy(tw_batch_builder *builder);

/**
 * Adds a column before the first row. `name` is copied, `kind` a TW_COLUMN_ number.
 *
 * Returns the column's number, counted from 0, or -1: a row was begun, the name is taken, no memory.
 */
int32_t tw_batch_builder_add_column(tw_batch_builder *builder, const char *name, uint32_t kind);

/** Sets the row's text (text and dictionary columns) or decimal text (decimal columns); copied. */
tw_status tw_batch_builder_set_text(tw_batch_builder *builder, int32_t column, tw_bytes value);

/** Sets the row's time, in microseconds since 1970-01-01T00:00Z. */
tw_status tw_batch_builder_set_timestamp(tw_batch_builder *builder, int32_t column, int64_t microseconds);

/** Adds an entry to the row's map; a `value` with a NULL `ptr` is a null value. Copied. */
tw_status tw_batch_builder_add_entry(tw_batch_builder *builder, int32_t column, tw_bytes key, tw_bytes value);

/**
 * Ends the row. Columns that were not set are null (maps: empty).
 *
 * Returns TW_OK, TW_OUT_OF_RANGE (TW_BATCH_MAX_ROWS reached: finish first), TW_RESOURCE_EXHAUSTED (no memory).
 * An error of a `set` function spoils the row, and `end_row` answers with it and drops the row.
 */
tw_status tw_batch_builder_end_row(tw_batch_builder *builder);

/** Counts the rows since the last `finish`. */
int64_t tw_batch_builder_rows(const tw_batch_builder *builder);

/**
 * Moves the rows out as a struct array and its schema, and empties the builder (its columns stay).
 *
 * On TW_OK the caller owns both; on an error neither is touched.
 */
tw_status tw_batch_builder_finish(tw_batch_builder *builder, struct ArrowSchema *schema,
                                  struct ArrowArray *array);

/** Reads a batch; made by `tw_batch_reader_open`, freed by `tw_batch_reader_close`. Since 1.0. */
typedef struct tw_batch_reader tw_batch_reader;

/**
 * Checks a batch in full (buffer counts, monotone offsets, dictionary indices, lengths, depth) and opens it.
 *
 * `schema` and `array` are borrowed and must outlive the reader. The C data interface carries no buffer sizes:
 * offsets are checked against each other, not against what was allocated. On anything but TW_OK `*reader`
 * is NULL and `*error` points to a static sentence.
 */
tw_status tw_batch_reader_open(const struct ArrowSchema *schema, const struct ArrowArray *array,
                               tw_batch_reader **reader, const char **error);

/** Frees a reader, not the batch; NULL is ignored. */
void tw_batch_reader_close(tw_batch_reader *reader);

/** Counts the rows. */
int64_t tw_batch_reader_rows(const tw_batch_reader *reader);

/** Finds a column by name: its number, or -1. Columns of formats not listed above are not found. */
int32_t tw_batch_reader_column(const tw_batch_reader *reader, const char *name);

/** Tells a column's TW_COLUMN_ kind, or 0. */
uint32_t tw_batch_reader_kind(const tw_batch_reader *reader, int32_t column);

/** Reads a text (plain or dictionary-encoded), borrowed from the batch. Returns 1, or 0 for null. */
int32_t tw_batch_reader_text(const tw_batch_reader *reader, int32_t column, int64_t row, tw_bytes *value);

/**
 * Reads a row's index into the dictionary of a dictionary column, or -1 for null: equal indices are equal
 * texts, so that a consumer can convert each once. Any other column: -1.
 */
int64_t tw_batch_reader_index(const tw_batch_reader *reader, int32_t column, int64_t row);

/** Reads a time in microseconds. Returns 1, or 0 for null. */
int32_t tw_batch_reader_timestamp(const tw_batch_reader *reader, int32_t column, int64_t row, int64_t *value);

/** Reads a decimal as its unscaled 128-bit number, low then high 64 bits, scale 12. Returns 1, or 0 for null. */
int32_t tw_batch_reader_decimal(const tw_batch_reader *reader, int32_t column, int64_t row, uint64_t *low,
                                int64_t *high);

/** Counts the entries of a row's map; null counts 0. */
int64_t tw_batch_reader_entries(const tw_batch_reader *reader, int32_t column, int64_t row);

/** Reads entry `entry` of a row's map, borrowed. Returns 1, or 0 when the value is null (`key` is set). */
int32_t tw_batch_reader_entry(const tw_batch_reader *reader, int32_t column, int64_t row, int64_t entry,
                              tw_bytes *key, tw_bytes *value);

#ifdef __cplusplus
}
#endif

#endif
