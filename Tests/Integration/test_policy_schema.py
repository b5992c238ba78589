# SPDX-License-Identifier: Apache-2.0
"""policies/tagging_policy.schema.json says the same as the engine, wherever a JSON Schema can tell."""
import json
import pathlib

import jsonschema
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "Tests" / "TagPolicyTests" / "Cases"
SCHEMA = json.loads((ROOT / "policies" / "tagging_policy.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def _policy(case):
    policy = case["policy"]
    return json.loads((ROOT / "policies" / policy).read_text()) if isinstance(policy, str) else policy


def _policies():
    for path in sorted((CASES / "policies").glob("*.json")):
        for case in json.loads(path.read_text())["cases"]:
            if "schema" in case:
                yield pytest.param(_policy(case), case["schema"], id=f"{path.stem}: {case['note']}")


def _evaluated_policies():
    for path in sorted((CASES / "evaluation").glob("*.json")):
        for case in json.loads(path.read_text())["cases"]:
            policy = _policy(case)
            if policy["version"].startswith("2"):
                yield pytest.param(policy, id=f"{path.stem}: {case['note']}")


def test_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("policy, verdict", _policies())
def test_schema_agrees_with_case(policy, verdict):
    errors = [error.message for error in VALIDATOR.iter_errors(policy)]
    assert bool(errors) == (verdict == "rejects"), errors


@pytest.mark.parametrize("policy", _evaluated_policies())
def test_schema_accepts_every_policy_of_the_evaluation_cases(policy):
    VALIDATOR.validate(policy)
