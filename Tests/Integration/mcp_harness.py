# SPDX-License-Identifier: Apache-2.0
"""What the MCP tests share: a plugin that misbehaves, and a server driven frame by frame."""

import json
import pathlib
import queue
import shutil
import signal
import subprocess
import threading

import pytest
from conftest import POLICY, ROOT, bare_environment

MODERN = "2026-07-28"
LEGACY = ("2025-11-25", "2025-06-18")
META = "io.modelcontextprotocol/"
FIXTURES = pathlib.Path(__file__).parent / "Fixtures"


@pytest.fixture(scope="session")
def chatter(tmp_path_factory):
    """A folder with the plugin `chatter`, built from C."""
    compiler = shutil.which("cc")
    if compiler is None:
        pytest.skip("no C compiler: apt-get install gcc")
    folder = tmp_path_factory.mktemp("plugins") / "chatter"
    folder.mkdir()
    subprocess.run(
        [compiler, "-std=gnu17", "-Wall", "-Wextra", "-Werror", "-Wno-override-init", "-fPIC", "-shared", "-fvisibility=hidden",
         "-I", str(ROOT / "Sources/PluginABI/include"), str(FIXTURES / "chatter.c"),
         "-o", str(folder / "libchatter.so")],
        check=True,
    )
    manifest = {"id": "chatter", "version": "1.0.0", "title": "Chatter", "abi": {"major": 1, "minor": 0},
                "library": "libchatter.so", "kinds": ["tool"], "permissions": {}}
    (folder / "plugin.json").write_text(json.dumps(manifest))
    return folder.parent


def serve_arguments(plugins, *more):
    return ["serve", "--policy", str(POLICY), "--plugin-dir", str(plugins), *map(str, more)]


class Server:
    """A running `tagwarden serve`; every line it writes is kept and must be one JSON-RPC message."""

    def __init__(self, process, errors):
        self.process = process
        self.errors = errors
        self.lines = queue.Queue()
        self.seen = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line)
        self.lines.put(None)

    # Sending

    def send_line(self, line):
        self.process.stdin.write(line if isinstance(line, bytes) else line.encode())
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def send(self, frame):
        self.send_line(json.dumps(frame))

    def notify(self, method, **params):
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def legacy(self, id, method, **params):
        self.send({"jsonrpc": "2.0", "id": id, "method": method, "params": params})

    def modern(self, id, method, meta=None, **params):
        envelope = {META + "protocolVersion": MODERN, META + "clientCapabilities": {}, **(meta or {})}
        self.legacy(id, method, **params, _meta=envelope)

    def call(self, id, tool, arguments=None, **meta):
        self.modern(id, "tools/call", meta, name=tool, arguments=arguments or {})

    def cancel(self, id):
        self.notify("notifications/cancelled", requestId=id)

    def handshake(self, version=LEGACY[0]):
        self.legacy("init", "initialize", protocolVersion=version, capabilities={},
                    clientInfo={"name": "tests", "version": "1"})
        answer = self.receive()
        self.notify("notifications/initialized")
        return answer

    # Receiving

    def receive(self, timeout=30):
        line = self.lines.get(timeout=timeout)
        assert line is not None, f"the server ended: {self.log()[-4000:]}"
        frame = json.loads(line)
        assert frame["jsonrpc"] == "2.0", line
        self.seen.append(frame)
        return frame

    def answer(self, id, timeout=30):
        """The answer to a request; what comes before it is kept in `seen`."""
        while True:
            frame = self.receive(timeout)
            if frame.get("id") == id and type(frame.get("id")) is type(id) and "method" not in frame:
                return frame

    def notification(self, method, timeout=30):
        while True:
            frame = self.receive(timeout)
            if frame.get("method") == method:
                return frame

    def rest(self):
        """Ends the input and gives all that was still written."""
        self.process.stdin.close()
        frames = []
        while (line := self.lines.get(timeout=30)) is not None:
            frames.append(json.loads(line))
        return frames

    def log(self):
        return self.errors.read_text(errors="replace")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture
def serve(tagwarden, chatter, tmp_path):
    """Starts servers that end with their test."""
    running = []

    def start(*options, env=None):
        errors = tmp_path / f"stderr-{len(running)}.txt"
        with errors.open("wb") as stderr:
            process = subprocess.Popen(
                [str(tagwarden), *serve_arguments(chatter, *options)],
                env=bare_environment(tmp_path, env),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
            )
        running.append(Server(process, errors))
        return running[-1]

    yield start
    for server in running:
        server.stop()
