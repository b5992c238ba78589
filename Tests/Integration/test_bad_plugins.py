# SPDX-License-Identifier: Apache-2.0
"""Broken plugins and state directories: each is named with its fault, and everything else goes on working."""

import contextlib
import json
import os
import shutil
import sqlite3

import pytest

from plugins import build_plugin, manifest
from refusals import assert_no_crash, assert_refused

GREETER = """
static tw_status create(const tw_host *host, void **instance, tw_bytes *error) {
    (void)error, (void)instance;
    return tool(host, "greet");
}
static void invoke(void *instance, const tw_call *call) {
    (void)instance;
    answer(call, "{\\"greeting\\":\\"hello\\"}");
}
"""


@pytest.fixture(scope="module")
def greeter(tmp_path_factory):
    """A plugin that works; tests break copies of it."""
    return build_plugin(tmp_path_factory.mktemp("plugins"), "greeter", GREETER)


def text(**changes):
    return json.dumps(manifest("greeter", **changes))


def written(content):
    return lambda folder: (folder / "plugin.json").write_bytes(
        content if isinstance(content, bytes) else content.encode())


def library(change):
    path = "libgreeter.so"
    return lambda folder: (folder / path).write_bytes(change((folder / path).read_bytes()))


def without(name):
    return lambda folder: (folder / name).unlink()


def linked_outside(folder):
    outside = folder.parent.parent / "elsewhere.so"
    (folder / "libgreeter.so").rename(outside)
    (folder / "libgreeter.so").symlink_to(outside)


def as_folder(name):
    def replace(folder):
        (folder / name).unlink()
        (folder / name).mkdir()

    return replace


MANIFEST, MAJOR = "manifest_invalid", "abi_major_unsupported"
BROKEN = {
    "manifest cut off": (written("{"), MANIFEST, ["line 1"]),
    "empty manifest": (written(""), MANIFEST, ["plugin.json"]),
    "manifest that is a list": (written("[]"), MANIFEST, ["object"]),
    "manifest that is not text": (written(b'{"id":"\xff"}'), MANIFEST, ["UTF-8"]),
    "manifest with a member twice": (written('{"id":"a","id":"b"}'), MANIFEST, ["id"]),
    "manifest nested without end": (written("[" * 100_000), MANIFEST, ["nested"]),
    "huge manifest": (written(" " * (1 << 20)), "manifest_unreadable", ["plugin.json"]),
    "manifest that is a folder": (as_folder("plugin.json"), "manifest_unreadable", ["plugin.json"]),
    "no id": (written(json.dumps({k: v for k, v in manifest("x").items() if k != "id"})), MANIFEST, ["/id"]),
    "id with a slash": (written(text(id="../x")), MANIFEST, ["/id", "a-z"]),
    "version that is none": (written(text(version="new")), MANIFEST, ["/version", "1.2.0"]),
    "unknown kind": (written(text(kinds=["wizard"])), MANIFEST, ["/kinds/0", "provider"]),
    "unknown member": (written(text(colour="red")), MANIFEST, ["colour"]),
    "unknown permission": (written(text(permissions={"root": True})), MANIFEST, ["root"]),
    "half the world as host": (written(text(permissions={"hosts": ["*.com"]})), MANIFEST, ["*.com"]),
    "ABI of another kind": (written(text(abi="1.0")), MANIFEST, ["/abi"]),
    "wrong major": (written(text(abi={"major": 2, "minor": 0})), MAJOR, ["ABI 2", "ABI 1"]),
    "other minor than the library": (written(text(abi={"major": 1, "minor": 7})), "abi_mismatch", ["1.7", "1.0"]),
    "library that is not there": (without("libgreeter.so"), "library_missing", ["libgreeter.so"]),
    "library elsewhere": (written(text(library="../x.so")), "library_outside_folder", ["../x.so"]),
    "library by an absolute path": (written(text(library="/lib/x.so")), "library_outside_folder", ["/lib/x.so"]),
    "link out of the folder": (linked_outside, "library_outside_folder", ["libgreeter.so"]),
    "library that is a folder": (as_folder("libgreeter.so"), "library_unreadable", ["not a regular file"]),
    "text as library": (library(lambda content: b"not a library\n" * 20), None, ["libgreeter.so"]),
    "empty library": (library(lambda content: b""), None, ["libgreeter.so"]),
    "library cut off in its header": (library(lambda content: content[:40]), None, ["libgreeter.so"]),
    "library cut off in its middle": (library(lambda content: content[: len(content) // 2]), None, ["libgreeter.so"]),
    "library of another machine": (library(lambda content: content[:18] + b"\xff\xff" + content[20:]), None, []),
    "library of 32 bits": (library(lambda content: content[:4] + b"\x01" + content[5:]), None, []),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_plugin_is_named_and_the_others_work(run_cli, greeter, tmp_path, name):
    breaking, code, words = BROKEN[name]
    folder = tmp_path / "plugins" / "greeter"
    shutil.copytree(greeter, folder)
    breaking(folder)

    inspected = run_cli("plugins", "inspect", folder)
    assert_refused(inspected, 2, *words)

    listed = run_cli("plugins", "list", "--plugin-dir", folder.parent)
    assert_no_crash(listed)
    found = [item for item in listed.json["diagnostics"] if item["severity"] == "error"]
    assert found and all("greeter" in item["path"] for item in found), listed.json
    assert {code or item["code"] for item in found} == {item["code"] for item in found}
    told = "".join(item["summary"] + item["detail"] for item in found)
    assert [word for word in words if word not in told] == []
    assert [plugin["id"] for plugin in listed.json["plugins"]] == ["aws"]
    assert "aws" not in listed.stderr


def test_the_second_plugin_of_one_id_is_refused(run_cli, greeter, tmp_path):
    for place in ("one", "two"):
        shutil.copytree(greeter, tmp_path / place / "greeter")
    listed = run_cli("plugins", "--plugin-dir", tmp_path / "one", "--plugin-dir", tmp_path / "two")
    assert_no_crash(listed)
    loaded = {plugin["id"]: plugin["folder"] for plugin in listed.json["plugins"]}
    assert loaded["greeter"] == str(tmp_path / "one" / "greeter")
    [refused] = listed.json["diagnostics"]
    assert refused["code"] == "shadowed"
    assert str(tmp_path / "one" / "greeter") in refused["summary"] + refused["detail"]
    called = run_cli("call", "greet", "--plugin-dir", tmp_path / "one", "--plugin-dir", tmp_path / "two")
    assert (called.code, called.json) == (0, {"greeting": "hello"})


@pytest.mark.parametrize("arguments", [["plugins", "inspect", "/does/not/exist"], ["plugins", "inspect", "/etc/passwd"]])
def test_a_folder_that_is_no_plugin(run_cli, arguments):
    assert_refused(run_cli(*arguments), 2, arguments[-1], "plugin.json")


# --- state ------------------------------------------------------------------------------------------------------


def file_in_its_place(state):
    state.parent.mkdir()
    state.write_text("mine")


def file_above_it(state):
    state.parent.write_text("mine")


def no_database(state):
    state.mkdir(parents=True)
    (state / "tagwarden.sqlite").write_bytes(b"This is my diary.\n" * 1000)


def emptied_log(state):
    """Everything is in the file, nothing in the log beside it."""
    with contextlib.closing(sqlite3.connect(state / "tagwarden.sqlite")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def damaged_database(state):
    emptied_log(state)
    content = bytearray((state / "tagwarden.sqlite").read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    (state / "tagwarden.sqlite").write_bytes(content)


def newer_schema(state):
    with contextlib.closing(sqlite3.connect(state / "tagwarden.sqlite")) as database, database:
        database.execute("INSERT INTO grdb_migrations VALUES ('9 future')")
    emptied_log(state)


def database_that_is_a_folder(state):
    (state / "tagwarden.sqlite").mkdir(parents=True)


STATES = {
    "file in its place": (file_in_its_place, ["--state"]),
    "file above it": (file_above_it, ["--state"]),
    "no database": (no_database, ["tagwarden.sqlite", "was left as it is", "move it away"]),
    "damaged database": (damaged_database, ["tagwarden.sqlite", "move it away"]),
    "database of a newer version": (newer_schema, ["newer version", "--state"]),
    "database that is a folder": (database_that_is_a_folder, ["tagwarden.sqlite"]),
}


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("arguments", [["doctor"], ["call", "get_tagging_policy"], ["serve"]], ids=" ".join)
def test_a_state_directory_that_cannot_be_used(run_cli, tmp_path, arguments, name):
    breaking, words = STATES[name]
    state = tmp_path / "data" / "state"
    if breaking in (damaged_database, newer_schema):
        assert run_cli("tools", "--state", state).code == 0
    breaking(state)
    before = {path: path.read_bytes() for path in state.parent.rglob("*.sqlite") if path.is_file()}
    assert_refused(run_cli(*arguments, "--state", state), 1, *words)
    for path, content in before.items():
        # Opening for writing counts in the first page and may add a page of its own.
        assert path.read_bytes()[4096 : len(content)] == content[4096:], "what cannot be used is left as it is"


@pytest.mark.skipif(os.geteuid() == 0, reason="the system administrator may write everywhere")
def test_a_state_directory_that_may_not_be_written(run_cli, tmp_path):
    state = tmp_path / "state"
    state.mkdir(mode=0o500)
    assert_refused(run_cli("doctor", "--state", state), 1, str(state), "--state")
