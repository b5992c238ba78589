#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the tree against the house rules that a machine can check; prints each breach and exits with 1.

Sizes of files and functions, hazard words, fenced `unsafe`, licence lines, root entries, tracked build products,
plugin folders that look alike, and the dependency table of docs/architecture.md against Package.swift.
"""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MAX_FILE, MAX_FUNCTION, MAX_ROOT_ENTRIES = 500, 70, 24
HAZARDS = {
    r"\btry!": "try!",
    r"\bas!": "as!",
    r"\bfatalError\(": "fatalError",
    r"\bTask\.detached\b": "Task.detached",
    r"\bDispatchQueue\b": "DispatchQueue",
}
REASONED = ("@unchecked Sendable", "nonisolated(unsafe)")
UNSAFE_FOLDERS = (
    "Sources/Host/Loader/", "Sources/Host/Services/", "Sources/PluginKit/", "Sources/JSONSchema/", "Sources/TagPolicy/",
    "Sources/Estate/", "Sources/Host/Server/Transport/", "Sources/Host/Command/", "Plugins/", "Tests/", "Benchmarks/",
)
BAD_NAMES = re.compile(r"(Manager|Helper|Util|Utils|Common)\.(swift|c|h|py)$")
FUNCTION = re.compile(r"^(\s*)(?:[@\w()]+\s+)*(?:func\s|init[(<?])")

breaches = []


def breach(path, line, text):
    breaches.append(f"{path}:{line}: {text}")


def tracked():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for path in listed.splitlines() if (ROOT / path).is_file() and not (ROOT / path).is_symlink()]


def check_functions(path, lines):
    for index, line in enumerate(lines):
        match = FUNCTION.match(line)
        if not match or line.lstrip().startswith("//"):
            continue
        indent = match.group(1)
        for end in range(index + 1, len(lines)):
            if lines[end].startswith(indent + "}"):
                if end - index + 1 > MAX_FUNCTION:
                    breach(path, index + 1, f"function of {end - index + 1} lines; {MAX_FUNCTION} is the end")
                break
            if lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) < len(indent):
                break


def check_source(path, lines):
    if len(lines) > MAX_FILE:
        breach(path, 1, f"{len(lines)} lines; {MAX_FILE} is the end")
    if not any("SPDX-License-Identifier" in line for line in lines[:3]):
        breach(path, 1, "no SPDX licence line")
    if BAD_NAMES.search(path):
        breach(path, 1, "the name says what it is, not what it does")
    if not path.endswith(".swift"):
        return
    check_functions(path, lines)
    for number, line in enumerate(lines, 1):
        code = line.split("//")[0]
        for pattern, name in HAZARDS.items():
            if re.search(pattern, code):
                breach(path, number, f"hazard word {name}")
        for word in REASONED:
            if word in code and "//" not in line:
                breach(path, number, f"{word} without its reason on the line")
        if re.search(r"\bunsafe\b", code) and not path.startswith(UNSAFE_FOLDERS):
            breach(path, number, "unsafe outside the folders that may have it")
        if re.search(r"\b(TODO|FIXME)\b", line) and not re.search(r"#\d+", line):
            breach(path, number, "TODO without an issue number")


def check_plugins():
    wanted = {"README.md", "plugin.json", "Provider", "Entry"}
    for manifest in ROOT.glob("Plugins/*/plugin.json"):
        found = {entry.name for entry in manifest.parent.iterdir()}
        if found != wanted:
            breach(manifest.parent.relative_to(ROOT), 1, f"entries are {sorted(found)}, not {sorted(wanted)}")


def check_tracked(paths):
    for path in paths:
        if re.search(r"(^|/)(\.build|Package\.resolved|__pycache__|\.venv)(/|$)", path):
            breach(path, 1, "must not be committed")
    entries = {path.split("/")[0] for path in paths}
    if len(entries) > MAX_ROOT_ENTRIES:
        breach(".", 1, f"{len(entries)} entries in the root; {MAX_ROOT_ENTRIES} is the end")


def main():
    paths = tracked()
    check_tracked(paths)
    check_plugins()
    for path in paths:
        if path.endswith((".swift", ".c", ".h", ".py", ".sh")):
            check_source(path, (ROOT / path).read_text(errors="replace").splitlines())
    for line in breaches:
        print(line)
    print(f"{len(paths)} files, {len(breaches)} breaches")
    sys.exit(1 if breaches else 0)


if __name__ == "__main__":
    main()
