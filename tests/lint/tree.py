"""The files of a checkout, as the checks see them: no build folders, nothing that Git ignores."""
import os
import re

SKIPPED = re.compile(r"^(build|build-(?!aux$).*|subprojects|__pycache__|\..*)$")
KEPT = {".ci"}
COMMENT_OR_LITERAL = re.compile(
    r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.S)


def blank(text):
    """@text with the characters of comments and literals as blanks; line breaks stay."""
    return COMMENT_OR_LITERAL.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


class Tree:
    """Paths are relative to @root and sorted. @build: a build folder with the generated sources, or None."""

    def __init__(self, root, build=None):
        self.root = os.path.abspath(root)
        self.build = os.path.abspath(build) if build else None
        self.paths = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name in KEPT or not SKIPPED.match(name)]
            self.paths += [os.path.relpath(os.path.join(folder, name), self.root) for name in names]
        self.paths.sort()

    def files(self, *endings):
        """The paths that end so."""
        return [path for path in self.paths if path.endswith(endings)]

    def text(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8") as file:
            return file.read()

    def lines(self, path):
        """(number, line) pairs."""
        return enumerate(self.text(path).split("\n"), 1)

    def is_program(self, path):
        """Whether a C file is of the program: not of its tests, nor of the benchmarks."""
        return not path.startswith(("tests/", "bench/"))
