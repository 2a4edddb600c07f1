"""Who may include whom."""
import re

# A folder: the folders whose headers it may include, beside its own.
ALLOWED = {
    "model": [],
    "config": [],
    "db": ["model"],
    "server": ["config", "model"],
    "handlers": ["db", "model"],
    "cli": ["config", "db", "handlers", "model", "server"],
}
# What handlers see of the server.
PUBLIC_SERVER = {"exchange.h", "problem.h", "reply.h", "request.h", "route.h"}
# What the layers above see of the database.
PUBLIC_DB = {"db/db.h", "db/import.h"}
# A library's header: the folders that may know it, with all that is in them. The import reads compressed files and says
# by their checksum which they were; entries of feeds have UUIDs.
LIBRARIES = {
    "sqlite3.h": ["db"],
    "microhttpd.h": ["server"],
    "ini.h": ["config"],
    "zlib.h": ["server", "db/import"],
    "nettle/sha1.h": ["handlers"],
    "nettle/sha2.h": ["db/import"],
}
# Tests and benchmarks may stand in for any layer.
FREE = ("tests", "bench")

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]')


def refusal(path, quote, header):
    """Why the file may not include @header, or None."""
    folder = path.split("/")[0]
    if quote == "<":
        owners = LIBRARIES.get(header, [folder])
        is_there = any(path.startswith(f"{owner}/") for owner in owners)
        return None if is_there else f"<{header}> belongs in {'/ and '.join(owners)}/ only"
    owner, _, name = header.rpartition("/")
    top = owner.split("/")[0]
    if top not in ALLOWED:
        return f'"{header}" is not written from the root of the checkout'
    if top == folder:
        return None
    if folder == "handlers" and top == "server":
        return None if name in PUBLIC_SERVER else f'"{header}" is no public header of the server'
    if top not in ALLOWED[folder]:
        return f'{folder}/ may not include "{header}"'
    if top == "db" and header not in PUBLIC_DB:
        return f'"{header}" is no public header of the database'
    return None


def check_layers(tree):
    for path in tree.files(".c", ".h"):
        folder = path.split("/")[0]
        if folder in FREE:
            continue
        if folder not in ALLOWED:
            yield f"{path}: no layer is called {folder}; tests/lint/layers.py lists them"
            continue
        for number, line in tree.lines(path):
            found = INCLUDE.match(line)
            reason = found and refusal(path, *found.groups())
            if reason:
                yield f"{path}:{number}: {reason}"
