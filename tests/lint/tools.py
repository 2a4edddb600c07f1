"""Checks that other programs make. Findings of clang-tidy and cppcheck are silenced in .clang-tidy and
.cppcheck-suppressions, each with its reason."""
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

JOBS = len(os.sched_getaffinity(0))


def run(tree, *command):
    """The lines that a failing @command printed; none when it succeeded."""
    done = subprocess.run(command, cwd=tree.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", check=False)
    if done.returncode == 0:
        return []
    return done.stdout.strip().split("\n") if done.stdout.strip() else [f"{command[0]} failed"]


def check_format(tree):
    """clang-format changes nothing."""
    for line in run(tree, "clang-format", "--dry-run", "-Werror", *tree.files(".c", ".h")):
        if "error:" in line:
            yield line


def check_shell(tree):
    """shellcheck finds nothing."""
    scripts = [path for path in tree.paths
               if path.endswith(".sh") or path.startswith(("script/", ".ci/")) and "." not in os.path.basename(path)]
    yield from run(tree, "shellcheck", "--format=gcc", *scripts)


def check_headers(tree):
    """Each header compiles alone."""
    def compile_alone(path):
        return run(tree, "gcc", "-std=c11", "-D_GNU_SOURCE", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", "-I.",
                   f"-I{tree.build}", "-x", "c", path)
    with ThreadPoolExecutor(JOBS) as pool:
        for lines in pool.map(compile_alone, tree.files(".h")):
            yield from (line for line in lines if "error" in line)


def compiled(tree):
    """The C files that the build compiles, generated ones left out."""
    with open(os.path.join(tree.build, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    paths = {os.path.relpath(os.path.join(entry["directory"], entry["file"]), tree.root) for entry in entries}
    return sorted(paths & set(tree.files(".c")))


def check_cppcheck(tree):
    """cppcheck finds nothing."""
    yield from run(tree, "cppcheck", "--quiet", "--error-exitcode=1", "--std=c11", "--enable=warning,performance,portability",
                   "--inline-suppr", "--suppressions-list=.cppcheck-suppressions", f"-j{JOBS}", "-D_GNU_SOURCE",
                   "--template={file}:{line}: {id}: {message}", "-I.", f"-I{tree.build}",
                   *filter(tree.is_program, tree.files(".c")))


def check_tidy(tree):
    """clang-tidy finds nothing in the program."""
    def tidy(path):
        return run(tree, "clang-tidy", "--quiet", "-p", tree.build, path)
    with ThreadPoolExecutor(JOBS) as pool:
        for lines in pool.map(tidy, filter(tree.is_program, compiled(tree))):
            yield from (line.replace(f"{tree.root}/", "") for line in lines if "error:" in line)
