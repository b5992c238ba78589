# SPDX-License-Identifier: Apache-2.0
"""The command line as the README and the user guide describe it, and the same answers as over MCP."""

import csv
import io
import json
import os
import pathlib
import pty
import re
import shlex
import subprocess
import threading

import pytest

from conftest import POLICY, ROOT, bare_environment
from plugins import build_plugin, compiler
from refusals import assert_no_crash

yaml = pytest.importorskip("yaml", reason="pip install -r Tests/Integration/requirements.txt")

TOOLS = ["check_tag_compliance", "find_untagged_resources", "get_tagging_policy", "validate_resource_tags"]
FORMATS = ["table", "json", "yaml", "csv"]


# --- what the documents show ------------------------------------------------------------------------------------


def documented(name):
    """The commands in a document's shell blocks that begin with `tagwarden`."""
    text = (ROOT / name).read_text()
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            words = shlex.split(line, comments=True)
            if words[:1] == ["tagwarden"] and words[1:] != ["serve"]:
                yield " ".join(words)


DOCUMENTED = sorted({command for name in ("README.md", "docs/user-guide.md", "Plugins/aws/README.md")
                     if (ROOT / name).exists() for command in documented(name)})


@pytest.mark.parametrize("command", DOCUMENTED)
def test_a_documented_command_works(tagwarden, demo_estate, tmp_path, command):
    done = subprocess.run(
        [str(tagwarden), *shlex.split(command)[1:]], cwd=ROOT,
        env=bare_environment(tmp_path, demo_estate.environment), capture_output=True, text=True, timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()


def test_the_documents_show_commands_at_all():
    assert len(DOCUMENTED) >= 5


# --- formats ----------------------------------------------------------------------------------------------------

COMMANDS = {
    "tools": (["tools"], "tools"),
    "tools describe": (["tools", "describe", "check_tag_compliance"], None),
    "plugins": (["plugins", "list"], "plugins"),
    "doctor": (["doctor"], "checks"),
    "validate": (["policy", "validate", POLICY], None),
    "show": (["policy", "show"], "required_tags"),
    "call": (["call", "check_tag_compliance"], "violations"),
    "demo": (["demo"], "violations"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_speaks_every_format(run_cli, demo_estate, name):
    arguments, rows = COMMANDS[name]
    shown = {}
    for form in FORMATS:
        done = run_cli(*arguments, "--output", form, env=demo_estate.environment)
        assert (done.code, done.stderr) == (0, ""), form
        shown[form] = done.stdout
    document = json.loads(shown["json"])
    moving = {"scan_timestamp", "result_id", "data_quality", "age_seconds"}
    same = {key for key in document if key not in moving}
    assert {key: yaml.safe_load(shown["yaml"])[key] for key in same} == {key: document[key] for key in same}
    if rows:
        table = list(csv.DictReader(io.StringIO(shown["csv"])))
        assert len(table) == len(document[rows]) > 0
    assert not shown["table"].startswith("{") and len(shown["table"].splitlines()) > 2


def test_inspecting_tells_what_a_plugin_may_do(run_cli, tagwarden):
    done = run_cli("plugins", "inspect", tagwarden.parent / "plugins" / "aws")
    assert (done.code, done.stderr) == (0, "")
    assert done.json["id"] == "aws"
    assert "*.amazonaws.com" in done.json["permissions"]["hosts"]


def test_a_policy_of_version_1_is_migrated_to_one_that_is_valid(run_cli, tmp_path):
    old = tmp_path / "old.json"
    old.write_text(json.dumps({
        "version": "1.0", "last_updated": "2025-01-01T00:00:00Z",
        "required_tags": [{"name": "Owner", "description": "Who", "allowed_values": None, "validation_regex": None,
                           "applies_to": ["ec2:instance"]}],
        "optional_tags": [], "tag_naming_rules": {},
    }))
    migrated = run_cli("policy", "migrate", old)
    assert (migrated.code, migrated.stderr) == (0, "")
    new = tmp_path / "new.json"
    new.write_text(migrated.stdout)
    assert json.loads(migrated.stdout)["version"].startswith("2")
    checked = run_cli("policy", "validate", new, "--output", "json")
    assert (checked.code, checked.json["valid"]) == (0, True)


def test_explaining_a_resource_names_the_rules(run_cli, demo_estate):
    resource = next(item for item in demo_estate.truth() if item["counts"] and item["type"] == "sqs:queue")
    done = run_cli("policy", "explain", resource["id"], "--policy", POLICY, env=demo_estate.environment)
    assert_no_crash(done)
    assert done.code == 0, done.stderr
    assert resource["id"] in done.stdout and done.json["rules"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_written(run_cli, shell):
    done = run_cli("--generate-completion-script", shell)
    assert (done.code, done.stderr) == (0, "")
    assert "tagwarden" in done.stdout and "plugins" in done.stdout
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=done.stdout, text=True, check=True)


@pytest.mark.parametrize("arguments", [["--help"], ["call", "--help"], ["--version"], ["help", "policy"]], ids=" ".join)
def test_help_goes_to_standard_output(run_cli, arguments):
    done = run_cli(*arguments)
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.strip()


# --- the same over MCP ------------------------------------------------------------------------------------------


def served(tagwarden, environment, frames, *options):
    """What a server answers to frames, by id; standard output holds nothing else."""
    initialize = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    first = [{"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": initialize},
             {"jsonrpc": "2.0", "method": "notifications/initialized"}]
    done = subprocess.run(
        [str(tagwarden), "serve", *map(str, options)], env=environment,
        input="".join(json.dumps(frame) + "\n" for frame in [*first, *frames]),
        capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.split("\n") if line]
    return {answer["id"]: answer["result"] for answer in answers if "id" in answer}, done


def call(number, tool, arguments):
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}


def settled(value):
    """A result without what tells one run from the next."""
    if isinstance(value, dict):
        moving = {"scan_timestamp", "validation_timestamp", "result_id", "age_seconds", "source"}
        return {key: settled(item) for key, item in value.items() if key not in moving}
    return [settled(item) for item in value] if isinstance(value, list) else value


def test_the_four_tools_answer_alike_on_the_command_line_and_over_mcp(tagwarden, run_cli, demo_estate, tmp_path):
    ids = [item["id"] for item in demo_estate.truth() if item["counts"]][:20]
    arguments = {tool: {} for tool in TOOLS} | {"validate_resource_tags": {"resource_arns": ids}}
    environment = bare_environment(tmp_path, demo_estate.environment | {"POLICY_PATH": POLICY})
    answers, _ = served(
        tagwarden, environment, [call(number, tool, arguments[tool]) for number, tool in enumerate(TOOLS, 1)],
    )
    for number, tool in enumerate(TOOLS, 1):
        done = run_cli("call", tool, "--json", json.dumps(arguments[tool]), "--policy", POLICY,
                       env=demo_estate.environment)
        assert (done.code, done.stderr) == (0, ""), tool
        assert settled(answers[number]["structuredContent"]) == settled(done.json), tool


def test_flags_and_json_mean_the_same(run_cli, demo_estate):
    flags = run_cli("call", "check_tag_compliance", "--resource-types", "ec2:instance,sqs:queue",
                    "--filters.regions", "us-east-1", "--limit", "5", env=demo_estate.environment)
    text = {"resource_types": ["ec2:instance", "sqs:queue"], "filters": {"regions": ["us-east-1"]}, "limit": 5}
    given = run_cli("call", "check_tag_compliance", "--json", "-", stdin=json.dumps(text), env=demo_estate.environment)
    assert (flags.code, given.code) == (0, 0)
    assert settled(flags.json) == settled(given.json)


# --- plugins ----------------------------------------------------------------------------------------------------

CHATTER = r"""
static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)error, (void)instance;
    printf("create says hello\n");
    fflush(stdout);
    fprintf(stderr, "create complains\n");
    return tool(host, "chat");
}
static void invoke(void *instance, const tw_call *call) {
    (void)instance;
    printf("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n");
    fflush(stdout);
    answer(call, "{\"said\":true}");
    printf("and more");
}
"""


def test_a_plugin_that_prints_disturbs_no_result(tagwarden, run_cli, tmp_path):
    build_plugin(tmp_path / "plugins", "chatter", CHATTER)
    option = ("--plugin-dir", tmp_path / "plugins")
    done = run_cli("call", "chat", *option)
    assert (done.code, done.json) == (0, {"said": True})
    assert "create says hello" in done.stderr
    assert {"name": "chat", "title": "chat"} in run_cli("tools", *option).json["tools"]
    answers, run = served(tagwarden, bare_environment(tmp_path), [call(1, "chat", {})], *option)
    assert answers[1]["structuredContent"] == {"said": True}
    assert "create says hello" not in run.stdout


def test_the_example_in_c_builds_and_answers(tagwarden, run_cli, tmp_path):
    if not pathlib.Path("/usr/bin/make").exists():
        pytest.skip("there is no make: apt-get install make")
    subprocess.run(
        ["make", "-C", str(ROOT / "Examples" / "hello-c"), f"OUT={tmp_path / 'plugins'}", f"CC={compiler()}"],
        check=True, capture_output=True,
    )
    option = ("--plugin-dir", tmp_path / "plugins")
    done = run_cli("call", "hello", "--name", "Ada \"the\" Countess", *option)
    assert (done.code, done.json) == (0, {"greeting": "Hello, Ada \"the\" Countess"})
    refused = run_cli("call", "hello", *option)
    assert refused.code == 2 and "name" in refused.stderr
    answers, _ = served(tagwarden, bare_environment(tmp_path), [call(1, "hello", {"name": "Ada"})], *option)
    assert answers[1]["structuredContent"] == {"greeting": "Hello, Ada"}


# --- the terminal -----------------------------------------------------------------------------------------------


def on_a_terminal(command, environment):
    """Runs with standard error on a terminal, and gives what was shown there."""
    master, slave = pty.openpty()
    shown = []

    def read():
        try:
            while chunk := os.read(master, 4096):
                shown.append(chunk)
        except OSError:  # Linux ends a terminal without writers in this way.
            pass

    reader = threading.Thread(target=read)
    reader.start()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=slave)
    os.close(slave)
    output = process.communicate(timeout=60)[0]
    reader.join(10)
    os.close(master)
    return process.returncode, output, b"".join(shown).decode()


def test_progress_is_shown_on_a_terminal_only(tagwarden, estate, run_cli, tmp_path):
    slow = estate(latency="30ms")
    command = ["call", "check_tag_compliance", "--force-refresh", "--output", "json"]
    code, output, shown = on_a_terminal([str(tagwarden), *command], bare_environment(tmp_path, slow.environment))
    assert code == 0
    assert json.loads(output)["data_quality"]["status"] == "complete"
    assert "%" in shown or re.search(r"\d+ ?(/|of) ?\d+", shown), shown
    assert run_cli(*command, env=slow.environment).stderr == ""
