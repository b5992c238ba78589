# SPDX-License-Identifier: Apache-2.0
"""The reference evaluator passes the same cases as the engine."""
import json
import pathlib

import pytest

import reference_policy

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "Tests" / "TagPolicyTests" / "Cases"
CLOUDS = json.loads((CASES / "clouds.json").read_text())


def _cases():
    for path in sorted((CASES / "evaluation").glob("*.json")):
        for case in json.loads(path.read_text())["cases"]:
            yield pytest.param(case, id=f"{path.stem}: {case['note']}")


def _policy(case):
    policy = case["policy"]
    return json.loads((ROOT / "policies" / policy).read_text()) if isinstance(policy, str) else policy


@pytest.mark.parametrize("case", _cases())
def test_reference_agrees_with_case(case):
    if case.get("engine") == "backtracking":
        pytest.skip("Python's re has no limit of work")
    clouds = {cloud["cloud"]: cloud for cloud in case["clouds"]} if "clouds" in case else CLOUDS
    for resource in case["resources"]:
        verdict, findings = reference_policy.evaluate(_policy(case), clouds, resource)
        assert verdict == resource["verdict"]
        wanted = resource["findings"]
        assert len(findings) == len(wanted)
        for finding, want in zip(findings, wanted):
            assert {key: finding.get(key) for key in want} == want
            assert set(finding) - {"reason"} == set(want) - {"reason"}
