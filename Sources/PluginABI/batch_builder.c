/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of the batch builder (batch.h). A row's values go straight behind the committed rows; `end_row` commits
 * them, and `drop_row` cuts every column back, so that a spoiled row leaves no trace.
 */
#include "batch_storage.h"
#include "tagwarden/columns.h"

/* RFC 3629: shortest form, no surrogates, at most U+10FFFF. */
static int is_utf8(tw_bytes text) {
    size_t i = 0;
    while (i < text.len) {
        uint8_t lead = text.ptr[i++];
        if (lead < 0x80) continue;
        size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        if (lead < 0xC2 || lead > 0xF4 || text.len - i < more) return 0;
        uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (text.ptr[i] < low || text.ptr[i] > high) return 0;
        for (size_t k = 1; k < more; k++) {
            if ((text.ptr[i + k] & 0xC0) != 0x80) return 0;
        }
        i += more;
    }
    return 1;
}

/* Columns ------------------------------------------------------------------------------------------------ */

tw_batch_builder *tw_batch_builder_create(void) { return calloc(1, sizeof(tw_batch_builder)); }

void tw_batch_builder_destroy(tw_batch_builder *builder) {
    if (builder == NULL) return;
    for (int32_t i = 0; i < builder->count; i++) {
        empty_column(&builder->columns[i]);
        free(builder->columns[i].name);
    }
    free(builder->columns);
    free(builder);
}

int32_t tw_batch_builder_add_column(tw_batch_builder *builder, const char *name, uint32_t kind) {
    if (builder->has_begun || kind < TW_COLUMN_TEXT || kind > TW_COLUMN_DECIMAL) return -1;
    for (int32_t i = 0; i < builder->count; i++) {
        if (strcmp(builder->columns[i].name, name) == 0) return -1;
    }
    column *columns = realloc(builder->columns, ((size_t)builder->count + 1) * sizeof(column));
    if (columns == NULL) return -1;
    builder->columns = columns;
    column *added = &columns[builder->count];
    memset(added, 0, sizeof *added);
    size_t size = strlen(name) + 1;
    added->name = malloc(size);
    if (added->name == NULL) return -1;
    memcpy(added->name, name, size);
    added->kind = kind;
    return builder->count++;
}

/* Setting a row's values --------------------------------------------------------------------------------- */

static tw_status spoil(tw_batch_builder *builder, tw_status status) {
    if (status != TW_OK && builder->fault == TW_OK) builder->fault = status;
    return status;
}

/* The column when it exists and is of one of two kinds; begins the row. */
static column *begin(tw_batch_builder *builder, int32_t index, uint32_t kind, uint32_t other) {
    builder->has_begun = 1;
    if (index < 0 || index >= builder->count) return NULL;
    column *found = &builder->columns[index];
    return found->kind == kind || found->kind == other ? found : NULL;
}

static uint32_t hash(tw_bytes text) {
    uint32_t value = UINT32_C(2166136261); /* FNV-1a */
    for (size_t i = 0; i < text.len; i++) value = (value ^ text.ptr[i]) * UINT32_C(16777619);
    return value;
}

static int rehash(column *target, size_t size) {
    buffer larger = {0};
    if (!reserve(&larger, size * sizeof(int32_t))) return 0;
    memset(larger.data, 0, size * sizeof(int32_t));
    larger.length = size * sizeof(int32_t);
    int32_t *slots = (int32_t *)(void *)larger.data;
    for (int32_t i = 0; i < target->texts.count; i++) {
        size_t slot = hash(text_at(&target->texts, i)) & (size - 1);
        while (slots[slot] != 0) slot = (slot + 1) & (size - 1);
        slots[slot] = i + 1;
    }
    clear(&target->slots);
    target->slots = larger;
    return 1;
}

static tw_status set_dictionary(column *target, tw_bytes value) {
    size_t size = target->slots.length / sizeof(int32_t);
    if ((size_t)target->texts.count * 2 >= size) {
        size = size == 0 ? 64 : size * 2;
        if (!rehash(target, size)) return TW_RESOURCE_EXHAUSTED;
    }
    int32_t *slots = (int32_t *)(void *)target->slots.data;
    size_t slot = hash(value) & (size - 1);
    for (; slots[slot] != 0; slot = (slot + 1) & (size - 1)) {
        tw_bytes known = text_at(&target->texts, slots[slot] - 1);
        if (known.len == value.len && (value.len == 0 || memcmp(known.ptr, value.ptr, value.len) == 0)) break;
    }
    if (slots[slot] == 0) {
        tw_status status = append_text(&target->texts, value);
        if (status != TW_OK) return status;
        slots[slot] = (int32_t)target->texts.count;
    }
    target->pending[0] = (uint64_t)(slots[slot] - 1);
    return TW_OK;
}

/* value = value * 10 + digit, on four 32-bit limbs; 0 when it does not fit. */
static int shift_digit(uint32_t limbs[4], uint32_t digit) {
    uint64_t carry = digit;
    for (int i = 0; i < 4; i++) {
        carry += (uint64_t)limbs[i] * 10;
        limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return carry == 0;
}

static int add_one(uint32_t limbs[4]) {
    for (int i = 0; i < 4; i++) {
        if (++limbs[i] != 0) return 1;
    }
    return 0;
}

/* [+-]digits[.digits] as an unscaled number of scale 12; further places are rounded half away from zero. */
static int read_decimal(tw_bytes text, uint64_t number[2]) {
    uint32_t limbs[4] = {0};
    size_t i = 0;
    int digits = 0, significant = 0, places = -1, rounds = 0;
    int is_negative = text.len > 0 && text.ptr[0] == '-';
    if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+')) i = 1;
    for (; i < text.len; i++) {
        uint8_t byte = text.ptr[i];
        if (byte == '.' && places < 0) {
            places = 0;
            continue;
        }
        if (byte < '0' || byte > '9') return 0;
        digits = 1;
        if (places >= 12) {
            if (places++ == 12) rounds = byte >= '5';
            continue;
        }
        if (places >= 0) places++;
        if (significant > 0 || byte != '0') significant++;
        if (significant > 38 || !shift_digit(limbs, (uint32_t)(byte - '0'))) return 0;
    }
    for (places = places < 0 ? 0 : places; places < 12; places++) {
        if (significant > 0 && ++significant > 38) return 0;
        if (!shift_digit(limbs, 0)) return 0;
    }
    if (!digits || (rounds && !add_one(limbs))) return 0;
    number[0] = (uint64_t)limbs[1] << 32 | limbs[0];
    number[1] = (uint64_t)limbs[3] << 32 | limbs[2];
    if (is_negative) { /* two's complement */
        number[0] = ~number[0] + 1;
        number[1] = ~number[1] + (number[0] == 0);
    }
    return 1;
}

tw_status tw_batch_builder_set_text(tw_batch_builder *builder, int32_t index, tw_bytes value) {
    column *target = begin(builder, index, TW_COLUMN_TEXT, TW_COLUMN_DICTIONARY);
    if (target == NULL) target = begin(builder, index, TW_COLUMN_DECIMAL, TW_COLUMN_DECIMAL);
    if (target == NULL || !is_utf8(value)) return spoil(builder, TW_INVALID_ARGUMENT);
    tw_status status = TW_OK;
    if (target->kind == TW_COLUMN_DECIMAL) {
        if (!read_decimal(value, target->pending)) status = TW_INVALID_ARGUMENT;
    } else if (target->kind == TW_COLUMN_DICTIONARY) {
        status = set_dictionary(target, value);
    } else {
        truncate_texts(&target->texts, builder->rows);
        status = append_text(&target->texts, value);
    }
    if (status == TW_OK) target->is_set = 1;
    return spoil(builder, status);
}

tw_status tw_batch_builder_set_timestamp(tw_batch_builder *builder, int32_t index, int64_t microseconds) {
    column *target = begin(builder, index, TW_COLUMN_TIMESTAMP, TW_COLUMN_TIMESTAMP);
    if (target == NULL) return spoil(builder, TW_INVALID_ARGUMENT);
    target->pending[0] = (uint64_t)microseconds;
    target->is_set = 1;
    return TW_OK;
}

tw_status tw_batch_builder_add_entry(tw_batch_builder *builder, int32_t index, tw_bytes key, tw_bytes value) {
    column *target = begin(builder, index, TW_COLUMN_MAP, TW_COLUMN_MAP);
    int is_null = value.ptr == NULL;
    tw_bytes nothing = {NULL, 0};
    if (target == NULL || !is_utf8(key) || (!is_null && !is_utf8(value))) {
        return spoil(builder, TW_INVALID_ARGUMENT);
    }
    int64_t place = target->items.count;
    if (!append_bit(&target->item_validity, place, !is_null)) return spoil(builder, TW_RESOURCE_EXHAUSTED);
    tw_status status = append_text(&target->texts, key);
    if (status == TW_OK) status = append_text(&target->items, is_null ? nothing : value);
    if (status == TW_OK) target->pending_item_nulls += is_null;
    return spoil(builder, status);
}

/* Ending a row ------------------------------------------------------------------------------------------- */

/* Makes room for one more row, so that `commit` cannot fail half-way. */
static tw_status prepare(column *target, int64_t rows) {
    int32_t zero = 0;
    tw_bytes nothing = {NULL, 0};
    if (target->kind == TW_COLUMN_TEXT && !target->is_set) {
        tw_status status = append_text(&target->texts, nothing);
        if (status != TW_OK) return status;
    }
    if (target->kind == TW_COLUMN_MAP && target->values.length == 0) {
        if (!append(&target->values, &zero, sizeof zero)) return TW_RESOURCE_EXHAUSTED;
    }
    if (!reserve(&target->values, 16)) return TW_RESOURCE_EXHAUSTED;
    return append_bit(&target->validity, rows, 0) ? TW_OK : TW_RESOURCE_EXHAUSTED;
}

static void commit(column *target, int64_t rows) {
    int32_t small = target->kind == TW_COLUMN_MAP ? (int32_t)target->texts.count : (int32_t)target->pending[0];
    if (!target->is_set) memset(target->pending, 0, sizeof target->pending);
    if (target->kind == TW_COLUMN_DICTIONARY && !target->is_set) small = 0;
    switch (target->kind) {
    case TW_COLUMN_DICTIONARY:
    case TW_COLUMN_MAP: append(&target->values, &small, sizeof small); break;
    case TW_COLUMN_TIMESTAMP: append(&target->values, target->pending, 8); break;
    case TW_COLUMN_DECIMAL: append(&target->values, target->pending, 16); break;
    default: break;
    }
    int is_present = target->is_set || target->kind == TW_COLUMN_MAP;
    append_bit(&target->validity, rows, is_present);
    target->nulls += !is_present;
    target->item_nulls += target->pending_item_nulls;
    target->pending_item_nulls = 0;
    target->is_set = 0;
}

tw_status tw_batch_builder_end_row(tw_batch_builder *builder) {
    builder->has_begun = 1;
    tw_status status = builder->rows >= TW_BATCH_MAX_ROWS ? TW_OUT_OF_RANGE : builder->fault;
    for (int32_t i = 0; i < builder->count && status == TW_OK; i++) {
        status = prepare(&builder->columns[i], builder->rows);
    }
    if (status != TW_OK) {
        drop_row(builder);
        return status;
    }
    for (int32_t i = 0; i < builder->count; i++) commit(&builder->columns[i], builder->rows);
    builder->rows += 1;
    return TW_OK;
}

int64_t tw_batch_builder_rows(const tw_batch_builder *builder) { return builder->rows; }
