# SPDX-License-Identifier: Apache-2.0
"""The committed shared-config cases are what the installed botocore reads."""

import json

import generate_shared_config_cases as generator


def test_the_committed_cases_are_what_botocore_reads():
    committed = json.loads(generator.CASES.read_text(encoding="utf-8"))
    assert committed == json.loads(generator.text())


def test_names_are_distinct():
    names = [name for name, _ in generator.files()]
    assert len(set(names)) == len(names)
