#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Adds up JUnit files and prints 'N passed, N failed, N skipped' as the last line.

Exits with 1 when a test failed, a runner did not end well, or a runner executed nothing.
"""
import argparse
import re
import sys


def counted(path):
    """Counts (passed, failed, skipped) test cases of one file.

    Reads elements by their beginnings: Swift Testing writes names with quotation marks that no XML parser takes.
    """
    passed = failed = skipped = 0
    with open(path, encoding="utf-8", errors="replace") as file:
        cases = re.split(r"<testcase\b", file.read())[1:]
    for case in cases:
        if re.search(r"<(failure|error)\b", case):
            failed += 1
        elif re.search(r"<skipped\b", case):
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--status", nargs="+", type=int, default=[])
    options = parser.parse_args()

    totals = [0, 0, 0]
    for path in options.files:
        try:
            counts = counted(path)
        except OSError as error:
            print(f"error: {path} cannot be read: {error}", file=sys.stderr)
            counts = (0, 1, 0)
        print(f"{path.rsplit('/', 1)[-1]}: {counts[0]} passed, {counts[1]} failed, {counts[2]} skipped")
        totals = [a + b for a, b in zip(totals, counts)]
    bad_status = any(options.status)
    if bad_status and totals[1] == 0:
        print(f"error: a runner ended with a status of {options.status} without naming a failed test", file=sys.stderr)
        totals[1] = 1
    print(f"{totals[0]} passed, {totals[1]} failed, {totals[2]} skipped")
    sys.exit(1 if totals[1] or totals[0] == 0 else 0)


if __name__ == "__main__":
    main()
