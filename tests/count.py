#!/usr/bin/env python3
"""count.py BUILD...: sums up the tests that ran in build folders; the last line is `N passed, N failed`, with skipped
ones if any. Exit code 1 when any failed, or none ran.

A test that prints TAP counts as many cases as it reports, any other as one. A test that failed although all its cases
passed (a leak, a crash, a missing case) counts as one failure more, and so does each report that a sanitizer left in
BUILD/findings/; a report is printed.
"""
import glob
import json
import os
import re
import sys

CASE = re.compile(r"^(not )?ok\b([^\n]*)", re.M)


def count_test(test):
    """(passed, failed, skipped) of one test, as Meson logs it."""
    is_failure = test["result"] not in ("OK", "EXPECTEDFAIL", "SKIP")
    cases = CASE.findall(test.get("stdout") or "")
    if not cases:
        return (0, 1, 0) if is_failure else (0, 0, 1) if test["result"] == "SKIP" else (1, 0, 0)
    skipped = sum(1 for _, text in cases if re.search(r"#\s*skip", text, re.I))
    failed = sum(1 for bad, _ in cases if bad)
    passed = len(cases) - failed - skipped
    return passed, max(failed, int(is_failure)), skipped


def count_findings(build):
    """The number of reports of sanitizers."""
    paths = sorted(glob.glob(os.path.join(build, "findings", "*")))
    for path in paths:
        with open(path, encoding="utf-8", errors="replace") as file:
            print(f"== {path}\n{file.read()}")
    return len(paths)


def count_build(build):
    try:
        with open(os.path.join(build, "meson-logs", "testlog.json"), encoding="utf-8", errors="replace") as file:
            counts = [count_test(json.loads(line)) for line in file]
    except FileNotFoundError:
        counts = [(0, 1, 0)]  # no test has even begun
    counts.append((0, count_findings(build), 0))
    return [sum(column) for column in zip(*counts)]


def main(builds):
    counts = {build: count_build(build) for build in builds}
    for build, (passed, failed, skipped) in counts.items():
        print(f"{build}: {passed} passed, {failed} failed, {skipped} skipped")
    passed, failed, skipped = (sum(column) for column in zip(*counts.values()))
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
