# SPDX-License-Identifier: Apache-2.0
"""One session with `tagwarden serve`, written in one piece and read to its end."""

import json
import subprocess


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
