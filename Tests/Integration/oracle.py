# SPDX-License-Identifier: Apache-2.0
"""What a tool should have answered, worked out without Tagwarden's code, and what it did answer, in one shape."""

import collections
import json

import reference_policy
from boto_inventory import TYPES
from conftest import POLICY

AWS = {"aws": {"cloud": "aws", "key_case": "sensitive", "resource_types": list(TYPES)}}

FIELDS = ("violation_type", "tag_name", "severity", "current_value", "found_key", "near_miss")


def shipped_policy():
    return json.loads(POLICY.read_text())


def strict_policy():
    """The shipped policy, demanded of every type."""
    policy = shipped_policy()
    for tag in policy["required_tags"]:
        tag["applies_to"] = {"aws": []}
    return policy


def known(truth):
    """The estate's own list in the shape of `boto_inventory.inventory`."""
    return {
        (item["type"], item["id"]): {"region": item["region"], "tags": item["tags"]}
        for item in truth if item["counts"]
    }


class Expected:
    """The verdict on an inventory."""

    def __init__(self, policy, resources):
        self.total = self.compliant = self.out_of_scope = 0
        self.findings = collections.Counter()
        self.regions = collections.Counter()
        self.types = collections.Counter()
        self.missing = {}
        self.never_tagged = 0
        for (kind, arn), resource in resources.items():
            entry = {"cloud": "aws", "type": kind, "tags": list(resource["tags"].items())}
            verdict, findings = reference_policy.evaluate(policy, AWS, entry)
            if verdict == "out_of_scope":
                self.out_of_scope += 1
                continue
            self.total += 1
            self.compliant += verdict == "compliant"
            self.types[kind] += 1
            # A bucket's name is unique in the world: its list is no region's.
            self.regions["global" if kind == "s3:bucket" else resource["region"]] += 1
            for finding in findings:
                self.findings[arn, *(finding.get(name) for name in ("violation", *FIELDS[1:]))] += 1
            missing = [item["tag_name"] for item in findings if item["violation"] == "missing_required_tag"]
            if missing:
                self.missing[arn] = sorted(missing)
                self.never_tagged += not resource["tags"]


def findings(violations):
    return collections.Counter(
        (item["id"], *(item.get(name) for name in FIELDS)) for item in violations
    )


def breakdown(entries, name):
    return {entry[name]: entry["total_resources"] for entry in entries if entry["total_resources"]}


def assert_compliance(result, expected, status="complete"):
    """A result of check_tag_compliance is exact, to the last finding."""
    assert result["data_quality"]["status"] == status, result["data_quality"]
    assert result["total_resources"] == expected.total
    assert result["compliant_resources"] == expected.compliant
    assert result["non_compliant_resources"] == expected.total - expected.compliant
    assert result["out_of_scope_resources"] == expected.out_of_scope
    assert result["violation_count"] == sum(expected.findings.values())
    assert result["violations_truncated"] is False
    listed = findings(result["violations"])
    assert listed - expected.findings == collections.Counter()
    assert expected.findings - listed == collections.Counter()
    assert result["compliance_score"] == (expected.compliant / expected.total if expected.total else 1)
    assert breakdown(result["type_breakdown"], "resource_type") == expected.types
    assert breakdown(result["regional_breakdown"], "region") == expected.regions


def assert_untagged(result, expected):
    """A result of find_untagged_resources is exact."""
    assert result["data_quality"]["status"] == "complete", result["data_quality"]
    assert result["total_untagged"] == len(expected.missing)
    assert result["total_never_tagged"] == expected.never_tagged
    assert {item["arn"]: sorted(item["missing_required_tags"]) for item in result["resources"]} == expected.missing
