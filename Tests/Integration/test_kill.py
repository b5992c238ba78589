# SPDX-License-Identifier: Apache-2.0
"""A process killed at any moment: the state opens, shows nothing half-written, and the next scan is exact."""

import contextlib
import json
import signal
import sqlite3
import subprocess
import time

import pytest

from conftest import POLICY, bare_environment
from oracle import Expected, assert_compliance, known, shipped_policy

MOMENTS = 12
ARGUMENTS = {"cloud_provider": "aws", "limit": 10_000}
INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
SCAN = {
    "jsonrpc": "2.0", "id": 2, "method": "tools/call",
    "params": {"name": "check_tag_compliance", "arguments": ARGUMENTS | {"force_refresh": True}},
}


@pytest.fixture(scope="module")
def slow_estate(start_estate):
    """Waiting dominates: a kill falls into the scan."""
    return start_estate(generate="scopes=1,regions=3,resources=240", latency="20ms")


@pytest.fixture(scope="module")
def large_estate(start_estate):
    """Writing dominates: a kill falls into a transaction."""
    return start_estate(generate="scopes=1,regions=1,resources=1500")


class Machine:
    """One state directory, and processes that use it."""

    def __init__(self, tagwarden, estate, home):
        self.command = [str(tagwarden)]
        self.environment = bare_environment(home, estate.environment | {"POLICY_PATH": POLICY})
        self.home = home
        self.state = home / "state"
        self.resources = known(estate.truth())

    def call(self, *options):
        return subprocess.run(
            [*self.command, "call", "check_tag_compliance", "--json", json.dumps(ARGUMENTS), *options],
            env=self.environment, capture_output=True, text=True, timeout=120,
        )

    def start(self, how):
        """Begins a scan that is never waited for."""
        arguments = {
            "call": ["call", "check_tag_compliance", "--json", json.dumps(SCAN["params"]["arguments"])],
            "serve": ["serve"],
        }[how]
        process = subprocess.Popen(
            [*self.command, *arguments], env=self.environment,
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        if how == "serve":
            for frame in (INITIALIZE, {"jsonrpc": "2.0", "method": "notifications/initialized"}, SCAN):
                process.stdin.write(json.dumps(frame).encode() + b"\n")
            process.stdin.flush()
        return process

    def log_size(self):
        try:
            return (self.state / "tagwarden.sqlite-wal").stat().st_size
        except FileNotFoundError:
            return 0

    def assert_whole(self):
        """The file is sound, and a cell that counts as answered has its resources, all and only those."""
        path = self.state / "tagwarden.sqlite"
        if not path.exists():
            return 0
        with contextlib.closing(sqlite3.connect(path)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'cell'").fetchone():
                return 0
            cells = database.execute(
                "SELECT id, generation, region, type, resources FROM cell WHERE generation IS NOT NULL"
            ).fetchall()
            for cell, generation, region, kind, count in cells:
                rows = database.execute(
                    "SELECT id, tags FROM resource WHERE cell = ? AND generation = ?", (cell, generation),
                ).fetchall()
                expected = {
                    arn for (type, arn), item in self.resources.items()
                    if type == kind and (kind == "s3:bucket" or item["region"] == region)
                }
                assert {arn for arn, _ in rows} == expected, (region, kind)
                assert count == len(rows)
        return len(cells)

    def assert_usable(self, *options):
        doctor = subprocess.run(
            [*self.command, "doctor", "--output", "json"], env=self.environment, capture_output=True, text=True,
            timeout=60,
        )
        checks = {item["check"]: item["status"] for item in json.loads(doctor.stdout)["checks"]}
        assert checks["state"] == "ok", doctor.stdout
        done = self.call(*options)
        assert done.returncode == 0, done.stderr
        assert_compliance(json.loads(done.stdout), Expected(shipped_policy(), self.resources))
        self.assert_whole()


def kill(process):
    process.send_signal(signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL
    process.stdin.close()


def duration_of_a_scan(machine):
    start = time.monotonic()
    done = machine.call("--force-refresh")
    assert done.returncode == 0, done.stderr
    return time.monotonic() - start


@pytest.mark.parametrize("how", ["call", "serve"])
def test_a_kill_during_a_scan_loses_nothing_that_was_answered(tagwarden, slow_estate, tmp_path, how):
    whole = duration_of_a_scan(Machine(tagwarden, slow_estate, tmp_path / "measured"))
    machine = Machine(tagwarden, slow_estate, tmp_path / "killed")
    seen = []
    for moment in range(MOMENTS):
        process = machine.start(how)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(whole * (moment + 0.5) / MOMENTS)
        if process.poll() is None:
            kill(process)
        seen.append(machine.assert_whole())
        if moment % 4 == 3:
            # The inventory answers what it has, and the cloud the rest.
            machine.assert_usable()
    assert seen[-1] > 0, "no kill came late enough to leave anything"
    machine.assert_usable("--force-refresh")


@pytest.mark.parametrize("how", ["call", "serve"])
def test_a_kill_during_a_write_leaves_nothing_half_written(tagwarden, large_estate, tmp_path, how):
    machine = Machine(tagwarden, large_estate, tmp_path / "killed")
    kills = 0
    for moment in range(MOMENTS):
        before = machine.log_size()
        process = machine.start(how)
        # A scan of this estate logs about half a megabyte; from the last state on, a bit more each time.
        until = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < until:
            if machine.log_size() > before + moment * 30_000:
                kill(process)
                kills += 1
                break
        machine.assert_whole()
        if process.poll() is None:
            kill(process)
        if moment % 6 == 5:
            machine.assert_usable()
    assert kills >= MOMENTS - 2, "the kills came too late to hit a write"
    machine.assert_usable("--force-refresh")


def test_a_kill_while_a_plugin_is_loaded_does_not_cost_the_plugin(tagwarden, slow_estate, tmp_path):
    machine = Machine(tagwarden, slow_estate, tmp_path)
    mark = machine.state / "loading-aws"
    for _ in range(20):
        process = machine.start("serve")
        until = time.monotonic() + 5
        while not mark.exists() and time.monotonic() < until:
            pass
        kill(process)
        if mark.exists():
            break
    assert mark.exists(), "no kill fell into the loading"
    machine.assert_usable()
    assert not mark.exists()
