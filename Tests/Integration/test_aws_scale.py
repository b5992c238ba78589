# SPDX-License-Identifier: Apache-2.0
"""Tagwarden against a large estate, and one in trouble: exact to the last finding, or partial and named."""

import json

import pytest

from boto_inventory import TYPES
from oracle import Expected, assert_compliance, assert_untagged, findings, known, shipped_policy, strict_policy

LARGE = "scopes=1,regions=3,resources=5000"
SMALL = "scopes=1,regions=3,resources=500"
CHECK = {"cloud_provider": "aws", "limit": 10_000}


@pytest.fixture
def strict(tmp_path):
    path = tmp_path / "strict-policy.json"
    path.write_text(json.dumps(strict_policy()))
    return path


@pytest.mark.parametrize(("size", "trouble"), [
    (LARGE, {}),
    (LARGE, {"fault_every": 10}),
    (SMALL, {"fault_first": 1}),
    (LARGE, {"page_size": 1}),
    (LARGE, {"page_size": 17, "ragged": True}),
    (SMALL, {"page_size": 3, "ragged": True, "fault_every": 7}),
], ids=["calm", "every-10th-reply-fails", "every-request-fails-once", "page-size-1", "ragged-pages", "ragged-and-failing"])
def test_totals_and_findings_are_exact(estate, call_tool, strict, size, trouble):
    running = estate(generate=size, **trouble)
    resources = known(running.truth())
    assert len(resources) == int(size.rsplit("=", 1)[1])
    done = call_tool("check_tag_compliance", CHECK, running, policy=strict, timeout=600)
    assert_compliance(done.json, Expected(strict_policy(), resources))
    assert done.code == 0
    if trouble.keys() & {"fault_every", "fault_first"}:
        assert set(running.statistics()["faults"]) == {
            "server_error", "unavailable", "throttled", "closed", "truncated", "error_inside",
        }


def test_untagged_resources_of_a_large_estate_are_exact(estate, call_tool, strict):
    running = estate(generate=LARGE)
    done = call_tool("find_untagged_resources", CHECK, running, policy=strict)
    assert_untagged(done.json, Expected(strict_policy(), known(running.truth())))


def test_the_demonstration_estate_is_exact_under_the_shipped_policy(demo_estate, call_tool):
    done = call_tool("check_tag_compliance", CHECK, demo_estate)
    assert_compliance(done.json, Expected(shipped_policy(), known(demo_estate.truth())))
    assert done.code == 0


def test_a_quota_slows_a_scan_and_loses_nothing(estate, call_tool, strict):
    running = estate(generate="scopes=1,regions=1,resources=150", quota="25/10")
    done = call_tool("check_tag_compliance", CHECK, running, policy=strict)
    assert_compliance(done.json, Expected(strict_policy(), known(running.truth())))
    assert done.code == 0


def gaps(result):
    """The cells that were not answered: (region, type) → status."""
    listed = result["data_quality"].get("gaps", [])
    assert len(listed) == result["data_quality"].get("gaps_total", 0)
    return {(gap["region"], gap["resource_type"]): gap["status"] for gap in listed}


def assert_partial(done, policy, resources, missing):
    """A partial answer: its figures are exact for what was answered, and nothing unknown is in them."""
    result = done.json
    assert done.code == 3
    assert result["data_quality"]["status"] == "partial"
    answered = {name: item for name, item in resources.items() if not missing(name[0], item["region"])}
    assert 0 < len(answered) < len(resources)
    assert_compliance(result, Expected(policy, answered), status="partial")
    unknown = {arn for kind, arn in resources if (kind, arn) not in answered}
    assert not unknown & {key[0] for key in findings(result["violations"])}
    return result


def test_a_refused_type_is_partial_and_names_the_permission(estate, call_tool, strict):
    running = estate(generate=SMALL, deny=["ec2:DescribeVolumes", "rds:DescribeDBInstances@eu-west-1"])
    done = call_tool("check_tag_compliance", CHECK, running, policy=strict)
    result = assert_partial(
        done, strict_policy(), known(running.truth()),
        lambda kind, region: kind == "ec2:volume" or (kind, region) == ("rds:db", "eu-west-1"),
    )
    regions = ("us-east-1", "eu-west-1", "ap-southeast-2")
    assert gaps(result) == {(region, "ec2:volume"): "refused" for region in regions} | {
        ("eu-west-1", "rds:db"): "refused",
    }
    permissions = {gap["permission"] for gap in result["data_quality"]["gaps"]}
    assert permissions == {"ec2:DescribeVolumes", "rds:DescribeDBInstances"}


def test_tags_that_may_not_be_read_do_not_look_untagged(estate, call_tool, strict):
    running = estate(generate=SMALL, deny=["s3:GetBucketTagging", "sqs:ListQueueTags", "lambda:ListTags"])
    done = call_tool("check_tag_compliance", CHECK, running, policy=strict)
    blind = {"s3:bucket", "sqs:queue", "lambda:function"}
    result = assert_partial(done, strict_policy(), known(running.truth()), lambda kind, region: kind in blind)
    assert {kind for _, kind in gaps(result)} == blind
    assert set(gaps(result).values()) == {"refused"}


def test_a_throttled_service_is_partial(estate, call_tool, strict):
    running = estate(generate=SMALL, throttle=["dynamodb@us-east-1"])
    done = call_tool("check_tag_compliance", CHECK, running, policy=strict)
    result = assert_partial(
        done, strict_policy(), known(running.truth()),
        lambda kind, region: (kind, region) == ("dynamodb:table", "us-east-1"),
    )
    assert gaps(result) == {("us-east-1", "dynamodb:table"): "throttled"}


def test_a_region_that_is_down_is_partial(estate, call_tool, strict):
    running = estate(generate=SMALL, down=["ap-southeast-2"])
    resources = known(running.truth())
    # Buckets are listed in one region and read in their own.
    done = call_tool(
        "check_tag_compliance", CHECK | {"filters": {"resource_types": [kind for kind in TYPES if kind != "s3:bucket"]}},
        running, policy=strict,
    )
    resources = {name: item for name, item in resources.items() if name[0] != "s3:bucket"}
    result = assert_partial(
        done, strict_policy(), resources, lambda kind, region: region == "ap-southeast-2",
    )
    assert gaps(result) == {
        ("ap-southeast-2", kind): "failed" for kind in TYPES if kind != "s3:bucket"
    }


def test_a_reply_of_100_megabytes_is_a_named_gap(estate, call_tool, strict):
    running = estate(generate=SMALL, huge=["DescribeSnapshots"])
    done = call_tool("check_tag_compliance", CHECK, running, policy=strict)
    result = assert_partial(
        done, strict_policy(), known(running.truth()), lambda kind, region: kind == "ec2:snapshot",
    )
    assert {kind for _, kind in gaps(result)} == {"ec2:snapshot"}


@pytest.mark.parametrize("trouble", [{"deny": ["*"]}, {"down": ["us-east-1"]}], ids=["refused", "home-region-down"])
def test_nothing_is_compliant_when_nothing_can_be_asked(estate, call_tool, trouble):
    done = call_tool("check_tag_compliance", CHECK, estate(**trouble))
    assert done.code in (1, 3)
    if done.stdout.strip():
        result = done.json
        assert result["data_quality"]["status"] == "none"
        assert result["compliance_score"] is None
        assert result["compliant_resources"] == 0


def test_a_wrong_secret_is_an_error_that_says_so(demo_estate, run_cli):
    environment = demo_estate.environment | {"AWS_SECRET_ACCESS_KEY": "wrong"}
    done = run_cli("call", "check_tag_compliance", "--json", "{}", "--output", "json", env=environment)
    assert done.code in (1, 3)
    text = done.stdout + done.stderr
    assert "SignatureDoesNotMatch" in text or "credential" in text.lower()
    assert "wrong" not in text.replace("wrong secret", "")
