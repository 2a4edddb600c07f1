#!/usr/bin/env python3
"""embed.py [--json|--sql] OUT NAME FILE...: writes a C file with `const struct embedded_file NAME[]` of the files, a NULL name last.

Each entry has the file's own name, its bytes and their number; the bytes are followed by a NUL that is not counted.
--json: the files are JSON; the blanks between their tokens are left out. --sql: they are SQL; lines that are
comments are left out.
"""
import json
import os
import sys


def literal(data):
    rows = (data[i:i + 24] for i in range(0, len(data), 24))
    return ",\n    ".join(",".join(str(byte) for byte in row) for row in rows)


def minified_json(data):
    return json.dumps(json.loads(data), ensure_ascii=False, separators=(",", ":")).encode()


def minified_sql(data):
    return b"".join(line for line in data.splitlines(True) if not line.lstrip().startswith(b"--"))


SHORTER = {"--json": minified_json, "--sql": minified_sql}


def read(path, shorten):
    with open(path, "rb") as file:
        return shorten(file.read())


def main(out, name, paths, shorten):
    contents = [read(path, shorten) for path in paths]
    with open(out, "w", encoding="ascii") as c:
        c.write('/* Made by build-aux/embed.py. */\n#include "model/embedded.h"\n\n')
        c.write(f"extern const struct embedded_file {name}[];\n\n")
        for number, data in enumerate(contents):
            c.write(f"static const unsigned char bytes_{number}[] = {{\n    {literal(data + bytes(1))}}};\n")
        c.write(f"\nconst struct embedded_file {name}[] = {{\n")
        for number, (path, data) in enumerate(zip(paths, contents)):
            c.write(f'    {{"{os.path.basename(path)}", (const char *)bytes_{number}, {len(data)}}},\n')
        c.write("    {0, 0, 0},\n};\n")


arguments = sys.argv[1:]
shorter = SHORTER.get(arguments[0])
if shorter:
    del arguments[0]
main(arguments[0], arguments[1], arguments[2:], shorter or bytes)
