#!/usr/bin/env python3
"""lint.py [--root FOLDER] [--build FOLDER] [CHECK...]: runs the checks and prints TAP; findings on stderr.

Exit code 1 when one finds something. --build: a build folder, for what needs generated sources and compiler commands.
"""
import argparse
import os
import sys

from documents import check_links
from layers import check_layers
from shape import check_shape
from text import check_guards, check_json, check_licence, check_lines, check_words
from tools import check_cppcheck, check_format, check_headers, check_shell, check_tidy
from tree import Tree

CHECKS = {
    check.__name__.removeprefix("check_"): check
    for check in (check_layers, check_shape, check_licence, check_guards, check_lines, check_words, check_json,
                  check_links, check_shell, check_format, check_headers, check_cppcheck, check_tidy)
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", default=os.path.join(os.path.dirname(__file__), "..", ".."))
    parser.add_argument("--build")
    parser.add_argument("checks", nargs="*", metavar="CHECK", help=", ".join(CHECKS))
    arguments = parser.parse_args()
    unknown = set(arguments.checks) - set(CHECKS)
    if unknown:
        parser.error(f"no check is called {', '.join(sorted(unknown))}; there are {', '.join(CHECKS)}")
    tree = Tree(arguments.root, arguments.build)
    names = arguments.checks or list(CHECKS)
    has_failed = False
    print(f"1..{len(names)}", flush=True)
    for number, name in enumerate(names, 1):
        findings = list(CHECKS[name](tree))
        has_failed |= bool(findings)
        print(f"{'not ok' if findings else 'ok'} {number} - {name}", flush=True)
        for finding in findings:
            print(finding, file=sys.stderr)
    return 1 if has_failed else 0


if __name__ == "__main__":
    sys.exit(main())
