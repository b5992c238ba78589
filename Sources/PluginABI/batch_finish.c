/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moves a builder's rows out as an Arrow struct array with its schema. All memory of the two trees is made
 * first, and only then are the columns' buffers moved, so that a failure changes nothing.
 */
#include "batch_storage.h"

/* Stands for an empty buffer: consumers may read offset 0 of an array without rows. */
static const int64_t zeros[2] = {0, 0};

/* Schema ------------------------------------------------------------------------------------------------- */

static void release_schema(struct ArrowSchema *schema) {
    for (int64_t i = 0; i < schema->n_children; i++) {
        struct ArrowSchema *child = schema->children[i];
        if (child != NULL && child->release != NULL) child->release(child);
        free(child);
    }
    free(schema->children);
    if (schema->dictionary != NULL && schema->dictionary->release != NULL) {
        schema->dictionary->release(schema->dictionary);
    }
    free(schema->dictionary);
    free(schema->private_data);
    schema->release = NULL;
}

/* Fills a schema node whose children and dictionary are yet to be filled; 0 without memory. */
static int make_schema(struct ArrowSchema *schema, const char *format, const char *name, int64_t flags,
                       int64_t children) {
    size_t size = strlen(name) + 1;
    memset(schema, 0, sizeof *schema);
    schema->release = release_schema;
    schema->format = format;
    schema->flags = flags;
    schema->name = schema->private_data = malloc(size);
    if (schema->private_data == NULL) return 0;
    memcpy(schema->private_data, name, size);
    if (children == 0) return 1;
    schema->children = calloc((size_t)children, sizeof(struct ArrowSchema *));
    if (schema->children == NULL) return 0;
    for (; schema->n_children < children; schema->n_children++) {
        struct ArrowSchema *child = calloc(1, sizeof *child);
        if (child == NULL) return 0;
        schema->children[schema->n_children] = child;
    }
    return 1;
}

static int column_schema(struct ArrowSchema *schema, const column *source) {
    const char *name = source->name;
    switch (source->kind) {
    case TW_COLUMN_TIMESTAMP: return make_schema(schema, "tsu:UTC", name, ARROW_FLAG_NULLABLE, 0);
    case TW_COLUMN_DECIMAL: return make_schema(schema, "d:38,12", name, ARROW_FLAG_NULLABLE, 0);
    case TW_COLUMN_TEXT: return make_schema(schema, "u", name, ARROW_FLAG_NULLABLE, 0);
    case TW_COLUMN_DICTIONARY:
        if (!make_schema(schema, "i", name, ARROW_FLAG_NULLABLE, 0)) return 0;
        schema->dictionary = calloc(1, sizeof *schema->dictionary);
        return schema->dictionary != NULL && make_schema(schema->dictionary, "u", "", ARROW_FLAG_NULLABLE, 0);
    default: break;
    }
    if (!make_schema(schema, "+m", name, ARROW_FLAG_NULLABLE, 1)) return 0;
    struct ArrowSchema *entries = schema->children[0];
    return make_schema(entries, "+s", "entries", 0, 2) && make_schema(entries->children[0], "u", "key", 0, 0) &&
           make_schema(entries->children[1], "u", "value", ARROW_FLAG_NULLABLE, 0);
}

static int batch_schema(struct ArrowSchema *schema, const tw_batch_builder *builder) {
    if (!make_schema(schema, "+s", "", 0, builder->count)) return 0;
    for (int32_t i = 0; i < builder->count; i++) {
        if (!column_schema(schema->children[i], &builder->columns[i])) return 0;
    }
    return 1;
}

/* Array -------------------------------------------------------------------------------------------------- */

typedef struct holder {
    const void *buffers[3];
    void *owned[3];
} holder;

static void release_array(struct ArrowArray *array) {
    holder *held = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++) {
        struct ArrowArray *child = array->children[i];
        if (child != NULL && child->release != NULL) child->release(child);
        free(child);
    }
    free(array->children);
    if (array->dictionary != NULL && array->dictionary->release != NULL) {
        array->dictionary->release(array->dictionary);
    }
    free(array->dictionary);
    if (held != NULL) {
        for (int i = 0; i < 3; i++) free(held->owned[i]);
    }
    free(held);
    array->release = NULL;
}

/* Fills an array node without buffers; 0 without memory. */
static int make_array(struct ArrowArray *array, int64_t buffers, int64_t children) {
    memset(array, 0, sizeof *array);
    array->release = release_array;
    holder *held = calloc(1, sizeof *held);
    array->private_data = held;
    if (held == NULL) return 0;
    array->buffers = held->buffers;
    array->n_buffers = buffers;
    if (children == 0) return 1;
    array->children = calloc((size_t)children, sizeof(struct ArrowArray *));
    if (array->children == NULL) return 0;
    for (; array->n_children < children; array->n_children++) {
        struct ArrowArray *child = calloc(1, sizeof *child);
        if (child == NULL) return 0;
        array->children[array->n_children] = child;
    }
    return 1;
}

static int column_array(struct ArrowArray *array, const column *source) {
    if (!make_array(array, source->kind == TW_COLUMN_TEXT ? 3 : 2, source->kind == TW_COLUMN_MAP)) return 0;
    if (source->kind == TW_COLUMN_DICTIONARY) {
        array->dictionary = calloc(1, sizeof *array->dictionary);
        return array->dictionary != NULL && make_array(array->dictionary, 3, 0);
    }
    if (source->kind != TW_COLUMN_MAP) return 1;
    struct ArrowArray *entries = array->children[0];
    return make_array(entries, 1, 2) && make_array(entries->children[0], 3, 0) &&
           make_array(entries->children[1], 3, 0);
}

static int batch_array(struct ArrowArray *array, const tw_batch_builder *builder) {
    if (!make_array(array, 1, builder->count)) return 0;
    for (int32_t i = 0; i < builder->count; i++) {
        if (!column_array(array->children[i], &builder->columns[i])) return 0;
    }
    return 1;
}

/* Moving ------------------------------------------------------------------------------------------------- */

static void move_buffer(struct ArrowArray *array, int place, buffer *source) {
    holder *held = array->private_data;
    held->owned[place] = source->data;
    held->buffers[place] = source->data == NULL ? (const void *)zeros : source->data;
    memset(source, 0, sizeof *source);
}

/* A validity bitmap without a null in it need not be there. */
static void move_validity(struct ArrowArray *array, int64_t length, int64_t nulls, buffer *bits) {
    array->length = length;
    array->null_count = nulls;
    if (nulls > 0) move_buffer(array, 0, bits);
}

static void move_texts(struct ArrowArray *array, texts *source) {
    array->length = source->count;
    move_buffer(array, 1, &source->offsets);
    move_buffer(array, 2, &source->bytes);
}

static void move_column(struct ArrowArray *array, column *source, int64_t rows) {
    move_validity(array, rows, source->nulls, &source->validity);
    if (source->kind == TW_COLUMN_TEXT) {
        move_texts(array, &source->texts);
    } else {
        move_buffer(array, 1, &source->values);
    }
    if (source->kind == TW_COLUMN_DICTIONARY) move_texts(array->dictionary, &source->texts);
    if (source->kind == TW_COLUMN_MAP) {
        struct ArrowArray *entries = array->children[0];
        entries->length = source->texts.count;
        move_validity(entries->children[1], source->items.count, source->item_nulls, &source->item_validity);
        move_texts(entries->children[0], &source->texts);
        move_texts(entries->children[1], &source->items);
    }
    empty_column(source);
}

tw_status tw_batch_builder_finish(tw_batch_builder *builder, struct ArrowSchema *schema,
                                  struct ArrowArray *array) {
    struct ArrowSchema made_schema;
    struct ArrowArray made_array;
    if (!batch_schema(&made_schema, builder)) {
        release_schema(&made_schema);
        return TW_RESOURCE_EXHAUSTED;
    }
    if (!batch_array(&made_array, builder)) {
        release_array(&made_array);
        release_schema(&made_schema);
        return TW_RESOURCE_EXHAUSTED;
    }
    drop_row(builder);
    for (int32_t i = 0; i < builder->count; i++) {
        move_column(made_array.children[i], &builder->columns[i], builder->rows);
    }
    made_array.length = builder->rows;
    builder->rows = 0;
    *schema = made_schema;
    *array = made_array;
    return TW_OK;
}
