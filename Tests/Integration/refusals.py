# SPDX-License-Identifier: Apache-2.0
"""What a run that goes wrong has to look like, whatever went wrong."""

import re
import sqlite3

CRASHES = ("Fatal error", "Program crashed", "*** Signal", "Thread 0", "Stack dump", "NSCocoaErrorDomain", "Optional(")

LOG_LINE = re.compile(r"^\d{4}-\d\d-\d\dT\S+ (warning|notice) .*\n", re.MULTILINE)


def assert_no_crash(done):
    assert done.code >= 0, f"ended by signal {-done.code}:\n{done.stderr[-3000:]}"
    assert done.code in (0, 1, 2, 3), f"exit {done.code}:\n{done.stderr[-3000:]}"
    assert not [word for word in CRASHES if word in done.stderr], done.stderr[-3000:]


def assert_refused(done, code, *words):
    """One message that says what is wrong and what to do; nothing else."""
    assert_no_crash(done)
    assert done.stdout == ""
    # Warnings of the log may come before the message.
    assert LOG_LINE.sub("", done.stderr).startswith("Error: "), done.stderr
    assert done.stderr.count("Error: ") == 1, done.stderr
    assert len(done.stderr) < 4000, done.stderr
    assert "\x1b" not in done.stderr
    missing = [word for word in words if word not in done.stderr]
    assert not missing, f"{missing} not in:\n{done.stderr}"
    assert done.code == code, f"exit {done.code}: {done.stderr}"


def contents(folder):
    """Everything a state directory tells anybody: what a failed call must not change."""
    path = folder / "tagwarden.sqlite"
    if not path.exists():
        return None
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {
            table: sorted(database.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in ("cell", "resource", "snapshot", "value")
        }
