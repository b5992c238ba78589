#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the built program from outside and inside, and prints a table: figure, aim, ratio.

Machines differ and are noisy: compare the ratios of one run, not the figures of two.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
POLICY = ROOT / "policies" / "tagging_policy_v2.json"
LATENCY = 0.040
INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "bench", "version": "1"}},
}


def row(name, figure, unit, aim=None):
    """Prints one line; an aim is a bound that the figure should stay under (or, in 'per second', over)."""
    over = unit.endswith("/s")
    ratio = "" if aim is None else f"{(figure / aim if over else aim / figure):6.2f}x"
    bound = "" if aim is None else f"{'over' if over else 'under'} {aim:,g} {unit}"
    print(f"{name:<58}{figure:>16,.3f} {unit:<6} {bound:<22}{ratio}", flush=True)


def start_to_initialize(binary, environment):
    """Seconds from starting the server to its answer to initialize."""
    start = time.perf_counter()
    server = subprocess.Popen(
        [binary / "tagwarden", "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment,
    )
    server.stdin.write(json.dumps(INITIALIZE).encode() + b"\n")
    server.stdin.flush()
    answer = json.loads(server.stdout.readline())
    elapsed = time.perf_counter() - start
    assert answer["id"] == 1 and "result" in answer, answer
    server.stdin.close()
    server.wait(timeout=10)
    return elapsed


class Estate:
    """A running tagwarden-estate."""

    def __init__(self, binary, folder, *options):
        self.log = folder / "access.log"
        self.process = subprocess.Popen(
            [binary / "tagwarden-estate", "serve", "--access-log", self.log, *map(str, options)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        self.ready = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.terminate()
        self.process.wait(timeout=10)

    def requests(self):
        """The access log as objects."""
        return [json.loads(line) for line in self.log.read_text().splitlines() if line]


def scan(binary, folder, estate):
    """Runs one cold check; returns (seconds, peak memory in MB, processor seconds, result)."""
    environment = {
        "PATH": os.environ["PATH"], "HOME": str(folder), "TAGWARDEN_STATE_DIR": str(folder / "state"),
        **estate.ready["environment"],
    }
    command = [
        binary / "tagwarden", "call", "check_tag_compliance", "--policy", POLICY, "--resource-types", "all",
        "--output", "json",
    ]
    with open(folder / "result.json", "w+b") as output, open(folder / "errors.txt", "w+b") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        sys.exit(f"the scan failed with {process.returncode}: {(folder / 'errors.txt').read_text()[-2000:]}")
    result = json.loads((folder / "result.json").read_text())
    return elapsed, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime, result


def chain_length(requests):
    """Requests that must follow one another: identity, regions, then the longest chain of pages plus one detail."""
    pages, details = {}, set()
    for request in requests:
        key = (request["service"], request.get("region"), request["action"])
        if request["action"].startswith(("List", "Describe")) and "Tags" not in request["action"]:
            pages[key] = pages.get(key, 0) + 1
        else:
            details.add(key[:2])
    lists = {}
    for (service, region, action), count in pages.items():
        if service == "ecs" and action != "ListClusters":
            details.add((service, region))
            continue
        if action in ("DescribeTable", "DescribeRegions"):
            details.add((service, region))
            continue
        lists[(service, region)] = max(lists.get((service, region), 0), count)
    longest = max((count + (2 if key[0] == "ecs" else 1 if key in details else 0)) for key, count in lists.items())
    return 2 + longest


def ten_plugins(folder, clang):
    """Builds the C example ten times under ten ids."""
    source = (ROOT / "Examples/hello-c/hello.c").read_text()
    for number in range(10):
        place = folder / f"hello{number}"
        place.mkdir(parents=True)
        name = "hello" if number == 0 else f"hello{number}"
        text = source.replace('"hello"', f'"{name}"')
        (place / "hello.c").write_text(text)
        subprocess.run(
            [clang, "-std=c17", "-O2", "-fPIC", "-shared", "-fvisibility=hidden", "-I",
             ROOT / "Sources/PluginABI/include", place / "hello.c", "-o", place / "libhello.so"], check=True,
        )
        manifest = json.loads((ROOT / "Examples/hello-c/plugin.json").read_text()) | {"id": name}
        (place / "plugin.json").write_text(json.dumps(manifest))
    return folder


def inside(binary, folder, clang):
    """Runs tagwarden-bench and prints its figures."""
    command = [binary / "tagwarden-bench", "--policy", POLICY, "--plugins", ten_plugins(folder / "ten", clang)]
    for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines():
        figure = json.loads(line)
        if figure["benchmark"] == "policy_evaluation":
            row("policy evaluation, 100,000 resources", figure["resources_per_second"], "res/s", 2_000_000)
        elif figure["benchmark"] == "plugin_load":
            assert figure["plugins"] == 10, figure
            row("loading ten plugins", 1000 * figure["seconds"], "ms", 10)
        elif figure["benchmark"] == "tool_call":
            row("call host to plugin and back", 1e6 * figure["seconds_per_call"], "us", 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bin", type=pathlib.Path, required=True)
    parser.add_argument("--clang", default="clang")
    parser.add_argument("--resources", type=int, default=100_000, help="resources of the large scan")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        environment = {"PATH": os.environ["PATH"], "HOME": name, "TAGWARDEN_STATE_DIR": str(folder / "start")}
        samples = [start_to_initialize(options.bin, environment) for _ in range(15)]
        row("start to initialize answered (median of 15)", 1000 * statistics.median(samples), "ms", 100)
        inside(options.bin, folder, options.clang)

        (folder / "floor").mkdir()
        generated = ("--generate", "scopes=1,regions=3,resources=5000")
        with Estate(options.bin, folder / "floor", *generated) as estate:
            floor, _, _, _ = scan(options.bin, folder / "floor", estate)
        (folder / "latency").mkdir()
        with Estate(options.bin, folder / "latency", "--latency", "40ms", *generated) as estate:
            elapsed, _, _, result = scan(options.bin, folder / "latency", estate)
            requests = estate.requests()
        bound = LATENCY * chain_length(requests)
        assert result["data_quality"]["status"] == "complete", result["data_quality"]
        row(f"scan, 5,000 resources, {len(requests)} requests at 40 ms", elapsed, "s", 1.5 * bound)
        row("  lower bound of its request chain", bound, "s")
        row("  the same scan without latency (processor bound)", floor, "s")
        row("  against chain and processor together", elapsed, "s", 1.5 * (bound + floor))

        (folder / "large").mkdir()
        generated = ("--generate", f"scopes=1,regions=3,resources={options.resources}")
        with Estate(options.bin, folder / "large", *generated) as estate:
            elapsed, peak, processor, result = scan(options.bin, folder / "large", estate)
        assert result["data_quality"]["status"] == "complete", result["data_quality"]
        row(f"scan, {options.resources:,} resources, no latency", elapsed, "s")
        row("  processor time of the scanning process", processor, "s")
        row("  peak memory of the scanning process", peak, "MB", 150)


if __name__ == "__main__":
    main()
