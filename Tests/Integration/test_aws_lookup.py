# SPDX-License-Identifier: Apache-2.0
"""Single resources looked up by ARN: judged as the oracle does, or told apart by why they could not be."""

import json

import pytest

from oracle import Expected, known, shipped_policy, strict_policy

ACCOUNT = "111122223333"


@pytest.fixture
def validate(call_tool):
    """Validates ARNs and gives the exit code and the entries by ARN."""

    def call(cloud, arns, **options):
        done = call_tool("validate_resource_tags", {"resource_arns": list(arns)}, cloud, **options)
        result = done.json
        assert result["total_resources"] == len(arns)
        return done.code, {entry["resource_arn"]: entry for entry in result["results"]}, result

    return call


def test_every_resource_of_the_demonstration_estate_is_judged(demo_estate, validate, tmp_path):
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(strict_policy()))
    resources = known(demo_estate.truth())
    code, entries, result = validate(demo_estate, [arn for _, arn in resources], policy=path)
    assert code == 0
    expected = Expected(strict_policy(), resources)
    assert result["compliant_resources"] == expected.compliant
    assert result["non_compliant_resources"] == expected.total - expected.compliant
    for (kind, arn), resource in resources.items():
        entry = entries[arn]
        assert (entry["status"], entry["resource_type"]) == ("found", kind)
        assert entry["current_tags"] == resource["tags"]
        single = Expected(strict_policy(), {(kind, arn): resource})
        assert entry["is_compliant"] is (single.compliant == 1)
        found = sorted((item["tag_name"], item["violation_type"]) for item in entry["violations"])
        assert found == sorted((key[2], key[1]) for key in single.findings.elements())


def test_a_type_without_a_rule_is_out_of_scope_and_not_compliant(demo_estate, validate):
    policy = shipped_policy()
    assert "sqs:queue" not in policy["required_tags"][0]["applies_to"]["aws"]
    arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:orders"
    code, entries, result = validate(demo_estate, [arn])
    assert (code, entries[arn]["status"], entries[arn]["is_compliant"]) == (0, "found", None)
    assert (result["out_of_scope_resources"], result["compliant_resources"]) == (1, 0)


ABSENT = {
    "terminated instance": f"arn:aws:ec2:us-east-1:{ACCOUNT}:instance/i-0a1b2c3d4e5f60006",
    "instance": f"arn:aws:ec2:us-east-1:{ACCOUNT}:instance/i-00000000000000000",
    "volume": f"arn:aws:ec2:eu-west-1:{ACCOUNT}:volume/vol-00000000000000000",
    "snapshot": "arn:aws:ec2:us-east-1::snapshot/snap-00000000000000000",
    "database": f"arn:aws:rds:us-east-1:{ACCOUNT}:db:nothing",
    "database cluster": f"arn:aws:rds:us-east-1:{ACCOUNT}:cluster:nothing",
    "bucket": "arn:aws:s3:::company-no-such-bucket",
    "function": f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:nothing",
    "container cluster": f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/nothing",
    "service": f"arn:aws:ecs:us-east-1:{ACCOUNT}:service/storefront/nothing",
    "service of no cluster": f"arn:aws:ecs:us-east-1:{ACCOUNT}:service/nothing/nothing",
    "table": f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/nothing",
    "topic": f"arn:aws:sns:us-east-1:{ACCOUNT}:nothing",
    "queue": f"arn:aws:sqs:us-east-1:{ACCOUNT}:nothing",
}


def test_what_does_not_exist_is_not_judged(demo_estate, validate):
    code, entries, result = validate(demo_estate, ABSENT.values())
    assert {name: entries[arn]["status"] for name, arn in ABSENT.items()} == dict.fromkeys(ABSENT, "not_found")
    assert all(entry["is_compliant"] is None for entry in entries.values())
    assert result["compliant_resources"] == result["non_compliant_resources"] == 0
    assert code == 0


@pytest.mark.parametrize(("trouble", "status"), [
    ({"deny": ["rds:DescribeDBInstances"]}, "refused"),
    ({"down": ["eu-west-1"]}, "failed"),
    ({"throttle": ["rds@eu-west-1"]}, "throttled"),
], ids=["refused", "failed", "throttled"])
def test_what_could_not_be_read_is_not_judged_and_exits_with_3(estate, validate, trouble, status):
    blind, seen = f"arn:aws:rds:eu-west-1:{ACCOUNT}:db:crm", "arn:aws:s3:::company-logs"
    code, entries, _ = validate(estate(**trouble), [blind, seen])
    assert code == 3
    assert (entries[blind]["status"], entries[blind]["is_compliant"]) == (status, None)
    assert (entries[seen]["status"], entries[seen]["is_compliant"]) == ("found", False)
    if status == "refused":
        assert entries[blind]["permission"] == "rds:DescribeDBInstances"


def test_a_scan_only_reads(estate, call_tool):
    running = estate()
    for tool in ("check_tag_compliance", "find_untagged_resources"):
        assert call_tool(tool, {"cloud_provider": "aws", "force_refresh": True}, running).code == 0
    actions = {line["action"] for line in running.requests()}
    assert actions and all(name.startswith(("Describe", "List", "Get", "Head")) for name in actions)
    assert {line["region"] for line in running.requests()} == {"us-east-1", "eu-west-1", "ap-southeast-2"}
