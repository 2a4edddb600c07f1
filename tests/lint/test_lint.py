#!/usr/bin/env python3
"""Each check finds what it is for, in a checkout of one file, and prints TAP."""
import json
import os
import shutil
import sys
import tempfile

from lint import CHECKS
from tree import Tree

OURS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
LICENCE = "/* SPDX-License-Identifier: MIT */\n"
LONG = "int f(void)\n{\n" + "    g();\n" * 69 + "}\n"
DEEP = "int f(void)\n{\n" + "    if (a) {\n" * 5 + "    }\n" * 5 + "}\n"
GUARD = "#ifndef ENTENTE_DB_A_H\n#define ENTENTE_DB_A_H\n#endif\n"

# (what, check, path, text, part of the finding or None)
CASES = [
    ("model includes itself", "layers", "model/a.c", '#include "model/b.h"\n', None),
    ("model includes nobody", "layers", "model/a.c", '#include "config/config.h"\n', "model/ may not include"),
    ("config includes nobody", "layers", "config/a.c", '#include "model/b.h"\n', "config/ may not include"),
    ("db knows SQLite", "layers", "db/a.c", "#include <sqlite3.h>\n", None),
    ("cli does not know SQLite", "layers", "cli/a.c", "# include <sqlite3.h>\n", "belongs in db/"),
    ("handlers do not know libmicrohttpd", "layers", "handlers/a.c", "#include <microhttpd.h>\n", "belongs in server/"),
    ("tests may know both", "layers", "tests/a.c", "#include <microhttpd.h>\n#include <sqlite3.h>\n", None),
    ("server does not know db", "layers", "server/a.c", '#include "db/db.h"\n', "server/ may not include"),
    ("handlers know replies", "layers", "handlers/a.c", '#include "server/reply.h"\n', None),
    ("handlers do not know the cache", "layers", "handlers/a.c", '#include "server/cache.h"\n', "no public header"),
    ("cli does not know inner headers of db", "layers", "cli/a.c", '#include "db/private.h"\n', "no public header"),
    ("cli knows the import", "layers", "cli/a.c", '#include "db/import.h"\n', None),
    ("cli does not know its parts", "layers", "cli/a.c", '#include "db/import/import.h"\n', "no public header"),
    ("the import reads compressed files", "layers", "db/import/a.c", "#include <zlib.h>\n", None),
    ("the rest of db reads none", "layers", "db/a.c", "#include <zlib.h>\n", "belongs in server/ and db/import/"),
    ("a path upwards is no way out", "layers", "model/a.c", '#include "../db/db.h"\n', "from the root"),
    ("a folder is known", "layers", "other/a.c", "", "no layer"),
    ("a short function passes", "shape", "db/a.c", LONG.replace("    g();\n", "", 1), None),
    ("a long function is found", "shape", "db/a.c", LONG, "a function of 71 lines"),
    ("a deep function is found", "shape", "db/a.c", DEEP, "nested 6 deep"),
    ("braces in text and comments are not depth", "shape", "db/a.c",
     'int f(void)\n{\n    g("{{{{{{"); /* {{{ */\n}\n', None),
    ("tests may be long", "shape", "tests/a.c", LONG, None),
    ("a licence stands first", "licence", "db/a.c", LICENCE, None),
    ("a licence that is not first is none", "licence", "db/a.c", "\n" + LICENCE, "does not begin"),
    ("a guard is the path", "guards", "db/a.h", LICENCE + GUARD, None),
    ("another guard is refused", "guards", "db/b.h", LICENCE + GUARD, "ENTENTE_DB_B_H"),
    ("100 columns pass", "lines", "db/a.c", "/" * 100 + "\n", None),
    ("101 columns do not", "lines", "db/a.c", "/" * 101 + "\n", "101 columns"),
    ("a trailing blank is found", "lines", "README.md", "a \n", "ends in a blank"),
    ("a tab is found", "lines", "db/a.c", "\tg();\n", "has a tab"),
    ("a missing line break is found", "lines", "db/a.c", "int a;", "one line break"),
    ("what is left to do is found", "words", "db/a.c", "/* TO" + "DO */\n", "unfinished"),
    ("a template of mkstemp is not", "words", "db/a.c", 'char t[] = "/tmp/a-XXXXXX";\n', None),
    ("a home folder is found", "words", "Dockerfile", "COPY /ro" + "ot/a /a\n", "names a machine"),
    ("a mirror is found", "words", "README.md", "mir" + "ror.example.org\n", "names a machine"),
    ("an address of a network is found", "words", "script/a", "http://10.0" + ".0.1/\n", "names a machine"),
    ("this machine's own address is not", "words", "README.md", "http://127.0.0.1:8080/\n", None),
    ("JSON parses", "json", "data/a.json", '{"a":1}', None),
    ("broken JSON is found", "json", "data/a.json", '{"a":1', "data/a.json"),
    ("a member twice is found", "json", "data/a.json", '{"a":1,"a":2}', "twice in one object: a"),
    ("a link to a heading leads there", "links", "README.md", "# How it is\n[a](#how-it-is)\n", None),
    ("a link to nothing is found", "links", "docs/a.md", "[a](b.md)\n", "no such file"),
    ("a link to no heading is found", "links", "README.md", "# A\n[a](#b)\n", "no such heading"),
    ("links elsewhere and in code are left alone", "links", "README.md", "[a](https://a/b) `[a](b)`\n", None),
    ("a faulty script is found", "shell", "script/a", "#!/bin/sh\nrm $1\n", "SC2086"),
    ("an untidy file is found", "format", "db/a.c", "int  a;\n", "clang-format"),
    ("a header that needs another is found", "headers", "db/a.h", "size_t a(void);\n", "size_t"),
    ("a header that has all compiles", "headers", "db/a.h", "#include <stddef.h>\nsize_t a(void);\n", None),
    ("an index beyond the end is found", "cppcheck", "db/a.c",
     "int f(void);\nint f(void)\n{\n    int a[2] = {0, 1};\n    return a[2];\n}\n", "arrayIndexOutOfBounds"),
    ("a comparison with itself is found", "tidy", "db/a.c", "int f(int a)\n{\n    return a == a;\n}\n",
     "db/a.c:3:14: error"),
]


def findings(check, path, text):
    with tempfile.TemporaryDirectory() as root:
        os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
        with open(os.path.join(root, path), "w", encoding="utf-8") as file:
            file.write(text)
        for name in (".clang-format", ".clang-tidy", ".cppcheck-suppressions"):
            shutil.copy(os.path.join(OURS, name), root)
        with open(os.path.join(root, "compile_commands.json"), "w", encoding="utf-8") as file:
            json.dump([{"directory": root, "file": path, "command": f"cc -c {path}"}], file)
        return list(CHECKS[check](Tree(root, root)))


def main():
    has_failed = False
    print(f"1..{len(CASES)}")
    for number, (what, check, path, text, part) in enumerate(CASES, 1):
        found = findings(check, path, text)
        is_right = not found if part is None else any(part in line for line in found)
        has_failed |= not is_right
        print(f"{'ok' if is_right else 'not ok'} {number} - {check}: {what}")
        if not is_right:
            print(f"# expected {part}, found {found}")
    return 1 if has_failed else 0


if __name__ == "__main__":
    sys.exit(main())
