# SPDX-License-Identifier: Apache-2.0
"""The committed SigV4 cases are what the installed botocore makes of the same requests."""

import json

import generate_sigv4_cases as generator


def test_the_committed_cases_are_what_botocore_gives():
    committed = json.loads(generator.CASES.read_text(encoding="utf-8"))
    assert committed == json.loads(generator.text())


def test_there_are_at_least_sixty_cases_with_distinct_names():
    names = [case["name"] for case in generator.cases()["cases"]]
    assert len(names) >= 60
    assert len(set(names)) == len(names)
