# SPDX-License-Identifier: Apache-2.0
"""Requests over MCP that ask for what there is not: each is answered in its own words, and the server goes on."""

import json
import subprocess

import pytest

from conftest import bare_environment

DEEP = "[" * 20_000 + "]" * 20_000


def request(method, params=None, **members):
    return json.dumps({"jsonrpc": "2.0", "id": "x", "method": method, "params": params or {}} | members)


def tool(name, arguments):
    return request("tools/call", {"name": name, "arguments": arguments})


# Line → error code and words; without a code the answer is a result that says isError.
LINES = {
    "no JSON": ("garbage", -32700, []),
    "cut off": ('{"jsonrpc":"2.0","id":"x"', -32700, []),
    "not UTF-8": (b'{"jsonrpc":"2.0","id":"x","method":"\xff"}', -32700, []),
    "half a character": ('{"jsonrpc":"2.0","id":"x","method":"ping","params":{"a":"\\udc00"}}', -32700, []),
    "nested without end": ('{"jsonrpc":"2.0","id":"x","method":"ping","params":{"a":' + DEEP + "}}", -32700, ["nested"]),
    "member twice": ('{"jsonrpc":"2.0","id":"x","id":"y","method":"ping"}', -32700, ["id"]),
    "batch": ('[{"jsonrpc":"2.0","id":"x","method":"ping"}]', -32600, ["batch"]),
    "text": ('"ping"', -32600, ["object"]),
    "version 1": ('{"jsonrpc":"1.0","id":"x","method":"ping"}', -32600, ["jsonrpc"]),
    "method that is a number": ('{"jsonrpc":"2.0","id":"x","method":1}', -32600, ["method"]),
    "id that is a list": ('{"jsonrpc":"2.0","id":[],"method":"ping"}', -32600, ["id"]),
    "longer than its limit": (b'{"jsonrpc":"2.0","id":"x","method":"' + b"p" * (17 << 20) + b'"}', -32600, []),
    "params that are a list": (request("tools/list", ["a"]), -32602, ["params"]),
    "unknown method": (request("tools/destroy"), -32601, ["tools/destroy"]),
    "empty method": (request(""), -32601, []),
    "no tool named": (request("tools/call", {"arguments": {}}), -32602, ["name"]),
    "tool named by a number": (request("tools/call", {"name": 7}), -32602, ["name"]),
    "unknown tool": (request("tools/call", {"name": "nope"}), -32602, ["nope"]),
    "arguments that are a list": (tool("get_tagging_policy", []), -32602, ["arguments"]),
    "arguments that are a text": (tool("get_tagging_policy", "{}"), -32602, ["arguments"]),
    "unknown cursor": (request("tools/list", {"cursor": "???"}), -32602, ["cursor"]),
    "cursor that is a number": (request("tools/list", {"cursor": 1}), -32602, ["cursor"]),
    "no resource named": (request("resources/read"), -32602, ["uri"]),
    "unknown resource": (request("resources/read", {"uri": "tagwarden://nothing"}), -32002, ["tagwarden://nothing"]),
    "a file as resource": (request("resources/read", {"uri": "file:///etc/passwd"}), -32002, ["file:///etc/passwd"]),
    "a way out of the resources": (
        request("resources/read", {"uri": "tagwarden://results/../../etc/passwd"}), -32002, [],
    ),
    "no prompt named": (request("prompts/get"), -32602, ["name"]),
    "unknown prompt": (request("prompts/get", {"name": "nope"}), -32602, ["nope"]),
    "completion of nothing": (request("completion/complete"), -32602, ["ref"]),
    "unknown level": (request("logging/setLevel", {"level": "loud"}), -32602, ["level"]),
    "unknown argument": (tool("check_tag_compliance", {"colour": "red"}), None, ["colour"]),
    "wrong kind": (tool("check_tag_compliance", {"limit": "many"}), None, ["limit", "a whole number"]),
    "unknown type": (tool("check_tag_compliance", {"resource_types": ["ec2:toaster"]}), None, ["ec2:toaster", "Valid"]),
    "unknown region": (tool("check_tag_compliance", {"regions": ["mars-1"]}), None, ["mars-1", "Valid"]),
    "101 ids": (tool("validate_resource_tags", {"resource_arns": ["arn:aws:sqs:a:b:c"] * 101}), None, ["100"]),
    "nothing to validate": (tool("validate_resource_tags", {}), None, ["resource_arns"]),
}


@pytest.fixture(scope="module")
def answers(tagwarden, demo_estate, tmp_path_factory):
    """Every line to one server, each followed by a ping that shows that it goes on."""
    home = tmp_path_factory.mktemp("frames")
    params = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    process = subprocess.Popen(
        [str(tagwarden), "serve"], env=bare_environment(home, demo_estate.environment),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )

    def send(line):
        process.stdin.write((line if isinstance(line, bytes) else line.encode()) + b"\n")
        process.stdin.flush()

    send(request("initialize", params))
    assert "result" in json.loads(process.stdout.readline())
    send('{"jsonrpc":"2.0","method":"notifications/initialized"}')
    given = {}
    for number, (name, (line, _, _)) in enumerate(LINES.items()):
        send(line)
        given[name] = json.loads(process.stdout.readline())
        send(request("ping", id=number))
        assert json.loads(process.stdout.readline()) == {"jsonrpc": "2.0", "id": number, "result": {}}, name
    rest, errors = process.communicate(timeout=30)
    assert (process.returncode, rest, errors) == (0, b"", b"")
    return given


@pytest.mark.parametrize("name", LINES)
def test_a_bad_request_is_answered_in_its_own_words(answers, name):
    _, code, words = LINES[name]
    answer = answers[name]
    if code is None:
        assert answer["result"]["isError"] is True, answer
        told = answer["result"]["content"][0]["text"]
    else:
        assert answer["error"]["code"] == code, answer
        told = answer["error"]["message"]
    assert [word for word in words if word not in told] == [], told
    assert 10 < len(told) < 2000 and "Optional(" not in told
