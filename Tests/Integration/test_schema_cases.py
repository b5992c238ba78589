# SPDX-License-Identifier: Apache-2.0
"""The schema cases of the Swift tests hold for another validator of JSON Schema 2020-12, too."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

CASES = Path(__file__).resolve().parents[1] / "JSONSchemaTests" / "Cases"
OTHER_SHAPES = {"faults.json", "messages.json"}
GROUPS = [
    pytest.param(group, id=f"{path.stem}: {group['note']}")
    for path in sorted(CASES.glob("*.json"))
    if path.name not in OTHER_SHAPES
    for group in json.loads(path.read_text(encoding="utf-8"))
]


def test_there_are_enough_cases_with_distinct_names():
    assert sum(len(group.values[0]["tests"]) for group in GROUPS) >= 220
    assert len({group.id for group in GROUPS}) == len(GROUPS)


@pytest.mark.parametrize("group", GROUPS)
def test_the_other_validator_agrees(group):
    Draft202012Validator.check_schema(group["schema"])
    validator = Draft202012Validator(group["schema"])
    found = {test["note"]: validator.is_valid(test["data"]) for test in group["tests"]}
    assert len(found) == len(group["tests"]), "a note is used twice"
    assert found == {test["note"]: test["valid"] for test in group["tests"]}
