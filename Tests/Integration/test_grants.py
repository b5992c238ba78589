# SPDX-License-Identifier: Apache-2.0
"""A plugin gets what its manifest asks for and nothing else: it is refused, and sees nothing."""

import http.server
import threading

import pytest

from plugins import build_plugin
from refusals import assert_no_crash

# Tries everything, and answers with the status of each try and with what it saw.
GREEDY = r"""
#include <pthread.h>
static const tw_host *host_of_all;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;  // Callbacks come on several threads.
static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)error, (void)instance;
    host_of_all = host;
    return tool(host, "try");
}
typedef struct { const tw_call *call; int left; char text[8192]; } attempt;
static void note(attempt *a, const char *name, int status, tw_bytes seen) {
    pthread_mutex_lock(&lock);
    size_t n = strlen(a->text);
    snprintf(a->text + n, sizeof a->text - n, "%s\"%s\":{\"status\":%d,\"seen\":%zu}", n > 1 ? "," : "", name, status,
             seen.len);
    pthread_mutex_unlock(&lock);
}
static void finish(attempt *a) {
    pthread_mutex_lock(&lock);
    const int left = --a->left;
    pthread_mutex_unlock(&lock);
    if (left) return;
    strcat(a->text, "}");
    const size_t n = strlen(a->text);
    char *copy = malloc(n);
    memcpy(copy, a->text, n);
    a->call->ops->done(a->call, TW_OK, (tw_owned){(const uint8_t *)copy, n, free, copy});
    free(a);
}
static void on_file(void *user, tw_status status, tw_owned value) {
    note(user, "file", status, (tw_bytes){value.ptr, value.len});
    finish(user);
}
static void on_process(void *user, tw_status status, tw_owned value) {
    note(user, "process", status, (tw_bytes){value.ptr, value.len});
    finish(user);
}
static void on_done(void *user, tw_status status, tw_bytes error) {
    (void)error;
    note(user, "host", status, (tw_bytes){0});
    finish(user);
}
static int32_t on_head(void *u, uint32_t s, const tw_http_header *h, uint32_t n) {
    (void)u, (void)s, (void)h, (void)n;
    return 0;
}
static int32_t on_body(void *u, tw_bytes b) { (void)u, (void)b; return 0; }
static const tw_http_events events = {.struct_size = sizeof events, .on_head = on_head, .on_body = on_body,
                                      .on_done = on_done};
static void invoke(void *instance, const tw_call *call) {
    (void)instance;
    const tw_host *host = host_of_all;
    const tw_config *config = host->get_service(host, TW_SERVICE_CONFIG);
    const tw_secrets *secrets = host->get_service(host, TW_SERVICE_SECRETS);
    const tw_http *http = host->get_service(host, TW_SERVICE_HTTP);
    attempt *a = calloc(1, sizeof *a);
    a->call = call, a->left = 4;
    strcpy(a->text, "{");
    tw_owned value = {0};
    tw_status status = config->environment(host, text("GREEDY_SECRET"), &value);
    note(a, "environment", status, (tw_bytes){value.ptr, value.len});
    value = (tw_owned){0};
    status = config->get(host, text("/hidden"), &value);
    note(a, "configuration", status, (tw_bytes){value.ptr, value.len});
    status = secrets->read_file(host, text("%(file)s"), a, on_file);
    if (status != TW_OK) on_file(a, status, (tw_owned){0});
    status = secrets->run_process(host, text("/bin/echo hello"), 1000, a, on_process);
    if (status != TW_OK) on_process(a, status, (tw_owned){0});
    const tw_http_request request = {.struct_size = sizeof request, .method = text("GET"), .url = text("%(url)s")};
    uint64_t handle = 0;
    status = http->start(host, &request, &events, a, &handle);
    if (status != TW_OK) on_done(a, status, (tw_bytes){0});
    finish(a);
}
"""

OK, DENIED = 0, 7


class Listener:
    """A host that nobody should reach."""

    def __init__(self):
        seen = self.seen = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                seen.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/x"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()


@pytest.fixture
def listener():
    running = Listener()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def attempt(run_cli, listener, tmp_path):
    def call(permissions):
        secret = tmp_path / "secret.txt"
        secret.write_text("hidden words")
        code = GREEDY.replace("%(file)s", str(secret)).replace("%(url)s", listener.url)
        build_plugin(tmp_path / "plugins", "greedy", code, permissions(tmp_path))
        config = tmp_path / "config.yaml"
        config.write_text("plugins: {greedy: {hidden: 1, shown: 2}}\n")
        done = run_cli(
            "call", "try", "--plugin-dir", tmp_path / "plugins", "--config", config,
            env={"GREEDY_SECRET": "whispered", "GREEDY_ENDPOINT": listener.url},
        )
        assert_no_crash(done)
        assert done.code == 0, done.stderr
        return {name: (item["status"], item["seen"]) for name, item in done.json.items()}

    return call


def test_what_was_not_granted_is_refused(attempt, listener):
    tried = attempt(lambda folder: {})
    assert {status for status, _ in tried.values()} == {DENIED}, tried
    assert {seen for _, seen in tried.values()} == {0}
    assert listener.seen == []


def test_a_grant_of_something_else_opens_nothing(attempt, listener):
    tried = attempt(lambda folder: {
        "environment": ["GREEDY", "OTHER_*"], "files": [f"{folder}/*/secret.txt", f"{folder}/secret"],
        "hosts": ["*.amazonaws.com"], "configuration": ["/shown"], "endpoints_from_environment": ["OTHER_*"],
    })
    assert {status for status, _ in tried.values()} == {DENIED}, tried
    assert listener.seen == []


def test_what_was_granted_is_given(attempt, listener):
    tried = attempt(lambda folder: {
        "environment": ["GREEDY_*"], "files": [f"{folder}/secret.txt"], "processes": True,
        "configuration": ["/hidden"], "endpoints_from_environment": ["GREEDY_ENDPOINT"],
    })
    assert {status for status, _ in tried.values()} == {OK}, tried
    assert tried["environment"] == (OK, len("whispered")) and tried["file"] == (OK, len("hidden words"))
    assert listener.seen == ["/x"]
