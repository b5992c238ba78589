/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that does all it should: tools, a provider, run-time registration, cancellation, flow control. */
#include <pthread.h>

#include "fixture.h"

enum { ECHO, PROGRESS, SLOW, EMITS, MORE, RENAME, TOOL_COUNT };
static const char *const names[TOOL_COUNT] = {"echo", "progress", "slow", "emits", "more", "rename"};

typedef struct instance {
    const tw_host *host;
    uint32_t numbers[TOOL_COUNT];
    pthread_mutex_t lock;
    const tw_call *slow[64];
    int renamed;
} instance;

/* Tools -------------------------------------------------------------------------------------------------- */

static void echo(const tw_call *call) {
    size_t length = call->arguments.len + call->meta.len + 32;
    char *text = malloc(length);
    int count = snprintf(text, length, "{\"arguments\":%.*s,\"meta\":%.*s}", (int)call->arguments.len,
                         call->arguments.ptr, (int)call->meta.len, call->meta.ptr);
    call->ops->done(call, TW_OK, (tw_owned){(uint8_t *)text, (size_t)count, free, text});
}

static void progress(const tw_call *call) {
    static const double steps[] = {1, 2, 1.5, 3};
    for (int i = 0; i < 4; i++) call->ops->progress(call, steps[i], 3, fixture_bytes("step"));
    fixture_done(call, TW_OK, "{\"steps\":3}");
}

static void slow(instance *self, const tw_call *call) {
    pthread_mutex_lock(&self->lock);
    for (int i = 0; i < 64; i++) {
        if (self->slow[i] == NULL) {
            self->slow[i] = call;
            break;
        }
    }
    pthread_mutex_unlock(&self->lock);
    call->ops->emit(call, TW_CHUNK_TEXT, fixture_bytes("waiting"));
}

static void cancel(void *opaque, uint64_t id) {
    instance *self = opaque;
    const tw_call *found = NULL;
    pthread_mutex_lock(&self->lock);
    for (int i = 0; i < 64; i++) {
        if (self->slow[i] != NULL && self->slow[i]->id == id) {
            found = self->slow[i];
            self->slow[i] = NULL;
        }
    }
    pthread_mutex_unlock(&self->lock);
    if (found == NULL) return;
    int expired = found->ops->state(found) == TW_CALL_EXPIRED;
    fixture_done(found, expired ? TW_DEADLINE_EXCEEDED : TW_CANCELLED, "");
}

static void more(instance *self, const tw_call *call) {
    tw_tool tool = fixture_tool("added_later");
    uint32_t number;
    tw_status status = self->host->register_tools(self->host, &tool, 1, &number);
    if (status == TW_ALREADY_EXISTS) {
        for (number = 1; number < 100; number++)
            if (number > self->numbers[TOOL_COUNT - 1]) self->host->unregister_tools(self->host, &number, 1);
    }
    fixture_done(call, TW_OK, status == TW_OK ? "{\"added\":true}" : "{\"added\":false}");
}

static void invoke(void *opaque, const tw_call *call) {
    instance *self = opaque;
    if (call->tool == self->numbers[ECHO]) {
        echo(call);
    } else if (call->tool == self->numbers[PROGRESS]) {
        progress(call);
    } else if (call->tool == self->numbers[SLOW]) {
        slow(self, call);
    } else if (call->tool == self->numbers[EMITS]) {
        call->ops->emit(call, TW_CHUNK_TEXT, fixture_bytes("hello"));
        fixture_done(call, TW_OK, "{}");
    } else if (call->tool == self->numbers[MORE]) {
        more(self, call);
    } else if (call->tool == self->numbers[RENAME]) {
        self->renamed = 1;
        self->host->description_changed(self->host, TW_EXTENSION_PROVIDER);
        fixture_done(call, TW_OK, "{}");
    } else {
        fixture_done(call, TW_OK, "{\"later\":true}");
    }
}

/* Provider ----------------------------------------------------------------------------------------------- */

static tw_bytes describe(void *opaque) {
    const instance *self = opaque;
#define DESCRIPTION(title)                                                                               \
    "{\"cloud\":\"fixture\",\"title\":\"" title "\",\"terms\":{\"tag\":\"label\",\"scope\":\"account\"}," \
    "\"key_case\":\"sensitive\",\"resource_types\":[{\"type\":\"fix:thing\",\"title\":\"Thing\","        \
    "\"generic\":\"virtual_machine\",\"regional\":true,\"cost\":true,\"permissions\":[\"fix:List\"]}],"  \
    "\"filters\":[{\"name\":\"regions\",\"aliases\":[\"region\"],\"means\":\"regions\","                 \
    "\"description\":\"Regions.\"}],\"id_prefixes\":[\"fix:\"],\"maximum_tags\":50}"
    return fixture_bytes(self->renamed ? DESCRIPTION("New name") : DESCRIPTION("Fixture cloud"));
}

static void scopes(void *opaque, const tw_call *call) {
    (void)opaque;
    fixture_done(call, TW_OK, "{\"scopes\":[{\"id\":\"1\",\"status\":\"usable\",\"regions\":[\"here\"]}]}");
}

/** What one inventory call has still to hand over. */
typedef struct production {
    const tw_call *call;
    int64_t batches;
    int64_t rows;
    int64_t made;
    struct ArrowSchema schema;
    struct ArrowArray array;
} production;

static int64_t argument(const tw_call *call, const char *name, int64_t otherwise) {
    char text[512];
    snprintf(text, sizeof text, "%.*s", (int)call->arguments.len, call->arguments.ptr);
    const char *found = strstr(text, name);
    return found == NULL ? otherwise : atoll(found + strlen(name) + 2);
}

static void fill(production *self) {
    tw_batch_builder *builder = tw_batch_builder_create();
    int32_t id = tw_batch_builder_add_column(builder, TW_COL_ID, TW_COLUMN_TEXT);
    int32_t type = tw_batch_builder_add_column(builder, TW_COL_TYPE, TW_COLUMN_DICTIONARY);
    int32_t resource = tw_batch_builder_add_column(builder, TW_COL_RESOURCE_ID, TW_COLUMN_TEXT);
    int32_t name = tw_batch_builder_add_column(builder, TW_COL_NAME, TW_COLUMN_TEXT);
    int32_t scope = tw_batch_builder_add_column(builder, TW_COL_SCOPE, TW_COLUMN_DICTIONARY);
    int32_t region = tw_batch_builder_add_column(builder, TW_COL_REGION, TW_COLUMN_DICTIONARY);
    int32_t created = tw_batch_builder_add_column(builder, TW_COL_CREATED, TW_COLUMN_TIMESTAMP);
    int32_t tags = tw_batch_builder_add_column(builder, TW_COL_TAGS, TW_COLUMN_MAP);
    for (int64_t row = 0; row < self->rows; row++) {
        char text[64];
        snprintf(text, sizeof text, "fix:thing/%lld", (long long)self->made);
        tw_batch_builder_set_text(builder, id, fixture_bytes(text));
        tw_batch_builder_set_text(builder, type, fixture_bytes("fix:thing"));
        tw_batch_builder_set_text(builder, resource, fixture_bytes(text + 4));
        if (self->made % 2 == 0) tw_batch_builder_set_text(builder, name, fixture_bytes("even"));
        tw_batch_builder_set_text(builder, scope, fixture_bytes("1"));
        tw_batch_builder_set_text(builder, region, fixture_bytes(self->made % 3 == 0 ? "here" : "there"));
        if (self->made % 2 == 1) tw_batch_builder_set_timestamp(builder, created, self->made);
        if (self->made % 5 != 0) {
            tw_batch_builder_add_entry(builder, tags, fixture_bytes("Team"), fixture_bytes("platform"));
            tw_batch_builder_add_entry(builder, tags, fixture_bytes("Owner"), fixture_bytes("Zo\xc3\xab"));
            tw_batch_builder_add_entry(builder, tags, fixture_bytes("empty"), (tw_bytes){NULL, 0});
        }
        tw_batch_builder_end_row(builder);
        self->made++;
    }
    tw_batch_builder_finish(builder, &self->schema, &self->array);
    tw_batch_builder_destroy(builder);
}

static void finish(production *self, tw_status status) {
    if (self->array.release != NULL) self->array.release(&self->array);
    if (self->schema.release != NULL) self->schema.release(&self->schema);
    const tw_call *call = self->call;
    char text[64];
    snprintf(text, sizeof text, "{\"requests\":%lld,\"retries\":0}", (long long)self->made);
    free(self);
    fixture_done(call, status, status == TW_OK ? text : "");
}

static void produce(void *opaque) {
    production *self = opaque;
    const tw_call *call = self->call;
    while (self->batches > 0) {
        if (self->array.release == NULL) fill(self);
        int32_t credits = call->ops->emit_batch(call, &self->schema, &self->array);
        if (credits == TW_NO_CREDIT) {
            call->ops->on_credit(call, self, produce);
            return;
        }
        if (credits < 0) {
            finish(self, TW_CANCELLED);
            return;
        }
        self->batches--;
        call->ops->progress(call, (double)self->made, 0, fixture_bytes(""));
    }
    char text[256];
    snprintf(text, sizeof text,
             "{\"scope\":\"1\",\"region\":\"here\",\"resource_type\":\"fix:thing\",\"status\":\"answered\","
             "\"resources\":%lld}",
             (long long)self->made);
    int32_t credits = call->ops->emit(call, TW_CHUNK_COVERAGE, fixture_bytes(text));
    if (credits == TW_NO_CREDIT) {
        call->ops->on_credit(call, self, produce);
        return;
    }
    finish(self, credits < 0 ? TW_CANCELLED : TW_OK);
}

static void inventory(void *opaque, const tw_call *call) {
    (void)opaque;
    production *self = calloc(1, sizeof *self);
    self->call = call;
    self->batches = argument(call, "batches", 1);
    self->rows = argument(call, "rows", 10);
    produce(self);
}

static const tw_provider provider = {sizeof(tw_provider), 0, describe, scopes, inventory, inventory, NULL};

static const void *get_extension(void *opaque, const char *id) {
    (void)opaque;
    return strcmp(id, TW_EXTENSION_PROVIDER) == 0 ? &provider : NULL;
}

/* Life --------------------------------------------------------------------------------------------------- */

static tw_status create(const tw_host *host, void **made, tw_bytes *error) {
    (void)error;
    instance *self = calloc(1, sizeof *self);
    self->host = host;
    pthread_mutex_init(&self->lock, NULL);
    tw_tool tools[TOOL_COUNT];
    for (int i = 0; i < TOOL_COUNT; i++) tools[i] = fixture_tool(names[i]);
    tools[ECHO].flags = TW_TOOL_READ_ONLY | TW_TOOL_IDEMPOTENT;
    tools[ECHO].input_schema = "{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}}}";
    tw_status status = host->register_tools(host, tools, TOOL_COUNT, self->numbers);
    if (status != TW_OK) {
        free(self);
        return status;
    }
    *made = self;
    return TW_OK;
}

static void destroy(void *opaque) {
    instance *self = opaque;
    pthread_mutex_destroy(&self->lock);
    free(self);
}

FIXTURE_PLUGIN("good", .create = create, .invoke = invoke, .cancel = cancel, .destroy = destroy,
               .get_extension = get_extension)
