/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The smallest useful plugin: one tool, `hello`, that greets whom its argument names.
 *
 *     make                                  builds plugins/hello/{libhello.so,plugin.json}
 *     tagwarden --plugin-dir plugins call hello --name Ada
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tagwarden/tagwarden.h>

TW_PLUGIN_NOTE;

static const char input_schema[] =
    "{\"type\":\"object\",\"required\":[\"name\"],\"additionalProperties\":false,"
    "\"properties\":{\"name\":{\"type\":\"string\",\"description\":\"Whom to greet.\",\"maxLength\":100}}}";
static const char output_schema[] =
    "{\"type\":\"object\",\"required\":[\"greeting\"],\"properties\":{\"greeting\":{\"type\":\"string\"}}}";

static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    const tw_tool tool = {
        .struct_size = sizeof tool,
        .flags = TW_TOOL_READ_ONLY | TW_TOOL_IDEMPOTENT,
        .name = "hello",
        .title = "Say hello",
        .description = "Greets a person by name.",
        .input_schema = input_schema,
        .output_schema = output_schema,
    };
    uint32_t id = 0;
    *instance = NULL;
    (void)error;
    return host->register_tools(host, &tool, 1, &id);
}

/* The argument's text as it stands in the JSON, quotes and escapes included: the host has validated it. */
static tw_bytes raw_name(tw_bytes arguments) {
    const char *text = (const char *)arguments.ptr;
    const char *end = text + arguments.len;
    const char *colon = memchr(text, ':', arguments.len);
    const char *start = colon ? memchr(colon, '"', (size_t)(end - colon)) : NULL;
    if (!start) return (tw_bytes){(const uint8_t *)"\"\"", 2};
    const char *last = start + 1;
    while (last < end && *last != '"') last += *last == '\\' ? 2 : 1;
    return (tw_bytes){(const uint8_t *)start, (size_t)(last - start) + 1};
}

static void invoke(void *instance, const tw_call *call) {
    const tw_bytes name = raw_name(call->arguments);
    /* {"greeting":"Hello, " + name without its first quote + } */
    const size_t size = name.len + sizeof "{\"greeting\":\"Hello, }";
    char *text = malloc(size);
    (void)instance;
    if (!text) {
        call->ops->done(call, TW_RESOURCE_EXHAUSTED, (tw_owned){0});
        return;
    }
    const int length = snprintf(text, size, "{\"greeting\":\"Hello, %.*s}", (int)name.len - 1, (const char *)name.ptr + 1);
    call->ops->done(call, TW_OK, (tw_owned){(const uint8_t *)text, (size_t)length, free, text});
}

static const tw_plugin plugin = {
    .magic = TW_PLUGIN_MAGIC,
    .struct_size = sizeof plugin,
    .abi_major = TW_ABI_MAJOR,
    .abi_minor = TW_ABI_MINOR,
    .id = "hello",
    .version = "1.0.0",
    .title = "Hello",
    .license = "Apache-2.0",
    .create = create,
    .invoke = invoke,
};

const tw_plugin *tagwarden_plugin_entry(const tw_offer *offer, tw_bytes *refusal) {
    (void)offer;
    (void)refusal;
    return &plugin;
}
