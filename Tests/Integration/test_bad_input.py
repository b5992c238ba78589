# SPDX-License-Identifier: Apache-2.0
"""Wrong arguments, settings and policies: one clear message each, the right exit code, nothing lost, no crash."""

import json
import os
import shutil
import subprocess

import pytest

from conftest import POLICY, bare_environment
from refusals import assert_no_crash, assert_refused, contents

CHECK = ("call", "check_tag_compliance")
UNTAGGED = ("call", "find_untagged_resources")
VALIDATE = ("call", "validate_resource_tags")
ARN = "arn:aws:sqs:eu-west-1:123456789012:orders"


@pytest.fixture(scope="module")
def filled_state(tagwarden, demo_estate, tmp_path_factory):
    """A state directory with a whole scan in it."""
    home = tmp_path_factory.mktemp("filled")
    subprocess.run(
        [str(tagwarden), *CHECK, "--store-snapshot"],
        env=bare_environment(home, demo_estate.environment), capture_output=True, check=True, timeout=120,
    )
    return home / "state"


@pytest.fixture
def run(run_cli, demo_estate, filled_state, tmp_path):
    """Runs with a cloud and an inventory, and sees to it that the inventory stays as it was."""
    state = tmp_path / "home" / "state"
    shutil.copytree(filled_state, state)
    before = contents(state)
    assert before["cell"] and before["resource"] and before["snapshot"]

    def running(*arguments, env=None, **options):
        return run_cli(*arguments, env=demo_estate.environment | (env or {}), **options)

    yield running
    assert contents(state) == before


# --- arguments --------------------------------------------------------------------------------------------------

ARGUMENTS = {
    "unknown command": (["scan"], ["'scan'", "tagwarden --help"]),
    "no tool": (["call"], ["<tool>"]),
    "unknown tool": (["call", "check_tags"], ["no tool 'check_tags'", "The tools are check_tag_compliance"]),
    "misspelt tool": (["call", "check_tag_complience"], ["Did you mean check_tag_compliance?"]),
    "unknown tool to describe": (["tools", "describe", "nope"], ["no tool 'nope'", "The tools are"]),
    "unknown flag": ([*CHECK, "--colour", "red"], ["--colour is not an argument of this tool", "--limit"]),
    "misspelt flag": ([*CHECK, "--resource-typs", "all"], ["Did you mean --resource-types?"]),
    "flag without value": ([*CHECK, "--limit"], ["--limit needs a value"]),
    "word that is no flag": ([*CHECK, "ec2:instance"], ["'ec2:instance' is not a flag", "--json"]),
    "unknown output": ([*CHECK, "--output", "xml"], ["'xml'", "'csv'"]),
    "unknown log level": (["tools", "--log-level", "loud"], ["--log-level is 'loud'", "trace"]),
    "unknown subcommand": (["policy", "frobnicate"], ["'frobnicate'", "--help"]),
    "JSON cut off": ([*CHECK, "--json", '{"limit":'], ["--json is not valid JSON", "line 1"]),
    "JSON of another kind": ([*CHECK, "--json", "[1]"], ["--json must be an object", "not array"]),
    "JSON with a member twice": ([*CHECK, "--json", '{"limit":1,"limit":2}'], ["--json", "limit"]),
    "JSON with a comment": ([*CHECK, "--json", "{/* */}"], ["--json is not valid JSON"]),
    "JSON nested without end": ([*CHECK, "--json", "[" * 50_000], ["--json is not valid JSON", "nested"]),
    "JSON with half a character": ([*CHECK, "--json", '{"region":"\\ud800"}'], ["--json is not valid JSON"]),
    "JSON with an unknown member": ([*CHECK, "--json", '{"colour":1}'], ["colour", "input schema"]),
    "number as text": ([*CHECK, "--limit", "many"], ["--limit is 'many'", "a whole number"]),
    "number with a fraction": ([*CHECK, "--limit", "1.5"], ["--limit is '1.5'", "a whole number"]),
    "limit below zero": ([*CHECK, "--limit", "-1"], ["limit", "at least 0", "-1"]),
    "limit above the highest": ([*CHECK, "--limit", "10001"], ["limit", "10000", "10001"]),
    "limit beyond 64 bits": ([*CHECK, "--limit", "9" * 30], ["--limit", "a whole number"]),
    "age below zero": ([*CHECK, "--max-age", "-5"], ["max_age", "-5"]),
    "flag that is no truth value": ([*CHECK, "--force-refresh=perhaps"], ["--force-refresh is 'perhaps'", "true or"]),
    "list with a number of a wrong kind": ([*CHECK, "--json", '{"resource_types":[{}]}'], ["resource_types", "string"]),
    "object where a list is": ([*CHECK, "--json", '{"regions":{"a":1}}'], ["regions"]),
    "filters that are a list": ([*CHECK, "--json", '{"filters":[]}'], ["filters", "object"]),
    "unknown filter": ([*CHECK, "--json", '{"filters":{"colour":"red"}}'], ['"colour"', "Valid:"]),
    "unknown severity": ([*CHECK, "--severity", "worst"], ["severity", '"errors_only"', '"worst"']),
    "unknown cloud": ([*CHECK, "--cloud-provider", "mars"], ["cloud_provider", '"aws"', '"mars"']),
    "unknown type": ([*CHECK, "--resource-types", "ec2:toaster"], ['"ec2:toaster"', "Valid:", "ec2:instance"]),
    "misspelt type": ([*CHECK, "--resource-types", "ec2:instances"], ['"ec2:instances"', "ec2:instance"]),
    "type of another cloud": ([*CHECK, "--resource-types", "azurerm:vm"], ['"azurerm:vm"', "Valid:"]),
    "no types": ([*CHECK, "--json", '{"resource_types":[]}'], ["resource_types", "empty"]),
    "unknown region": ([*CHECK, "--regions", "mars-north-1"], ['"mars-north-1"', "eu-west-1"]),
    "one region of two unknown": ([*CHECK, "--regions", "eu-west-1,nowhere"], ['"nowhere"']),
    "unknown account": ([*CHECK, "--scopes", "999999999999"], ['"999999999999"']),
    "threshold below zero": ([*UNTAGGED, "--min-cost-threshold", "-1"], ["min_cost_threshold", "-1"]),
    "threshold that is no number": ([*UNTAGGED, "--min-cost-threshold", "NaN"], ["--min-cost-threshold is 'NaN'"]),
    "nothing to validate": ([*VALIDATE], ["resource_arns"]),
    "empty list to validate": ([*VALIDATE, "--json", '{"resource_arns":[]}'], ["resource_arns", "at least 1"]),
    "empty id to validate": ([*VALIDATE, "--json", '{"resource_arns":[""]}'], ["resource_arns"]),
    "101 ids": ([*VALIDATE, "--resource-arns", ",".join([ARN] * 101)], ["resource_arns", "100", "101"]),
    "no estate": (["demo", "--estate", "/does/not/exist.json"], ["'/does/not/exist.json'"]),
    "estate that is no estate": (["demo", "--estate", str(POLICY)], [POLICY.name]),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_wrong_arguments(run, name):
    arguments, words = ARGUMENTS[name]
    assert_refused(run(*arguments), 2, *words)


# --- settings ---------------------------------------------------------------------------------------------------

SETTINGS = {
    "unknown setting": ("polcy: x.json\n", ["polcy is not a setting", "Did you mean 'policy'?"]),
    "not YAML": ("policy: [\n", [":2:1", "not valid YAML"]),
    "tab as indentation": ("plugins:\n\taws: {}\n", [":2:1", "not valid YAML"]),
    "list at the top": ("- policy\n", ["the top level must be a mapping"]),
    "text at the top": ("hello\n", ["the top level must be a mapping"]),
    "setting twice": ("policy: a\npolicy: b\n", ["'policy' appears twice"]),
    "number as path": ("policy: 3\n", ["policy must be a text"]),
    "empty path": ("state: ''\n", ["state must be a text"]),
    "list as path": ("state: [a]\n", ["state must be a text"]),
    "regions as mapping": ("allowed_regions: {a: 1}\n", ["allowed_regions must be a list of texts"]),
    "unknown level": ("log_level: loud\n", ["log_level is 'loud'", "trace"]),
    "age below zero": ("max_age_seconds: -1\n", ["max_age_seconds must be a whole number", "at least 0"]),
    "age in words": ("max_age_seconds: an hour\n", ["max_age_seconds must be a whole number"]),
    "no time": ("call_timeout_seconds: 0\n", ["call_timeout_seconds", "at least 1"]),
    "plugins as list": ("plugins: [aws]\n", ["plugins must be a mapping"]),
    "hosts as text": ("plugin_hosts: example.com\n", ["plugin_hosts must be a mapping"]),
    "hosts of a wrong kind": ("plugin_hosts: {aws: {a: 1}}\n", ["plugin_hosts.aws must be a list of texts"]),
    "alias without anchor": ("policy: *nowhere\n", [":1:9", "undefined alias"]),
    "aliases that multiply": (
        "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)),
        ["more than 200000 values"],
    ),
    "nested without end": ("plugins: " + "[" * 100_000, ["nested deeper than 64 levels"]),
    "not text": (b"policy: \xff\xfe\n", ["is not UTF-8 text"]),
    "infinite": ("max_age_seconds: .inf\n", ["is not a number that JSON knows"]),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_wrong_settings_file(run, tmp_path, name):
    content, words = SETTINGS[name]
    path = tmp_path / "config.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert_refused(run("tools", "--config", path), 2, str(path), *words)


@pytest.mark.parametrize(("path", "words"), [
    ("/does/not/exist.yaml", ["does not exist"]),
    ("/", ["is a folder"]),
    ("/dev/zero", ["larger than"]),
], ids=["absent", "folder", "endless"])
def test_settings_that_are_no_file(run, path, words):
    assert_refused(run("tools", env={"TAGWARDEN_CONFIG": path}), 2, path, *words)


VARIABLES = {
    "unknown level": ({"TAGWARDEN_LOG_LEVEL": "loud"}, 2, ["TAGWARDEN_LOG_LEVEL is 'loud'", "trace"]),
    "age in words": ({"TAGWARDEN_MAX_AGE_SECONDS": "soon"}, 2, ["TAGWARDEN_MAX_AGE_SECONDS is 'soon'", "number"]),
    "age below zero": ({"TAGWARDEN_MAX_AGE_SECONDS": "-1"}, 2, ["TAGWARDEN_MAX_AGE_SECONDS is '-1'"]),
    "policy that is not there": ({"POLICY_PATH": "/does/not/exist.json"}, 2, ["/does/not/exist.json", "--policy"]),
    "no region that exists": ({"ALLOWED_REGIONS": "mars-1"}, 2, ["mars-1"]),
    "no plugin there": ({"TAGWARDEN_PLUGIN_PATH": "/does/not/exist"}, 0, []),
    "profile that is not there": (
        {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_PROFILE": "nobody"}, 1, ["nobody"],
    ),
    "half a key": ({"AWS_SECRET_ACCESS_KEY": ""}, 1, ["AWS_SECRET_ACCESS_KEY"]),
    "endpoint that is no URL": ({"AWS_ENDPOINT_URL": "not a url"}, 1, ["AWS_ENDPOINT_URL", "not a url"]),
    "region that is no name": ({"AWS_REGION": "../../x"}, 1, ["AWS_REGION", "../../x"]),
    "nobody listens": ({"AWS_ENDPOINT_URL": "http://127.0.0.1:1"}, 1, ["127.0.0.1"]),
}


@pytest.mark.parametrize("name", VARIABLES)
def test_wrong_variables(run, name):
    variables, code, words = VARIABLES[name]
    done = run(*CHECK, "--force-refresh" if code else "--limit=1", env=variables)
    if code:
        assert_refused(done, code, *words)
    else:
        assert_no_crash(done)
        assert done.code == 0


# --- policies ---------------------------------------------------------------------------------------------------


def shipped(**changes):
    """The shipped policy with other members, as text."""
    return json.dumps(json.loads(POLICY.read_text()) | changes)


def rule(**members):
    return {"name": "Owner", "description": "Who", "applies_to": {"aws": []}} | members


POLICIES = {
    "cut off": ("{", "syntax"),
    "empty": ("", "syntax"),
    "list": ("[]", "wrong_type"),
    "no version": ('{"required_tags": []}', "missing_field"),
    "version of the future": (shipped(version="3.0"), "unsupported_version"),
    "unknown field": (shipped(colour="red"), "unknown_field"),
    "unknown field in a rule": (shipped(required_tags=[rule(colour="red")]), "unknown_field"),
    "rule without name": (shipped(required_tags=[{"description": "x"}]), "missing_field"),
    "regular expression": (shipped(required_tags=[rule(validation_regex="(")]), "invalid_regex"),
    "contradiction": (
        shipped(required_tags=[rule(allowed_values=["a"], validation_regex="^b$")]), "contradictory_rule",
    ),
    "no value allowed": (shipped(required_tags=[rule(allowed_values=[])]), "empty_allowed_values"),
    "same tag twice": (shipped(required_tags=[rule(), rule()]), "duplicate_tag"),
    "tags as object": (shipped(required_tags={"Owner": {}}), "wrong_type"),
    "values as text": (shipped(required_tags=[rule(allowed_values="a")]), "wrong_type"),
    "nested without end": ("[" * 100_000, "syntax"),
    "larger than its limit": (shipped(metadata={"note": "x" * (2 << 20)}), "too_large"),
}


@pytest.mark.parametrize("name", POLICIES)
def test_a_wrong_policy_is_explained_and_used_by_nobody(run, tmp_path, name):
    text, code = POLICIES[name]
    path = tmp_path / "policy.json"
    path.write_text(text)

    done = run("policy", "validate", path, "--output", "json")
    assert_no_crash(done)
    assert (done.code, done.stderr, done.json["valid"]) == (1, "", False)
    errors = [item for item in done.json["diagnostics"] if item["severity"] == "error"]
    assert code in {item["code"] for item in errors}, errors
    assert all(item["message"].endswith(".") for item in errors)

    assert_refused(run(*CHECK, "--policy", path), 2, str(path), "tagwarden policy validate")

    shown = run("call", "get_tagging_policy", "--policy", path)
    assert_no_crash(shown)
    assert (shown.code, shown.json["valid"]) == (3, False)
    assert shown.json["errors"] and shown.json["all_applicable_resource_types"] == []


FILES = {
    "absent": (None, ["does not exist"]),
    "folder": ("folder", ["is a folder"]),
    "not UTF-8": (b'{"version":"2.0\xff"}', ["UTF-8"]),
    "broken YAML": (b"version: '2.0'\n  required_tags: [\n", ["not valid YAML", ":2:"]),
    "larger than any policy": (b" " * (17 << 20), ["larger than"]),
}


@pytest.mark.parametrize("name", FILES)
def test_a_policy_file_that_cannot_be_read(run, tmp_path, name):
    content, words = FILES[name]
    path = tmp_path / ("policy.yaml" if "YAML" in name else "policy.json")
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    validated = run("policy", "validate", path, "--output", "json")
    if validated.code == 1:  # What is wrong in the text has a line and a code.
        assert validated.json["valid"] is False
    else:
        assert_refused(validated, 2, str(path), *words)
    assert_refused(run(*CHECK, "--policy", path), 2, str(path))
    assert_refused(run("policy", "migrate", path), 2, str(path))


@pytest.mark.skipif(os.geteuid() == 0, reason="the system administrator may read everything")
@pytest.mark.parametrize("arguments", [["policy", "validate"], ["policy", "migrate"], [*CHECK, "--policy"]])
def test_a_policy_without_permission(run, tmp_path, arguments):
    path = tmp_path / "policy.json"
    path.write_text(shipped())
    path.chmod(0)
    assert_refused(run(*arguments, path), 2, str(path), "permissions")


def test_every_error_of_a_policy_is_told_at_once(run, tmp_path):
    path = tmp_path / "policy.json"
    path.write_text(shipped(colour=1, required_tags=[rule(validation_regex="("), rule(name="")]))
    done = run("policy", "validate", path, "--output", "json")
    pointers = {item["pointer"] for item in done.json["diagnostics"] if item["severity"] == "error"}
    assert {"/colour", "/required_tags/0/validation_regex", "/required_tags/1/name"} <= pointers
