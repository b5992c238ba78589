/* SPDX-License-Identifier: Apache-2.0 */
#include "tagwarden/tagwarden.h"

#include <stdlib.h>
#include <string.h>

/*
 * A reader checks everything once, in `open`; the reading functions then only follow offsets that are known to
 * be right. Numbers are copied out of buffers with memcpy, because nothing obliges a plugin to align them.
 */

/** Columns that one batch may have. */
#define MAXIMUM_COLUMNS 1024
/** Elements that one array may have: far more than the entries of 8192 rows can need. */
#define MAXIMUM_LENGTH INT64_C(0x7fffffff)

/** An array of texts, plain or dictionary-encoded; `start` is the place of its logical element 0. */
typedef struct text_array {
    const uint8_t *validity;
    const uint8_t *offsets;
    const uint8_t *bytes;
    int64_t start;
    int64_t length;
    const uint8_t *indices;
    const uint8_t *index_validity;
    int64_t index_start;
} text_array;

typedef struct column {
    const char *name;
    uint32_t kind;
    /** Text of a text column; keys of a map. */
    text_array text;
    /** Values of a map. */
    text_array values;
    /** Validity and numbers of a timestamp or decimal column; validity and offsets of a map. */
    const uint8_t *validity;
    const uint8_t *numbers;
    int64_t start;
} column;

struct tw_batch_reader {
    int64_t rows;
    int32_t column_count;
    column columns[];
};

/* Numbers in buffers ------------------------------------------------------------------------------------- */

static int32_t int32_at(const uint8_t *buffer, int64_t place)
{
    int32_t value;
    memcpy(&value, buffer + place * 4, sizeof value);
    return value;
}

static int is_valid(const uint8_t *validity, int64_t place)
{
    return validity == NULL || ((validity[place >> 3] >> (place & 7)) & 1) != 0;
}

/* Checks ------------------------------------------------------------------------------------------------- */

/** Checks what every array has, and that `start + length` elements from its offset on exist. */
static const char *check_array(const struct ArrowSchema *schema, const struct ArrowArray *array,
                               int64_t buffers, int64_t children, int64_t needed)
{
    if (schema == NULL || array == NULL)
        return "an array or its schema is missing";
    if (schema->format == NULL)
        return "a schema has no format";
    if (array->length < 0 || array->offset < 0 || array->length > MAXIMUM_LENGTH ||
        array->offset > MAXIMUM_LENGTH - array->length)
        return "an array's length or offset is out of range";
    if (array->null_count < -1 || array->null_count > array->length)
        return "an array's null count is out of range";
    if (needed > array->length)
        return "a column is shorter than the batch";
    if (array->n_buffers != buffers || (buffers > 0 && array->buffers == NULL))
        return "an array has another number of buffers than its format";
    if (array->n_children != children || schema->n_children != children)
        return "an array has another number of children than its format";
    if (children > 0 && (array->children == NULL || schema->children == NULL))
        return "an array's children are missing";
    if (array->null_count > 0 && array->buffers[0] == NULL)
        return "an array counts nulls but has no validity buffer";
    return NULL;
}

static const uint8_t *validity_of(const struct ArrowArray *array)
{
    return array->null_count == 0 ? NULL : (const uint8_t *)array->buffers[0];
}

/** Checks that 32-bit offsets of elements [first, first + length) do not fall, and tells the last. */
static const char *check_offsets(const uint8_t *offsets, int64_t first, int64_t length, int64_t *last)
{
    *last = 0;
    if (length == 0)
        return NULL;
    if (offsets == NULL)
        return "an offset buffer is missing";
    int32_t previous = int32_at(offsets, first);
    if (previous < 0)
        return "an offset is negative";
    for (int64_t place = first + 1; place <= first + length; place++) {
        int32_t next = int32_at(offsets, place);
        if (next < previous)
            return "offsets fall";
        previous = next;
    }
    *last = previous;
    return NULL;
}

/** Opens elements [skip, skip + length) of a plain text array. */
static const char *open_plain_text(const struct ArrowSchema *schema, const struct ArrowArray *array,
                                   int64_t skip, int64_t length, text_array *text)
{
    const char *fault = check_array(schema, array, 3, 0, skip + length);
    if (fault != NULL)
        return fault;
    if (strcmp(schema->format, "u") != 0)
        return "a text array has another format than \"u\"";
    text->validity = validity_of(array);
    text->offsets = (const uint8_t *)array->buffers[1];
    text->bytes = (const uint8_t *)array->buffers[2];
    text->start = array->offset + skip;
    text->length = length;
    int64_t last = 0;
    fault = check_offsets(text->offsets, text->start, length, &last);
    if (fault != NULL)
        return fault;
    if (last > 0 && text->bytes == NULL)
        return "a text buffer is missing";
    return NULL;
}

/** Opens a text array, dictionary-encoded when its schema has a dictionary. */
static const char *open_text(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t skip,
                             int64_t length, text_array *text)
{
    if (schema == NULL || array == NULL)
        return "an array or its schema is missing";
    if (schema->dictionary == NULL)
        return open_plain_text(schema, array, skip, length, text);
    const char *fault = check_array(schema, array, 2, 0, skip + length);
    if (fault != NULL)
        return fault;
    if (array->dictionary == NULL || schema->dictionary->dictionary != NULL)
        return "a dictionary is missing or has a dictionary itself";
    fault = open_plain_text(schema->dictionary, array->dictionary, 0, array->dictionary->length, text);
    if (fault != NULL)
        return fault;
    text->indices = (const uint8_t *)array->buffers[1];
    text->index_validity = validity_of(array);
    text->index_start = array->offset + skip;
    if (length > 0 && text->indices == NULL)
        return "an index buffer is missing";
    for (int64_t place = text->index_start; place < text->index_start + length; place++) {
        if (!is_valid(text->index_validity, place))
            continue;
        int32_t index = int32_at(text->indices, place);
        if (index < 0 || index >= text->length)
            return "an index is outside its dictionary";
    }
    return NULL;
}

static const char *open_numbers(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t skip,
                                int64_t rows, column *column)
{
    const char *fault = check_array(schema, array, 2, 0, skip + rows);
    if (fault != NULL)
        return fault;
    column->validity = validity_of(array);
    column->numbers = (const uint8_t *)array->buffers[1];
    column->start = array->offset + skip;
    return rows > 0 && column->numbers == NULL ? "a number buffer is missing" : NULL;
}

/** A map is a list of structs with two children (Arrow columnar format, Map type). */
static const char *open_map(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t skip,
                            int64_t rows, column *column)
{
    const char *fault = check_array(schema, array, 2, 1, skip + rows);
    if (fault != NULL)
        return fault;
    column->validity = validity_of(array);
    column->numbers = (const uint8_t *)array->buffers[1];
    column->start = array->offset + skip;
    int64_t last = 0;
    fault = check_offsets(column->numbers, column->start, rows, &last);
    if (fault != NULL)
        return fault;
    const struct ArrowSchema *entry_schema = schema->children[0];
    const struct ArrowArray *entries = array->children[0];
    fault = check_array(entry_schema, entries, 1, 2, last);
    if (fault != NULL)
        return fault;
    if (strcmp(entry_schema->format, "+s") != 0)
        return "a map's entries are not structs";
    if (entries->null_count > 0)
        return "a map has a null entry";
    int64_t length = entries->length;
    fault = open_text(entry_schema->children[0], entries->children[0], entries->offset, length, &column->text);
    if (fault != NULL)
        return fault;
    for (int64_t place = 0; place < length; place++) {
        const text_array *keys = &column->text;
        if (keys->indices != NULL ? !is_valid(keys->index_validity, keys->index_start + place)
                                  : !is_valid(keys->validity, keys->start + place))
            return "a map has a null key";
    }
    return open_text(entry_schema->children[1], entries->children[1], entries->offset, length, &column->values);
}

/* Opening ------------------------------------------------------------------------------------------------ */

static const char *open_column(const struct ArrowSchema *schema, const struct ArrowArray *array, int64_t skip,
                               int64_t rows, column *column)
{
    if (schema == NULL || array == NULL)
        return "a column or its schema is missing";
    if (schema->format == NULL)
        return "a schema has no format";
    if (array->length < rows || array->length < 0)
        return "a column is shorter than the batch";
    column->name = schema->name == NULL ? "" : schema->name;
    if (schema->dictionary != NULL) {
        if (strcmp(schema->format, "i") != 0 || schema->dictionary->format == NULL ||
            strcmp(schema->dictionary->format, "u") != 0)
            return NULL;
        column->kind = TW_COLUMN_DICTIONARY;
        return open_text(schema, array, skip, rows, &column->text);
    }
    if (strcmp(schema->format, "u") == 0) {
        column->kind = TW_COLUMN_TEXT;
        return open_text(schema, array, skip, rows, &column->text);
    }
    if (strcmp(schema->format, "tsu:UTC") == 0) {
        column->kind = TW_COLUMN_TIMESTAMP;
        return open_numbers(schema, array, skip, rows, column);
    }
    if (strcmp(schema->format, "d:38,12") == 0) {
        column->kind = TW_COLUMN_DECIMAL;
        return open_numbers(schema, array, skip, rows, column);
    }
    if (strcmp(schema->format, "+m") == 0) {
        column->kind = TW_COLUMN_MAP;
        return open_map(schema, array, skip, rows, column);
    }
    return NULL;
}

static const char *check_batch(const struct ArrowSchema *schema, const struct ArrowArray *array)
{
    if (schema == NULL || array == NULL)
        return "the batch or its schema is missing";
    if (schema->release == NULL || array->release == NULL)
        return "the batch was released before";
    if (array->n_children < 0 || array->n_children > MAXIMUM_COLUMNS)
        return "the batch has too many columns";
    const char *fault = check_array(schema, array, 1, array->n_children, 0);
    if (fault != NULL)
        return fault;
    if (strcmp(schema->format, "+s") != 0)
        return "the batch is not a struct array (format \"+s\")";
    if (array->length > TW_BATCH_MAX_ROWS)
        return "the batch has more than 8192 rows";
    if (array->buffers[0] != NULL && array->null_count != 0)
        for (int64_t row = 0; row < array->length; row++)
            if (!is_valid((const uint8_t *)array->buffers[0], array->offset + row))
                return "the batch has a null row";
    return NULL;
}

static const char *open_columns(const struct ArrowSchema *schema, const struct ArrowArray *array,
                                tw_batch_reader *reader)
{
    reader->rows = array->length;
    for (int64_t number = 0; number < array->n_children; number++) {
        column *column = &reader->columns[number];
        const char *fault = open_column(schema->children[number], array->children[number], array->offset,
                                        array->length, column);
        if (fault != NULL)
            return fault;
        for (int64_t other = 0; other < number && column->kind != 0; other++)
            if (reader->columns[other].kind != 0 && strcmp(reader->columns[other].name, column->name) == 0)
                return "two columns have the same name";
        reader->column_count++;
    }
    return NULL;
}

tw_status tw_batch_reader_open(const struct ArrowSchema *schema, const struct ArrowArray *array,
                               tw_batch_reader **reader, const char **error)
{
    *reader = NULL;
    *error = check_batch(schema, array);
    if (*error != NULL)
        return TW_INVALID_ARGUMENT;
    tw_batch_reader *made = calloc(1, sizeof *made + (size_t)array->n_children * sizeof made->columns[0]);
    if (made == NULL) {
        *error = "no memory";
        return TW_RESOURCE_EXHAUSTED;
    }
    *error = open_columns(schema, array, made);
    if (*error != NULL) {
        free(made);
        return TW_INVALID_ARGUMENT;
    }
    *reader = made;
    return TW_OK;
}

void tw_batch_reader_close(tw_batch_reader *reader) { free(reader); }

/* Reading ------------------------------------------------------------------------------------------------ */

static const column *column_at(const tw_batch_reader *reader, int32_t number, uint32_t kind)
{
    if (number < 0 || number >= reader->column_count)
        return NULL;
    const column *column = &reader->columns[number];
    return kind == 0 || column->kind == kind ? column : NULL;
}

static int has_row(const tw_batch_reader *reader, int64_t row) { return row >= 0 && row < reader->rows; }

static int32_t text_at(const text_array *text, int64_t element, tw_bytes *value)
{
    value->ptr = NULL;
    value->len = 0;
    int64_t place = text->start + element;
    if (text->indices != NULL) {
        if (!is_valid(text->index_validity, text->index_start + element))
            return 0;
        place = text->start + int32_at(text->indices, text->index_start + element);
    }
    if (!is_valid(text->validity, place))
        return 0;
    int32_t begin = int32_at(text->offsets, place);
    int32_t end = int32_at(text->offsets, place + 1);
    value->ptr = text->bytes == NULL ? NULL : text->bytes + begin;
    value->len = (size_t)(end - begin);
    return 1;
}

int64_t tw_batch_reader_rows(const tw_batch_reader *reader) { return reader->rows; }

int32_t tw_batch_reader_column(const tw_batch_reader *reader, const char *name)
{
    for (int32_t number = 0; number < reader->column_count; number++)
        if (reader->columns[number].kind != 0 && strcmp(reader->columns[number].name, name) == 0)
            return number;
    return -1;
}

uint32_t tw_batch_reader_kind(const tw_batch_reader *reader, int32_t number)
{
    const column *column = column_at(reader, number, 0);
    return column == NULL ? 0 : column->kind;
}

int32_t tw_batch_reader_text(const tw_batch_reader *reader, int32_t number, int64_t row, tw_bytes *value)
{
    const column *column = column_at(reader, number, 0);
    value->ptr = NULL;
    value->len = 0;
    if (column == NULL || !has_row(reader, row) ||
        (column->kind != TW_COLUMN_TEXT && column->kind != TW_COLUMN_DICTIONARY))
        return 0;
    return text_at(&column->text, row, value);
}

int64_t tw_batch_reader_index(const tw_batch_reader *reader, int32_t number, int64_t row)
{
    const column *column = column_at(reader, number, TW_COLUMN_DICTIONARY);
    if (column == NULL || !has_row(reader, row))
        return -1;
    const text_array *text = &column->text;
    if (!is_valid(text->index_validity, text->index_start + row))
        return -1;
    int32_t index = int32_at(text->indices, text->index_start + row);
    return is_valid(text->validity, text->start + index) ? index : -1;
}

int32_t tw_batch_reader_timestamp(const tw_batch_reader *reader, int32_t number, int64_t row, int64_t *value)
{
    const column *column = column_at(reader, number, TW_COLUMN_TIMESTAMP);
    *value = 0;
    if (column == NULL || !has_row(reader, row) || !is_valid(column->validity, column->start + row))
        return 0;
    memcpy(value, column->numbers + (column->start + row) * 8, sizeof *value);
    return 1;
}

int32_t tw_batch_reader_decimal(const tw_batch_reader *reader, int32_t number, int64_t row, uint64_t *low,
                                int64_t *high)
{
    const column *column = column_at(reader, number, TW_COLUMN_DECIMAL);
    *low = 0;
    *high = 0;
    if (column == NULL || !has_row(reader, row) || !is_valid(column->validity, column->start + row))
        return 0;
    memcpy(low, column->numbers + (column->start + row) * 16, sizeof *low);
    memcpy(high, column->numbers + (column->start + row) * 16 + 8, sizeof *high);
    return 1;
}

int64_t tw_batch_reader_entries(const tw_batch_reader *reader, int32_t number, int64_t row)
{
    const column *column = column_at(reader, number, TW_COLUMN_MAP);
    if (column == NULL || !has_row(reader, row) || !is_valid(column->validity, column->start + row))
        return 0;
    return (int64_t)int32_at(column->numbers, column->start + row + 1) -
           int32_at(column->numbers, column->start + row);
}

int32_t tw_batch_reader_entry(const tw_batch_reader *reader, int32_t number, int64_t row, int64_t entry,
                              tw_bytes *key, tw_bytes *value)
{
    key->ptr = value->ptr = NULL;
    key->len = value->len = 0;
    if (entry < 0 || entry >= tw_batch_reader_entries(reader, number, row))
        return 0;
    const column *column = &reader->columns[number];
    int64_t element = int32_at(column->numbers, column->start + row) + entry;
    text_at(&column->text, element, key);
    return text_at(&column->values, element, value);
}
