# SPDX-License-Identifier: Apache-2.0
"""The committed credential cases are what the installed botocore decides in the same situations."""

import json

import generate_credential_cases as generator


def test_the_committed_cases_are_what_botocore_decides():
    committed = json.loads(generator.CASES.read_text(encoding="utf-8"))
    assert committed == json.loads(generator.text())


def test_there_are_at_least_twenty_five_situations_with_distinct_names():
    names = [situation[0] for situation in generator.situations()]
    assert len(names) >= 25
    assert len(set(names)) == len(names)
