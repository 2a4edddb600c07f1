"""What source files may hold."""
import json
import re

LICENCE = "/* SPDX-License-Identifier: MIT */"
MOST_COLUMNS = 100

# Written so that this file does not hold them.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|HA" r"CK)\b|(?<![\"'\w-])XX" r"X(?![\"'\w-])|not " r"implemented")
# A path, a mirror or a proxy of the machine on which something was made.
MACHINE = re.compile(r"(?<![\w.$}])/(root|home|work|farm|Users)/"
                     r"|\b(mirrors?|registry|pypi|proxy|artifactory|nexus)\.[\w-]+\.\w+"
                     r"|https?://(?!127\.|0\.0\.0\.0)\d+\.\d+\.\d+\.\d+")

SOURCES = (".c", ".h", ".py", ".build", ".sql", ".md", ".yaml", ".yml", ".txt", ".in", ".supp", "Dockerfile", ".html",
           ".js", ".css")


def is_source(path):
    return path.endswith(SOURCES) or path.startswith(("script/", ".ci/"))


def check_licence(tree):
    """Each C file begins with its licence."""
    for path in tree.files(".c", ".h"):
        if not tree.text(path).startswith(LICENCE + "\n"):
            yield f"{path}:1: does not begin with {LICENCE}"


def check_guards(tree):
    """Each header's include guard is its path: ENTENTE_DB_DB_H."""
    for path in tree.files(".h"):
        guard = "ENTENTE_" + re.sub(r"\W", "_", path).upper()
        if not re.search(rf"^#ifndef {guard}\n#define {guard}\n", tree.text(path), re.M):
            yield f"{path}:1: has no include guard {guard}"


def check_lines(tree):
    """Lines end cleanly, and C fits 100 columns."""
    for path in filter(is_source, tree.paths):
        text = tree.text(path)
        if text and not text.endswith("\n") or text.endswith("\n\n"):
            yield f"{path}: does not end in one line break"
        for number, line in tree.lines(path):
            if line != line.rstrip():
                yield f"{path}:{number}: ends in a blank"
            if "\t" in line and path.endswith((".c", ".h", ".py", ".build")):
                yield f"{path}:{number}: has a tab"
            if len(line) > MOST_COLUMNS and path.endswith((".c", ".h")):
                yield f"{path}:{number}: has {len(line)} columns (at most {MOST_COLUMNS})"


def check_words(tree):
    """Nothing is left to do, and nothing tells of the machine on which it was written."""
    for path in filter(is_source, tree.paths):
        for number, line in tree.lines(path):
            if UNFINISHED.search(line):
                yield f"{path}:{number}: unfinished: {line.strip()[:60]}"
            if MACHINE.search(line):
                yield f"{path}:{number}: names a machine or its mirrors: {line.strip()[:60]}"


def unique(pairs):
    names = [name for name, _ in pairs]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(f"twice in one object: {', '.join(sorted(twice))}")
    return dict(pairs)


def check_json(tree):
    """JSON parses, and no object has a member twice."""
    for path in tree.files(".json"):
        try:
            json.loads(tree.text(path), object_pairs_hook=unique)
        except ValueError as error:
            yield f"{path}: {error}"
