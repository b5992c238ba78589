/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that puts the MCP server to the test: it prints, it is slow, it ignores cancellation, it lies. */
#include <pthread.h>
#include <unistd.h>

#include "../../HostLoaderTests/Fixtures/fixture.h"

enum { CHATTER, ECHO, STEPS, SLOW, STUBBORN, ADD, LIE, FAIL, TOOL_COUNT };

typedef struct instance {
    const tw_host *host;
    uint32_t numbers[TOOL_COUNT];
    pthread_mutex_t lock;
    const tw_call *slow[64];
    uint32_t added;
} instance;

/* Everything a plugin can do to standard output, by itself and through a child process. */
static void chatter(const tw_call *call) {
    char text[512];
    printf("noise from printf\n");
    fflush(stdout);
    ssize_t written = write(STDOUT_FILENO, "{\"noise\":\"from write\"}\n", 23);
    int status = system("echo noise from a child; cat");
    int character = getchar();
    snprintf(text, sizeof text, "{\"written\":%zd,\"status\":%d,\"read\":%d}", written, status, character);
    fixture_done(call, TW_OK, strdup(text));
}

static void echo(const tw_call *call) {
    size_t length = call->arguments.len + 32;
    char *text = malloc(length);
    int count = snprintf(text, length, "{\"echo\":%.*s}", (int)call->arguments.len, call->arguments.ptr);
    call->ops->done(call, TW_OK, (tw_owned){(uint8_t *)text, (size_t)count, free, text});
}

static void steps(const tw_call *call) {
    for (int i = 0; i <= 10; i++) call->ops->progress(call, i, 10, fixture_bytes("a step"));
    fixture_done(call, TW_OK, "{\"steps\":10}");
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
    call->ops->progress(call, 1, 0, fixture_bytes("begun"));
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
    fprintf(stderr, "chatter: a slow call was cancelled\n");
    fixture_done(found, TW_CANCELLED, "");
}

static void stubborn(const tw_call *call) {
    call->ops->progress(call, 1, 0, fixture_bytes("begun"));
    sleep(60);
    fixture_done(call, TW_OK, "{}");
}

static void add(instance *self, const tw_call *call) {
    tw_tool tool = fixture_tool("added_later");
    tw_status status = TW_OK;
    if (self->added == 0) {
        status = self->host->register_tools(self->host, &tool, 1, &self->added);
    } else {
        status = self->host->unregister_tools(self->host, &self->added, 1);
        self->added = 0;
    }
    fixture_done(call, status, status == TW_OK ? "{}" : "");
}

static void invoke(void *opaque, const tw_call *call) {
    instance *self = opaque;
    if (call->tool == self->numbers[CHATTER]) {
        chatter(call);
    } else if (call->tool == self->numbers[ECHO]) {
        echo(call);
    } else if (call->tool == self->numbers[STEPS]) {
        steps(call);
    } else if (call->tool == self->numbers[SLOW]) {
        slow(self, call);
    } else if (call->tool == self->numbers[STUBBORN]) {
        stubborn(call);
    } else if (call->tool == self->numbers[ADD]) {
        add(self, call);
    } else if (call->tool == self->numbers[LIE]) {
        fixture_done(call, TW_OK, "{\"total\":\"seven\"}");
    } else if (call->tool == self->numbers[FAIL]) {
        fixture_done(call, TW_UNAVAILABLE, "{\"message\":\"The moon is down.\",\"hint\":\"Wait.\"}");
    } else {
        fixture_done(call, TW_OK, "{\"later\":true}");
    }
}

static tw_status create(const tw_host *host, void **made, tw_bytes *error) {
    static const char *const names[TOOL_COUNT] = {"chatter", "echo", "steps", "slow",
                                                  "stubborn", "add_tool", "lie", "fail"};
    (void)error;
    printf("noise from create\n");
    fflush(stdout);
    instance *self = calloc(1, sizeof *self);
    self->host = host;
    pthread_mutex_init(&self->lock, NULL);
    tw_tool tools[TOOL_COUNT];
    for (int i = 0; i < TOOL_COUNT; i++) {
        tools[i] = fixture_tool(names[i]);
        tools[i].output_schema = "{\"type\":\"object\"}";
    }
    tools[CHATTER].flags = TW_TOOL_BLOCKING;
    tools[STUBBORN].flags = TW_TOOL_BLOCKING;
    tools[ECHO].flags = TW_TOOL_READ_ONLY | TW_TOOL_IDEMPOTENT;
    tools[ECHO].input_schema =
        "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{\"text\":{\"type\":\"string\"},"
        "\"regions\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},\"count\":{\"type\":\"integer\"}}}";
    tools[LIE].output_schema = "{\"type\":\"object\",\"properties\":{\"total\":{\"type\":\"integer\"}}}";
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

static __attribute__((constructor)) void loaded(void) {
    printf("noise from loading\n");
    fflush(stdout);
}

FIXTURE_PLUGIN("chatter", .create = create, .invoke = invoke, .cancel = cancel, .destroy = destroy)
