/* SPDX-License-Identifier: Apache-2.0 */
/* A provider whose batches and coverage are spoiled in the way that the argument "fault" names. */
#include "fixture.h"

typedef struct batch {
    struct ArrowSchema schema;
    struct ArrowArray array;
} batch;

static int is(const tw_call *call, const char *fault) {
    char text[512];
    char quoted[64];
    snprintf(text, sizeof text, "%.*s", (int)call->arguments.len, call->arguments.ptr);
    snprintf(quoted, sizeof quoted, "\"%s\"", fault);
    return strstr(text, quoted) != NULL;
}

static batch make(const tw_call *call) {
    static const char *const names[] = {TW_COL_ID, TW_COL_RESOURCE_ID, TW_COL_SCOPE, TW_COL_REGION};
    tw_batch_builder *builder = tw_batch_builder_create();
    int32_t columns[4];
    for (int i = 0; i < 4; i++) {
        if (i == 3 && is(call, "missing_column")) continue;
        uint32_t kind = i == 2 && is(call, "wrong_kind") ? TW_COLUMN_TIMESTAMP : TW_COLUMN_TEXT;
        columns[i] = tw_batch_builder_add_column(builder, names[i], kind);
    }
    int32_t type = tw_batch_builder_add_column(builder, TW_COL_TYPE, TW_COLUMN_DICTIONARY);
    int32_t tags = is(call, "missing_tags") ? -1 : tw_batch_builder_add_column(builder, TW_COL_TAGS, TW_COLUMN_MAP);
    for (int row = 0; row < 3; row++) {
        for (int i = 0; i < 4; i++) {
            if ((i == 3 && is(call, "missing_column")) || (i == 2 && is(call, "wrong_kind"))) continue;
            if (i == 0 && row == 1 && is(call, "null_id")) continue;
            tw_batch_builder_set_text(builder, columns[i], fixture_bytes("abc"));
        }
        tw_batch_builder_set_text(builder, type, fixture_bytes(is(call, "unknown_type") ? "x:y" : "fix:thing"));
        if (tags >= 0) tw_batch_builder_add_entry(builder, tags, fixture_bytes("key"), fixture_bytes("value"));
        tw_batch_builder_end_row(builder);
    }
    batch made = {0};
    if (tw_batch_builder_finish(builder, &made.schema, &made.array) != TW_OK) abort();
    tw_batch_builder_destroy(builder);
    return made;
}

static struct ArrowArray *child(batch *batch, const char *name) {
    for (int64_t i = 0; i < batch->schema.n_children; i++)
        if (strcmp(batch->schema.children[i]->name, name) == 0) return batch->array.children[i];
    abort();
}

static void spoil(batch *batch, const tw_call *call) {
    if (is(call, "missing_column") || is(call, "missing_tags") || is(call, "wrong_kind")) return;
    struct ArrowArray *id = child(batch, TW_COL_ID);
    struct ArrowArray *tags = child(batch, TW_COL_TAGS);
    int32_t *offsets = (int32_t *)id->buffers[1];
    if (is(call, "falling_offsets")) offsets[2] = 1;
    if (is(call, "negative_offset")) offsets[0] = -4;
    if (is(call, "bad_utf8")) ((uint8_t *)id->buffers[2])[1] = 0xff;
    if (is(call, "bad_tag_utf8")) ((uint8_t *)tags->children[0]->children[1]->buffers[2])[0] = 0xc0;
    if (is(call, "bad_index")) ((int32_t *)child(batch, TW_COL_TYPE)->buffers[1])[1] = 99;
    if (is(call, "too_many_rows")) batch->array.length = 9000;
    if (is(call, "short_child")) id->length = 1;
    if (is(call, "negative_length")) batch->array.length = -1;
    if (is(call, "huge_offset")) id->offset = INT64_MAX;
    if (is(call, "no_buffers")) id->buffers = NULL;
    if (is(call, "buffer_count")) id->n_buffers = 2;
    if (is(call, "null_offsets")) id->buffers[1] = NULL;
    if (is(call, "null_bytes")) id->buffers[2] = NULL;
    if (is(call, "null_count")) id->null_count = 7;
    if (is(call, "nulls_without_validity")) {
        id->null_count = 1;
        id->buffers[0] = NULL;
    }
    if (is(call, "no_children")) batch->array.children = NULL;
    if (is(call, "null_child")) batch->array.children[0] = NULL;
    if (is(call, "child_count")) batch->array.n_children = 1 << 20;
    if (is(call, "twice_named")) batch->schema.children[1]->name = TW_COL_ID;
    if (is(call, "not_a_struct")) batch->schema.format = "i";
    if (is(call, "null_format")) batch->schema.children[0]->format = NULL;
    if (is(call, "map_too_long")) ((int32_t *)tags->buffers[1])[3] = 1000;
    if (is(call, "map_children")) tags->children[0]->n_children = 1;
    if (is(call, "null_key")) {
        static const uint8_t none[8] = {0};
        tags->children[0]->children[0]->null_count = 3;
        tags->children[0]->children[0]->buffers[0] = none;
    }
    if (is(call, "released")) batch->array.release = NULL;
}

static void keep(struct ArrowSchema *schema) { schema->release = NULL; }
static void keep_array(struct ArrowArray *array) { array->release = NULL; }

static void emit_batch(const tw_call *call) {
    batch batch = make(call);
    /* The builder's own release would follow the spoiled pointers: the memory is left alone instead. */
    batch.schema.release = keep;
    batch.array.release = keep_array;
    spoil(&batch, call);
    int32_t answer = is(call, "null_structs") ? call->ops->emit_batch(call, NULL, NULL)
                                              : call->ops->emit_batch(call, &batch.schema, &batch.array);
    if (answer == TW_MALFORMED && !is(call, "null_structs") &&
        (batch.schema.release != NULL || batch.array.release != NULL))
        abort();
    fixture_done(call, TW_OK, "{}");
}

static void inventory(void *instance, const tw_call *call) {
    (void)instance;
    static const char *const coverage[][2] = {
        {"garbage_coverage", "{\"scope\":"},
        {"coverage_list", "[]"},
        {"coverage_status", "{\"scope\":\"1\",\"region\":\"r\",\"resource_type\":\"t\",\"status\":\"fine\"}"},
        {"coverage_members", "{\"status\":\"answered\",\"resources\":-1}"},
    };
    for (int i = 0; i < 4; i++) {
        if (is(call, coverage[i][0])) {
            call->ops->emit(call, TW_CHUNK_COVERAGE, fixture_bytes(coverage[i][1]));
            fixture_done(call, TW_OK, "{}");
            return;
        }
    }
    emit_batch(call);
}

static tw_bytes describe(void *instance) {
    (void)instance;
    return fixture_bytes("{\"cloud\":\"hostile\",\"title\":\"H\",\"key_case\":\"sensitive\","
                         "\"resource_types\":[{\"type\":\"fix:thing\"}]}");
}

static const tw_provider provider = {sizeof(tw_provider), 0, describe, inventory, inventory, inventory, NULL};

static const void *get_extension(void *instance, const char *id) {
    (void)instance;
    return strcmp(id, TW_EXTENSION_PROVIDER) == 0 ? &provider : NULL;
}

FIXTURE_PLUGIN("hostile-provider", .get_extension = get_extension)
