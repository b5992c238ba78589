/* SPDX-License-Identifier: Apache-2.0 */
/* Storage of the batch builder, shared by batch_builder.c and batch_finish.c; no part of the contract. */
#ifndef TAGWARDEN_BATCH_STORAGE_H
#define TAGWARDEN_BATCH_STORAGE_H

#include "tagwarden/batch.h"

#include <stdlib.h>
#include <string.h>

/* Memory ------------------------------------------------------------------------------------------------- */

typedef struct buffer {
    uint8_t *data;
    size_t length;
    size_t capacity;
} buffer;

static inline int reserve(buffer *target, size_t extra) {
    if (extra > SIZE_MAX / 4 - target->length) return 0;
    size_t needed = target->length + extra;
    if (needed <= target->capacity) return 1;
    size_t capacity = target->capacity < 64 ? 64 : target->capacity;
    while (capacity < needed) capacity *= 2;
    uint8_t *data = realloc(target->data, capacity);
    if (data == NULL) return 0;
    target->data = data;
    target->capacity = capacity;
    return 1;
}

static inline int append(buffer *target, const void *bytes, size_t count) {
    if (!reserve(target, count)) return 0;
    if (count > 0) memcpy(target->data + target->length, bytes, count);
    target->length += count;
    return 1;
}

static inline void clear(buffer *target) {
    free(target->data);
    memset(target, 0, sizeof *target);
}

static inline int append_bit(buffer *bits, int64_t place, int value) {
    size_t byte = (size_t)place / 8;
    if (byte >= bits->capacity && !reserve(bits, byte + 1 - bits->length)) return 0;
    while (bits->length <= byte) bits->data[bits->length++] = 0;
    uint8_t mask = (uint8_t)(1u << (place % 8));
    bits->data[byte] = (uint8_t)(value ? bits->data[byte] | mask : bits->data[byte] & ~mask);
    return 1;
}

/* Texts: the offsets and bytes of an Arrow "u" array ------------------------------------------------------- */

typedef struct texts {
    buffer offsets;
    buffer bytes;
    int64_t count;
} texts;

static inline int32_t text_start(const texts *list, int64_t index) {
    return list->offsets.data == NULL ? 0 : ((const int32_t *)(const void *)list->offsets.data)[index];
}

static inline tw_status append_text(texts *list, tw_bytes text) {
    int32_t zero = 0;
    if (list->bytes.length > INT32_MAX || text.len > INT32_MAX - list->bytes.length) {
        return TW_RESOURCE_EXHAUSTED;
    }
    if (list->offsets.length == 0 && !append(&list->offsets, &zero, sizeof zero)) return TW_RESOURCE_EXHAUSTED;
    if (!reserve(&list->offsets, sizeof zero)) return TW_RESOURCE_EXHAUSTED;
    if (!append(&list->bytes, text.ptr, text.len)) return TW_RESOURCE_EXHAUSTED;
    int32_t end = (int32_t)list->bytes.length;
    append(&list->offsets, &end, sizeof end);
    list->count += 1;
    return TW_OK;
}

static inline void truncate_texts(texts *list, int64_t count) {
    if (list->count <= count) return;
    list->bytes.length = (size_t)text_start(list, count);
    list->offsets.length = ((size_t)count + 1) * sizeof(int32_t);
    list->count = count;
}

static inline tw_bytes text_at(const texts *list, int64_t index) {
    int32_t start = text_start(list, index);
    tw_bytes text = {NULL, (size_t)(text_start(list, index + 1) - start)};
    if (list->bytes.data != NULL) text.ptr = list->bytes.data + start;
    return text;
}

static inline void clear_texts(texts *list) {
    clear(&list->offsets);
    clear(&list->bytes);
    list->count = 0;
}

/* Columns ------------------------------------------------------------------------------------------------ */

typedef struct column {
    char *name;
    uint32_t kind;
    int is_set;
    int64_t nulls;
    buffer validity;
    /* Dictionary: indices. Time and decimal: numbers. Map: offsets. */
    buffer values;
    /* Text: rows. Dictionary: its values. Map: keys. */
    texts texts;
    /* Map: values, and which of them are there. */
    texts items;
    buffer item_validity;
    int64_t item_nulls;
    int64_t pending_item_nulls;
    /* Dictionary: hash table of indices + 1, 0 for free. */
    buffer slots;
    /* The row's index, time or decimal. */
    uint64_t pending[2];
} column;

struct tw_batch_builder {
    column *columns;
    int32_t count;
    int64_t rows;
    int has_begun;
    tw_status fault;
};

static inline void empty_column(column *target) {
    clear(&target->validity);
    clear(&target->values);
    clear_texts(&target->texts);
    clear_texts(&target->items);
    clear(&target->item_validity);
    clear(&target->slots);
    target->nulls = target->item_nulls = target->pending_item_nulls = 0;
    target->is_set = 0;
}

static inline int32_t committed_entries(const column *target, int64_t rows) {
    return target->values.data == NULL ? 0 : ((const int32_t *)(const void *)target->values.data)[rows];
}

/* Forgets what was set since the last row. */
static inline void drop_row(tw_batch_builder *builder) {
    for (int32_t i = 0; i < builder->count; i++) {
        column *target = &builder->columns[i];
        if (target->kind == TW_COLUMN_TEXT) truncate_texts(&target->texts, builder->rows);
        if (target->kind == TW_COLUMN_MAP) {
            int32_t entries = committed_entries(target, builder->rows);
            truncate_texts(&target->texts, entries);
            truncate_texts(&target->items, entries);
        }
        target->pending_item_nulls = 0;
        target->is_set = 0;
    }
    builder->fault = TW_OK;
}

#endif
