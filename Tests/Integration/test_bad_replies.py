# SPDX-License-Identifier: Apache-2.0
"""Replies that no cloud should give: each is a named gap; what was answered well stays exact."""

import gzip
import json

import pytest

from hostile_cloud import Reply, hostile_cloud
from refusals import assert_no_crash, assert_refused

CHECK = {"regions": ["us-east-1"], "limit": 10_000, "force_refresh": True}


def volumes(items="", more=""):
    return (
        '<?xml version="1.0"?><DescribeVolumesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">'
        f"<requestId>r</requestId><volumeSet>{items}</volumeSet>{more}</DescribeVolumesResponse>"
    )


VOLUME = "<item><volumeId>vol-1</volumeId><createTime>2025-01-01T00:00:00Z</createTime></item>"
BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9)) + "]>"
)
FILE = '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
ERROR = "<Response><Errors><Error><Code>{}</Code><Message>{}</Message></Error></Errors></Response>"

XML = {
    "empty": Reply(""),
    "white space": Reply(" \n" * 1000),
    "cut off": Reply(volumes(VOLUME)[:-40]),
    "no XML": Reply("<html><body>Sign in to the guest network</body></html>", content_type="text/html"),
    "JSON": Reply('{"Volumes": []}', content_type="application/json"),
    "another root": Reply("<DescribeToastersResponse><volumeSet/></DescribeToastersResponse>"),
    "no list": Reply("<DescribeVolumesResponse><requestId>r</requestId></DescribeVolumesResponse>"),
    "item without id": Reply(volumes("<item><size>1</size></item>")),
    "time that is none": Reply(volumes("<item><volumeId>v</volumeId><createTime>yesterday</createTime></item>")),
    "error inside a success": Reply(ERROR.format("InternalError", "Something broke.")),
    "entities that multiply": Reply(BOMB + volumes("<item><volumeId>&j;</volumeId></item>")),
    "a file of this machine": Reply(FILE + volumes("<item><volumeId>&f;</volumeId></item>")),
    "nested without end": Reply("<a>" * 100_000),
    "not UTF-8": Reply(volumes("<item><volumeId>\xff\xfe</volumeId></item>").encode("latin-1")),
    "a zero byte": Reply(volumes("<item><volumeId>a\0b</volumeId></item>")),
    "the same page for ever": Reply(volumes(VOLUME, "<nextToken>again</nextToken>")),
    "more than its limit": Reply(b"<a>" + b" " * (20 << 20)),
    "small and then huge": Reply(
        gzip.compress(b"<a>" + b" " * (200 << 20), 9), headers=[("Content-Encoding", "gzip")],
    ),
    "shorter than announced": Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<a>"),
    "no HTTP": Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n"),
    "nothing": Reply(raw=b""),
    "head without end": Reply(raw=b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * (2 << 20) + b"\r\n\r\n"),
    "broken chunks": Reply(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"),
    "sent elsewhere": Reply("", status=302, headers=[("Location", "http://127.0.0.1:1/steal")]),
    "no content": Reply("", status=204),
    "failing for ever": Reply("", status=500),
    "an error without code": Reply("<Response><Errors><Error/></Errors></Response>", status=400),
    "an error of another world": Reply("Bad Gateway", status=502, content_type="text/plain"),
}

JSON_REPLIES = {
    "JSON null": "null",
    "a list": "[]",
    "list as text": '{"QueueUrls": "x"}',
    "numbers as URLs": '{"QueueUrls": [1, 2]}',
    "cut off": '{"QueueUrls": ["http',
    "nested without end": "[" * 100_000,
    "half a character": '{"QueueUrls": ["\\ud800"]}',
    "an error inside a success": '{"__type": "com.amazonaws.sqs#InternalError", "message": "Broken."}',
    "the same page for ever": '{"QueueUrls": [], "NextToken": "again"}',
}

CASES = {f"XML: {name}": ("DescribeVolumes", "ec2:volume", reply) for name, reply in XML.items()} | {
    f"JSON: {name}": ("ListQueues", "sqs:queue", Reply(text, content_type="application/x-amz-json-1.0"))
    for name, text in JSON_REPLIES.items()
}


@pytest.fixture(scope="module")
def between(demo_estate):
    with hostile_cloud(demo_estate) as cloud:
        yield cloud


@pytest.mark.parametrize("name", CASES)
def test_a_bad_reply_is_a_named_gap_and_the_rest_is_exact(run_cli, between, demo_estate, name):
    action, broken, reply = CASES[name]
    between.replies = {action: reply}
    good = "sns:topic"
    arguments = json.dumps(CHECK | {"resource_types": [broken, good]})
    done = run_cli("call", "check_tag_compliance", "--json", arguments, env=between.environment, timeout=60)
    assert_no_crash(done)
    assert done.stderr == ""
    assert done.code == 3
    quality = done.json["data_quality"]
    assert quality["status"] == "partial"
    [gap] = quality["gaps"]
    assert (gap["region"], gap["resource_type"], gap["status"]) == ("us-east-1", broken, "failed"), gap
    assert (action in gap["detail"] or "The list" in gap["detail"]) and len(gap["detail"]) < 800, gap
    assert "root:" not in done.stdout
    truth = [item for item in demo_estate.truth() if item["type"] == good and item["region"] == "us-east-1"]
    seen = {item["resource_type"]: item["total_resources"] for item in done.json["type_breakdown"]}
    assert seen.get(good, 0) <= len(truth)
    # What stood in a good page counts; the gap says that there may be more.
    assert seen.get(broken, 0) <= ("for ever" in name)
    assert {name: count for name, count in quality["cells"].items() if count} == {
        "asked": 2, "answered": 1, "failed": 1,
    }


def test_a_redirection_is_not_followed_with_the_signature(run_cli, between):
    between.replies = {"DescribeVolumes": Reply("", 302, headers=[("Location", between.environment["AWS_ENDPOINT_URL"])])}
    between.asked.clear()
    arguments = json.dumps(CHECK | {"resource_types": ["ec2:volume"]})
    assert_no_crash(run_cli("call", "check_tag_compliance", "--json", arguments, env=between.environment))
    assert "" not in {name for name, _, _ in between.asked}


# --- who may not ask --------------------------------------------------------------------------------------------

REFUSED = {
    "wrong secret": ("SignatureDoesNotMatch", ["SignatureDoesNotMatch", "Check the AWS credentials"]),
    "unknown key": ("InvalidClientTokenId", ["InvalidClientTokenId"]),
    "token that is over": ("ExpiredToken", ["ExpiredToken"]),
    "clock that is wrong": ("RequestExpired", ["RequestExpired"]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_credentials_that_no_service_accepts(run_cli, between, name):
    code, words = REFUSED[name]
    error = f"<ErrorResponse><Error><Code>{code}</Code><Message>Not accepted.</Message></Error></ErrorResponse>"
    between.replies = {"GetCallerIdentity": Reply(error, 403)}
    done = run_cli("call", "check_tag_compliance", "--force-refresh", env=between.environment)
    assert_refused(done, 1, *words)
