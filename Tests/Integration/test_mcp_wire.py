# SPDX-License-Identifier: Apache-2.0
"""The server's standard streams, frame by frame, with a plugin that prints, lies and does not stop."""

import json
import signal
import subprocess
import time

import pytest
from conftest import bare_environment
from mcp_harness import LEGACY, META, MODERN, chatter, serve, serve_arguments  # noqa: F401 (fixtures)

# --- what is wrong is answered ----------------------------------------------------------------------------------

BAD_LINES = {
    "text": ("hello", -32700, None),
    "an HTTP request": ("POST /mcp HTTP/1.1", -32700, None),
    "a truncated frame": ('{"jsonrpc":"2.0","id":1,"method":"pi', -32700, None),
    "bytes that are no UTF-8": (b'{"jsonrpc":"2.0","id":1,"method":"\xff\xfe"}', -32700, None),
    "a zero byte": (b'{"jsonrpc":"2.0","id":1,"method":"a\x00"}', -32700, None),
    "half a surrogate pair": ('{"jsonrpc":"2.0","id":1,"method":"\\ud800"}', -32700, None),
    "1e400": ('{"jsonrpc":"2.0","id":1,"method":"ping","params":{"a":1e400}}', -32700, None),
    "deep nesting": ("[" * 100_000, -32700, None),
    "a batch": ('[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32600, None),
    "a number": ("42", -32600, None),
    "no version": ('{"id":1,"method":"ping"}', -32600, 1),
    "a null id": ('{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600, None),
    "a fractional id": ('{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600, None),
    "a true id": ('{"jsonrpc":"2.0","id":true,"method":"ping"}', -32600, None),
    "an unknown method": ('{"jsonrpc":"2.0","id":"x","method":"tools/delete"}', -32601, "x"),
    "positional parameters": ('{"jsonrpc":"2.0","id":2,"method":"tools/list","params":[]}', -32602, 2),
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_a_malformed_frame_is_answered_and_the_next_one_is_served(serve, case):
    line, code, id = BAD_LINES[case]
    server = serve()
    server.handshake()
    server.send_line(line)
    answer = server.receive()
    assert (answer["error"]["code"], answer["id"]) == (code, id)
    assert answer["error"]["message"]
    server.legacy(9, "ping")
    assert server.receive() == {"jsonrpc": "2.0", "id": 9, "result": {}}


def test_a_line_of_twenty_megabytes_is_refused_and_the_next_one_is_served(serve):
    server = serve()
    server.send_line(b'{"jsonrpc":"2.0","id":1,"method":"' + b"x" * (20 << 20) + b'"}')
    assert server.receive()["error"]["code"] == -32600
    server.legacy(2, "ping")
    assert server.receive()["id"] == 2


def test_line_ends_of_windows_a_byte_order_mark_and_blank_lines_do_no_harm(serve):
    server = serve()
    server.send_line(b'\xef\xbb\xbf{"jsonrpc":"2.0","id":1,"method":"ping"}\r')
    assert server.receive()["id"] == 1
    server.send_line("")
    server.send_line("\r")
    server.legacy(2, "ping")
    assert server.receive()["id"] == 2


@pytest.mark.parametrize("version", [*LEGACY, "1999-01-01"])
def test_the_handshake_agrees_on_a_version(serve, version):
    result = serve().handshake(version)["result"]
    assert result["protocolVersion"] == (version if version in LEGACY else LEGACY[0])
    assert result["capabilities"]["tools"] == {"listChanged": True}


def test_an_unknown_modern_version_is_answered_with_those_served(serve):
    server = serve()
    server.modern(1, "tools/list", {META + "protocolVersion": "2099-01-01"})
    error = server.answer(1)["error"]
    assert error["code"] == -32022
    assert error["data"] == {"supported": [MODERN, *LEGACY], "requested": "2099-01-01"}


# --- calls ------------------------------------------------------------------------------------------------------


def test_nothing_but_protocol_is_on_standard_output_whatever_a_plugin_prints(serve):
    server = serve()
    server.call(1, "chatter")
    result = server.answer(1)["result"]
    assert result["structuredContent"]["status"] == 0
    assert result["structuredContent"]["read"] == -1  # A plugin that reads standard input finds it empty.
    server.call(2, "echo", {"text": "after"})
    assert server.answer(2)["result"]["structuredContent"] == {"echo": {"text": "after"}}
    assert server.rest() == []
    for noise in ("from loading", "from create", "from printf", "from a child"):
        assert f"noise {noise}" in server.log()


def test_a_megabyte_of_arguments_comes_through(serve):
    server = serve()
    text = "ü\\\"\n\u2028😀x" * 100_000
    server.call(1, "echo", {"text": text})
    assert server.answer(1)["result"]["structuredContent"]["echo"]["text"] == text


def test_fifty_calls_at_once_are_all_answered(serve):
    server = serve()
    for id in range(50):
        server.call(id, "echo", {"count": id})
    answers = {}
    for _ in range(50):
        frame = server.receive()
        answers[frame["id"]] = frame["result"]["structuredContent"]["echo"]["count"]
    assert answers == {id: id for id in range(50)}


def test_arguments_that_break_the_schema_are_a_result_that_names_the_place(serve):
    server = serve()
    server.call(1, "echo", {"regions": 5, "txet": "x", "count": 1.5})
    result = server.answer(1)["result"]
    assert result["isError"] is True
    text = result["content"][0]["text"]
    assert "regions: must be an array of strings, got integer" in text
    assert 'did you mean "text"?' in text
    assert "count: must be a whole number" in text


def test_a_tool_that_lies_about_its_schema_is_a_fault_of_the_server(serve):
    server = serve()
    server.call(1, "lie")
    result = server.answer(1)["result"]
    assert result["isError"] is True and "structuredContent" not in result
    assert result["_meta"]["io.tagwarden/error"]["code"] == "internal"


def test_a_failure_of_a_tool_is_told_with_its_hint(serve):
    server = serve()
    server.call(1, "fail")
    result = server.answer(1)["result"]
    assert result["isError"] is True
    assert "The moon is down." in result["content"][0]["text"] and "Wait." in result["content"][0]["text"]


@pytest.mark.parametrize("token", ["a token", 7, -1, ""])
def test_progress_comes_before_the_answer_and_carries_the_token(serve, token):
    server = serve()
    server.call(1, "steps", progressToken=token)
    server.answer(1)
    notes = [frame["params"] for frame in server.seen[:-1]]
    assert all(type(note["progressToken"]) is type(token) and note["progressToken"] == token for note in notes)
    values = [note["progress"] for note in notes]
    assert values == sorted(set(values)) and values[-1] == 10


def test_without_a_token_there_is_no_progress(serve):
    server = serve()
    server.call(1, "steps")
    server.answer(1)
    assert len(server.seen) == 1


def test_a_cancelled_call_reaches_the_plugin_and_is_never_answered(serve):
    server = serve()
    server.call("slow", "slow", progressToken=1)
    server.notification("notifications/progress")
    server.cancel("slow")
    server.call(2, "echo")
    assert server.answer(2)
    assert server.rest() == []
    assert not [frame for frame in server.seen if frame.get("id") == "slow"]
    assert "a slow call was cancelled" in server.log()


def test_slow_calls_do_not_hold_up_fast_ones(serve):
    server = serve()
    for id in range(20):
        server.call(f"slow-{id}", "slow")
    server.call(1, "echo")
    assert server.answer(1)["result"]["isError"] is False


def test_tools_that_come_and_go_are_announced_to_who_listens(serve):
    server = serve()
    server.modern("s", "subscriptions/listen", notifications={"toolsListChanged": True})
    acknowledged = server.notification("notifications/subscriptions/acknowledged")["params"]
    assert acknowledged == {"_meta": {META + "subscriptionId": "s"}, "notifications": {"toolsListChanged": True}}
    server.call(1, "add_tool")
    assert server.notification("notifications/tools/list_changed")["params"]["_meta"][META + "subscriptionId"] == "s"
    server.call(2, "added_later")
    assert server.answer(2)["result"]["structuredContent"] == {"later": True}
    server.call(3, "add_tool")
    server.notification("notifications/tools/list_changed")
    server.call(4, "added_later")
    assert server.answer(4)["error"]["code"] == -32602


def test_a_legacy_client_hears_of_tools_that_come(serve):
    server = serve()
    server.handshake()
    server.legacy(1, "tools/call", name="add_tool")
    assert "params" not in server.notification("notifications/tools/list_changed")


# --- the end ----------------------------------------------------------------------------------------------------


def ended(server, within):
    start = time.monotonic()
    assert server.process.wait(within + 5) == 0, server.log()[-4000:]
    assert time.monotonic() - start < within


def test_the_end_of_input_ends_an_idle_server_at_once(serve):
    server = serve()
    server.handshake()
    server.process.stdin.close()
    ended(server, 2)


def test_what_was_asked_before_the_end_of_input_is_answered(serve):
    server = serve()
    for id in range(40):
        server.call(id, "echo", {"count": id})
    server.process.stdin.write(b'{"jsonrpc":"2.0","id":"last","method":"ping"}')  # Without a line's end.
    assert {frame["id"] for frame in server.rest()} == {*range(40), "last"}
    ended(server, 2)


def test_a_slow_call_is_cancelled_at_the_end_of_input(serve):
    server = serve()
    server.call(1, "slow", progressToken=1)
    server.notification("notifications/progress")
    server.process.stdin.close()
    ended(server, 5)
    assert "a slow call was cancelled" in server.log()


def test_a_plugin_that_does_not_stop_cannot_keep_the_server_alive(serve):
    server = serve()
    server.call(1, "stubborn", progressToken=1)
    server.notification("notifications/progress")
    server.process.stdin.close()
    ended(server, 5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_in_order(serve, number):
    server = serve()
    server.modern("s", "subscriptions/listen", notifications={})
    server.receive()
    server.process.send_signal(number)
    closing = server.receive()
    assert closing["id"] == "s" and closing["result"]["_meta"][META + "subscriptionId"] == "s"
    ended(server, 3)


def test_a_client_that_is_gone_ends_the_server(tagwarden, chatter, tmp_path):
    process = subprocess.Popen(
        [str(tagwarden), *serve_arguments(chatter)], env=bare_environment(tmp_path),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    process.stdout.close()
    process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
    process.stdin.flush()
    assert process.wait(5) == 0


def test_a_server_that_is_killed_starts_again(serve):
    server = serve()
    server.handshake()
    server.process.kill()
    server.process.wait(10)
    again = serve()
    assert again.handshake()["result"]["serverInfo"]["name"] == "tagwarden"


def test_frames_are_whole_lines_of_json_even_under_load(serve):
    server = serve()
    text = "x" * 20_000
    for id in range(300):
        server.call(id, "echo", {"text": text}, progressToken=id)
    for _ in range(300):
        assert json.dumps(server.receive())
