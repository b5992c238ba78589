# SPDX-License-Identifier: Apache-2.0
"""Starts what the integration tests talk to: the built programs, the emulated estate, and moto."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
import urllib.request

import boto3
import pytest
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[2]
POLICY = ROOT / "policies" / "tagging_policy_v2.json"


# --- the environment of everything that is started --------------------------------------------------------------


@pytest.fixture(autouse=True)
def without_credentials(monkeypatch):
    """No account of the person who runs the tests is ever reached."""
    for name in list(os.environ):
        if name.startswith(("AWS_", "TAGWARDEN_")) and not name.startswith("TAGWARDEN_BIN"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def bare_environment(home, extra=None):
    """A new user's environment: no settings, an empty home."""
    kept = ("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "TAGWARDEN_STATE_DIR": str(home / "state"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_COLOR": "1",
    }
    return environment | {name: str(value) for name, value in (extra or {}).items()}


def program(name, variable):
    """The path of a built program; the test is skipped when there is none."""
    chosen = os.environ.get(variable)
    path = pathlib.Path(chosen) if chosen else ROOT / ".build" / "debug" / name
    if not path.exists():
        pytest.skip(f"{path} is not built: run 'swift build' or set {variable}")
    return path


@pytest.fixture(scope="session")
def tagwarden():
    """The path of the built `tagwarden`, with its plugins beside it."""
    return program("tagwarden", "TAGWARDEN_BIN")


# --- the command line -------------------------------------------------------------------------------------------


class Result:
    """What a program left behind."""

    def __init__(self, completed):
        self.code = completed.returncode
        self.stdout = completed.stdout
        self.stderr = completed.stderr

    @property
    def json(self):
        try:
            return json.loads(self.stdout)
        except ValueError:
            raise AssertionError(f"exit {self.code}, no JSON:\n{self.stdout[:2000]}\n{self.stderr[-4000:]}") from None


@pytest.fixture
def run_cli(tagwarden, tmp_path):
    """Runs `tagwarden` as a new user would, to its end."""
    home = tmp_path / "home"
    home.mkdir()

    def run(*arguments, env=None, stdin="", timeout=300):
        completed = subprocess.run(
            [str(tagwarden), *map(str, arguments)],
            env=bare_environment(home, env),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
        )
        return Result(completed)

    return run


@pytest.fixture
def call_tool(run_cli):
    """Calls one tool with JSON arguments against a cloud; gives the result with its exit code."""

    def call(tool, arguments, cloud, *options, policy=POLICY, timeout=300):
        return run_cli(
            "call", tool, "--json", json.dumps(arguments), "--output", "json", "--policy", policy, *options,
            env=cloud.environment, timeout=timeout,
        )

    return call


# --- the emulated estate ----------------------------------------------------------------------------------------


SESSION = boto3.Session()  # One for all: it keeps the service models, which take long to read.


class Cloud:
    """Something that speaks AWS on a port of this machine."""

    def __init__(self, environment):
        self.environment = environment
        self.url = environment["AWS_ENDPOINT_URL"]
        self.clients = {}

    def client(self, service, region="us-east-1", **options):
        name = (service, region, *sorted(options.items()))
        if name not in self.clients:
            self.clients[name] = self.new_client(service, region, **options)
        return self.clients[name]

    def new_client(self, service, region="us-east-1", key=None, secret=None, token=None, attempts=1):
        return SESSION.client(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id=key or self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=secret or self.environment["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=token,
            config=Config(retries={"total_max_attempts": attempts}, s3={"addressing_style": "path"}),
        )


class Estate(Cloud):
    """A running `tagwarden-estate`."""

    def __init__(self, process, environment, log):
        super().__init__(environment)
        self.process = process
        self.log = log

    def page(self, name):
        with urllib.request.urlopen(f"{self.url}/_estate/{name}") as reply:
            return json.load(reply)

    def truth(self):
        """Every resource that exists, from the description and not through the emulated APIs."""
        return self.page("resources")

    def statistics(self):
        return self.page("statistics")

    def requests(self):
        """The access log so far."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def stop(self):
        self.process.stdin.close()
        self.process.wait(10)


def option_list(options):
    """`page_size=1, ragged=True, deny=[…]` as arguments."""
    for name, value in options.items():
        flag = "--" + name.replace("_", "-")
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if item is True:
                yield flag
            elif item is not False and item is not None:
                yield from (flag, str(item))


@pytest.fixture(scope="session")
def start_estate(tmp_path_factory):
    """Starts estates that live until the tests end; `estate` ends with its test."""
    binary = program("tagwarden-estate", "TAGWARDEN_ESTATE_BIN")
    running = []

    def start(**options):
        folder = tmp_path_factory.mktemp("estate")
        log = folder / "access.jsonl"
        process = subprocess.Popen(
            [str(binary), "serve", "--access-log", str(log), *option_list(options)],
            env=bare_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        line = process.stdout.readline()
        assert line, f"tagwarden-estate did not start with {options}"
        ready = json.loads(line)
        assert ready["ready"] is True
        return Estate(process, ready["environment"], log)

    yield start
    for process in running:
        if process.poll() is None:
            process.stdin.close()
            process.wait(10)


@pytest.fixture
def estate(start_estate):
    """Starts an estate with options and stops it after the test."""
    started = []

    def start(**options):
        started.append(start_estate(**options))
        return started[-1]

    yield start
    for running in started:
        running.stop()


@pytest.fixture(scope="session")
def demo_estate(start_estate):
    """The embedded estate, served without trouble; tests only read it."""
    return start_estate()


# --- moto -------------------------------------------------------------------------------------------------------


class Moto(Cloud):
    """A running moto server."""

    def reset(self):
        request = urllib.request.Request(f"{self.url}/moto-api/reset", method="POST")
        urllib.request.urlopen(request).close()


@pytest.fixture(scope="session")
def moto_server(tmp_path_factory):
    """moto in a process of its own, on a free port."""
    if shutil.which("moto_server") is None:
        pytest.skip("moto_server is not installed: pip install -r Tests/Integration/requirements.txt")
    folder = tmp_path_factory.mktemp("moto")
    errors = folder / "stderr.txt"
    with errors.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"],
            # Without the thousand images, each with a snapshot, that moto puts into every region.
            env=bare_environment(folder, {"MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
    port = moto_port(process, errors)
    yield Moto({
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": os.devnull,
    })
    process.terminate()
    process.wait(10)


def moto_port(process, errors, patience=60.0):
    """moto writes its address when it listens."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        for word in errors.read_text().split():
            if word.startswith("http://127.0.0.1:"):
                return int(word.rstrip("/").rsplit(":", 1)[1])
        assert process.poll() is None, errors.read_text()
        time.sleep(0.05)
    raise AssertionError(f"moto did not listen: {errors.read_text()}")


@pytest.fixture
def moto(moto_server):
    """An empty AWS."""
    moto_server.reset()
    return moto_server
