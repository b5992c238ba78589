# SPDX-License-Identifier: Apache-2.0
"""Trouble on demand: what the estate's options do to a client that only knows HTTP."""

import collections
import http.client
import json
import time

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
REGIONS = ("ec2", "POST", "/", "Action=DescribeRegions&Version=2016-11-15", FORM)
VOLUMES = ("ec2", "POST", "/", "Action=DescribeVolumes&Version=2016-11-15", FORM)
TABLES = ("dynamodb", "POST", "/", "{}", {
    "X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0",
})
FUNCTIONS = ("lambda", "GET", "/2015-03-31/functions", "", {})
BUCKETS = ("s3", "GET", "/", "", {})


def send(estate, call, region="us-east-1"):
    """Sends a signed request and returns the unread reply."""
    service, method, path, body, headers = call
    request = AWSRequest(method, estate.url + path, data=body, headers=dict(headers))
    environment = estate.environment
    keys = Credentials(environment["AWS_ACCESS_KEY_ID"], environment["AWS_SECRET_ACCESS_KEY"])
    (S3SigV4Auth if service == "s3" else SigV4Auth)(keys, service, region).add_auth(request)
    prepared = request.prepare()
    connection = http.client.HTTPConnection(estate.url.removeprefix("http://"), timeout=60)
    payload = prepared.body.encode() if isinstance(prepared.body, str) else prepared.body
    connection.request(method, path, payload, dict(prepared.headers))
    return connection.getresponse()


def outcome(estate, call):
    try:
        reply = send(estate, call)
        return reply.status, reply.read()
    except http.client.IncompleteRead as error:
        return "closed", error.partial
    except (http.client.RemoteDisconnected, ConnectionError):
        return "down", b""


@pytest.mark.parametrize(("call", "codes"), [
    (VOLUMES, (b"InternalError", b"Unavailable", b"RequestLimitExceeded")),
    (TABLES, (b"InternalServerError", b"ServiceUnavailable", b"ThrottlingException")),
    (FUNCTIONS, (b"error occurred", b"unavailable", b"Rate exceeded")),
    (BUCKETS, (b"InternalError", b"ServiceUnavailable", b"SlowDown")),
], ids=["ec2", "dynamodb", "lambda", "s3"])
def test_every_nth_request_fails_each_time_in_another_way(estate, call, codes):
    running = estate(fault_every=2)
    whole = outcome(running, call)
    assert whole[0] == 200
    failures = []
    for _ in range(6):
        failures.append(outcome(running, call))
        assert outcome(running, call)[0] == 200
    (error, unavailable, throttled, closed, truncated, inside) = failures
    assert error[0] == 500 and codes[0] in error[1]
    assert unavailable[0] == 503 and codes[1].lower() in unavailable[1].lower()
    assert throttled[0] in (400, 429, 503) and codes[2] in throttled[1]
    assert closed[0] == "closed" and len(closed[1]) < len(whole[1])
    assert truncated[0] == 200 and 0 < len(truncated[1]) < len(whole[1])
    assert inside[0] == 200 and codes[0] in inside[1]


def test_a_region_that_is_down_closes_the_connection(estate):
    running = estate(down=["eu-west-1"])
    assert send(running, VOLUMES).status == 200
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        send(running, VOLUMES, "eu-west-1")
    assert send(running, VOLUMES).status == 200


def test_a_refusal_is_limited_to_action_and_region(estate):
    running = estate(deny=["ec2:DescribeVolumes@us-east-1"])
    assert send(running, VOLUMES).status == 403
    assert send(running, VOLUMES, "eu-west-1").status == 200
    assert send(running, REGIONS).status == 200


def test_a_huge_reply_is_streamed(estate):
    reply = send(estate(huge=["DescribeVolumes"]), VOLUMES)
    assert reply.status == 200
    assert int(reply.headers["Content-Length"]) == 100_000_000
    size = 0
    while piece := reply.read(1 << 20):
        size += len(piece)
    assert size == 100_000_000


def test_latency_is_waited_once_per_request_and_not_more(estate):
    client = estate(latency="40ms").client("ec2")
    client.describe_regions()
    times = []
    for _ in range(10):
        begin = time.monotonic()
        client.describe_regions()
        times.append(time.monotonic() - begin)
    # The quickest of them, because this machine may be busy: one wait, and no delayed acknowledgement on top.
    assert 0.040 <= min(times) < 0.075


def test_more_requests_than_the_quota_are_throttled(estate):
    running = estate(quota="1/5")
    statuses = collections.Counter(outcome(running, TABLES)[0] for _ in range(12))
    assert statuses[200] in (5, 6) and statuses[400] == 12 - statuses[200]
    assert outcome(running, FUNCTIONS)[0] == 200


def test_the_access_log_tells_what_happened_and_no_secret(estate):
    running = estate(fault_every=3)
    for call in (REGIONS, BUCKETS, FUNCTIONS, TABLES):
        outcome(running, call)
    text = running.log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(line["service"], line["action"], line["status"], line["fault"]) for line in lines] == [
        ("ec2", "DescribeRegions", 200, None),
        ("s3", "ListBuckets", 200, None),
        ("lambda", "ListFunctions", 500, "server_error"),
        ("dynamodb", "ListTables", 200, None),
    ]
    assert all(line["region"] == "us-east-1" and line["time"] > 1.7e9 for line in lines)
    assert len({line["request_id"] for line in lines}) == 4
    for secret in (running.environment["AWS_SECRET_ACCESS_KEY"], running.environment["AWS_ACCESS_KEY_ID"], "Signature"):
        assert secret not in text


def test_the_statistics_count_requests(estate):
    running = estate()
    for call in (REGIONS, REGIONS, BUCKETS):
        outcome(running, call)
    assert running.statistics() == {
        "requests": 3,
        "most_at_once": 1,
        "operations": {"ec2:DescribeRegions": 2, "s3:ListBuckets": 1},
        "statuses": {"200": 3},
        "faults": {},
    }


def test_the_estate_ends_when_standard_input_closes(estate):
    running = estate()
    running.process.stdin.close()
    assert running.process.wait(5) == 0
