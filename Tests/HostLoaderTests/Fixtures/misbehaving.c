/* SPDX-License-Identifier: Apache-2.0 */
/* One tool for every way in which a plugin can break the rules of a call. */
#include "fixture.h"

static const tw_host *host_of_all;
static const tw_call *late[8];

static void done_twice(const tw_call *call) {
    fixture_done(call, TW_OK, "{\"first\":true}");
    fixture_done(call, TW_OK, "{\"second\":true}");
}

static void done_never(const tw_call *call) { (void)call; }

static void done_late(const tw_call *call) {
    for (int i = 0; i < 8; i++) {
        if (late[i] == NULL) {
            late[i] = call;
            return;
        }
    }
}

static void finish_late(const tw_call *call) {
    for (int i = 0; i < 8; i++) {
        if (late[i] != NULL) fixture_done(late[i], TW_OK, "{\"late\":true}");
        late[i] = NULL;
    }
    fixture_done(call, TW_OK, "{}");
}

static void garbage_result(const tw_call *call) { fixture_done(call, TW_OK, "{\"a\":"); }
static void list_result(const tw_call *call) { fixture_done(call, TW_OK, "[1]"); }
static void empty_result(const tw_call *call) { fixture_done(call, TW_OK, ""); }
static void binary_result(const tw_call *call) { fixture_done(call, TW_OK, "{\"a\":\"\xff\xfe\"}"); }

static void huge_result(const tw_call *call) {
    size_t size = (size_t)65 << 20;
    uint8_t *bytes = calloc(1, size);
    call->ops->done(call, TW_OK, (tw_owned){bytes, size, free, bytes});
}

static void null_result(const tw_call *call) {
    call->ops->done(call, TW_OK, (tw_owned){NULL, 100, NULL, NULL});
}

static void unknown_status(const tw_call *call) { fixture_done(call, 99, ""); }
static void negative_status(const tw_call *call) { fixture_done(call, TW_MALFORMED, "{}"); }

static void invalid_argument(const tw_call *call) {
    fixture_done(call, TW_INVALID_ARGUMENT,
                 "{\"message\":\"No such region.\",\"hint\":\"Use eu-west-1.\",\"retryable\":false,"
                 "\"retry_after_ms\":1500,\"details\":{\"region\":\"x\"}}");
}

static void garbage_error(const tw_call *call) { fixture_done(call, TW_UNAVAILABLE, "not json"); }
static void wrong_error(const tw_call *call) {
    fixture_done(call, TW_ABORTED, "{\"message\":7,\"retry_after_ms\":-1,\"retryable\":\"yes\"}");
}
static void silent_error(const tw_call *call) { fixture_done(call, TW_NOT_FOUND, ""); }

static void emit_after_done(const tw_call *call) {
    fixture_done(call, TW_OK, "{}");
    call->ops->progress(call, 1, 1, fixture_bytes("late"));
    int32_t answer = call->ops->emit(call, TW_CHUNK_TEXT, fixture_bytes("late"));
    if (answer != TW_STOP || call->ops->state(call) == TW_CALL_RUNNING) abort();
}

static void batch_after_done(const tw_call *call) {
    tw_batch_builder *builder = tw_batch_builder_create();
    tw_batch_builder_add_column(builder, "id", TW_COLUMN_TEXT);
    struct ArrowSchema schema;
    struct ArrowArray array;
    if (tw_batch_builder_finish(builder, &schema, &array) != TW_OK) abort();
    tw_batch_builder_destroy(builder);
    fixture_done(call, TW_OK, "{}");
    if (call->ops->emit_batch(call, &schema, &array) != TW_STOP) abort();
    if (schema.release != NULL || array.release != NULL) abort();
}

static void emitting(const tw_call *call, uint32_t kind, tw_bytes chunk) {
    int32_t answer = call->ops->emit(call, kind, chunk);
    fixture_done(call, TW_OK, answer == TW_STOP ? "{\"stopped\":true}" : "{}");
}

static void oversize_chunk(const tw_call *call) {
    size_t size = (size_t)2 << 20;
    uint8_t *bytes = calloc(1, size);
    emitting(call, TW_CHUNK_TEXT, (tw_bytes){bytes, size});
    free(bytes);
}

static void unknown_chunk(const tw_call *call) { emitting(call, 77, fixture_bytes("x")); }
static void null_chunk(const tw_call *call) { emitting(call, TW_CHUNK_TEXT, (tw_bytes){NULL, 5}); }
static void binary_chunk(const tw_call *call) { emitting(call, TW_CHUNK_TEXT, fixture_bytes("\xff")); }
static void coverage_chunk(const tw_call *call) { emitting(call, TW_CHUNK_COVERAGE, fixture_bytes("{}")); }
static void document_chunk(const tw_call *call) { emitting(call, TW_CHUNK_DOCUMENT, fixture_bytes("x")); }
static void garbage_diagnostic(const tw_call *call) { emitting(call, TW_CHUNK_DIAGNOSTIC, fixture_bytes("[")); }

static void batch_in_tool(const tw_call *call) {
    struct ArrowSchema schema = {0};
    struct ArrowArray array = {0};
    int32_t answer = call->ops->emit_batch(call, &schema, &array);
    fixture_done(call, TW_OK, answer == TW_MALFORMED ? "{\"malformed\":true}" : "{}");
}

static void odd_progress(const tw_call *call) {
    volatile double zero = 0;
    call->ops->progress(call, zero / zero, 1, fixture_bytes(""));
    call->ops->progress(call, 1 / zero, 1, fixture_bytes(""));
    call->ops->progress(call, -1, 1, fixture_bytes(""));
    call->ops->progress(call, 1, zero / zero, (tw_bytes){NULL, 0});
    call->ops->progress(call, 1, 1, fixture_bytes("again"));
    call->ops->progress(call, 2, 1, fixture_bytes("\xff"));
    fixture_done(call, TW_OK, "{}");
}

/** Ignores every answer that says there is no credit. */
static void flood(const tw_call *call) {
    int refused = 0;
    for (int i = 0; i < 10000; i++) refused += call->ops->emit(call, TW_CHUNK_TEXT, fixture_bytes("x")) < 0;
    char *text = malloc(64);
    int count = snprintf(text, 64, "{\"refused\":%d}", refused);
    call->ops->done(call, TW_OK, (tw_owned){(uint8_t *)text, (size_t)count, free, text});
}

static void broken_promise(const tw_call *call) { fixture_done(call, TW_OK, "{\"n\":\"one\"}"); }

static void odd_host_calls(const tw_call *call) {
    const tw_host *host = host_of_all;
    uint32_t number = 4711;
    tw_tool tool = fixture_tool("odd_tool");
    tool.struct_size = 8;
    int wrong = host->register_tools(host, NULL, 3, &number) != TW_INVALID_ARGUMENT;
    wrong += host->register_tools(host, &tool, 1, &number) != TW_INVALID_ARGUMENT;
    tool.struct_size = sizeof tool;
    tool.name = NULL;
    wrong += host->register_tools(host, &tool, 1, &number) != TW_INVALID_ARGUMENT;
    tool.name = "\xff\xfe";
    wrong += host->register_tools(host, &tool, 1, &number) != TW_INVALID_ARGUMENT;
    wrong += host->register_tools(host, &tool, 0xffffffffu, &number) != TW_INVALID_ARGUMENT;
    wrong += host->unregister_tools(host, &number, 1) != TW_NOT_FOUND;
    wrong += host->get_service(host, NULL) != NULL;
    wrong += host->get_service(host, "nothing/1") != NULL;
    host->description_changed(host, NULL);
    host->description_changed(host, "nothing/1");
    fixture_done(call, TW_OK, wrong == 0 ? "{\"wrong\":0}" : "{\"wrong\":1}");
}

#define TOOLS                                                                                              \
    TOOL(done_twice) TOOL(done_never) TOOL(done_late) TOOL(finish_late) TOOL(garbage_result)               \
    TOOL(list_result) TOOL(empty_result) TOOL(binary_result) TOOL(huge_result) TOOL(null_result)           \
    TOOL(unknown_status) TOOL(negative_status) TOOL(invalid_argument) TOOL(garbage_error)                  \
    TOOL(wrong_error) TOOL(silent_error) TOOL(emit_after_done) TOOL(batch_after_done) TOOL(oversize_chunk) \
    TOOL(unknown_chunk) TOOL(null_chunk) TOOL(binary_chunk) TOOL(coverage_chunk) TOOL(document_chunk)      \
    TOOL(garbage_diagnostic) TOOL(batch_in_tool) TOOL(odd_progress) TOOL(flood) TOOL(odd_host_calls) \
    TOOL(broken_promise)

typedef void (*behaviour)(const tw_call *call);
#define TOOL(name) name,
static const behaviour behaviours[] = {TOOLS};
#undef TOOL
#define TOOL(name) #name,
static const char *const names[] = {TOOLS};
enum { COUNT = sizeof names / sizeof names[0] };

static void invoke(void *instance, const tw_call *call) {
    const uint32_t *numbers = instance;
    for (int i = 0; i < COUNT; i++) {
        if (numbers[i] == call->tool) {
            behaviours[i](call);
            return;
        }
    }
}

static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)error;
    host_of_all = host;
    uint32_t *numbers = calloc(COUNT, sizeof *numbers);
    tw_tool tools[COUNT];
    for (int i = 0; i < COUNT; i++) tools[i] = fixture_tool(names[i]);
    tools[COUNT - 1].output_schema = "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}}}";
    *instance = numbers;
    return host->register_tools(host, tools, COUNT, numbers);
}

static void destroy(void *instance) { free(instance); }

FIXTURE_PLUGIN("misbehaving", .create = create, .invoke = invoke, .destroy = destroy)
