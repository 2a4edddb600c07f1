#!/usr/bin/env python3
"""bench.py [SECONDS]: what answers cost, in ratio to bare libmicrohttpd with the same bytes and headers.

Each row runs the server and bench/hello one after the other, several times in turn, SECONDS each (default 2); the
medians are compared. Processor time is that of the server process alone. Absolute figures differ from machine to
machine and from minute to minute; the ratios are what to look at.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

from common import BUILD, Server, entente

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 2
ROUNDS = 5
CONNECTIONS = 16
ROWS = [
    ("/healthz", "/healthz"),
    ("one agreement", "/v1/agreements/kiss-csr-memorandum-2023"),
    ("list of 20 claims", "/v1/claims?limit=20"),
    ("pair page", "/v1/pairs/KAZ-TJK"),
]


def hello_like(head, length):
    """The baseline: the same number of bytes and the same header lines, but those that the library writes."""
    skip = ("HTTP/", "date:", "connection:", "content-length:")
    command = [f"{BUILD}/bench/hello", "--port={port}", f"--threads={os.cpu_count()}", f"--bytes={length}"]
    return command + [f"--header={line}" for line in head if not line.lower().startswith(tuple(s.lower() for s in skip))]


def compare(server, path):
    """Medians of both, measured in turn."""
    head, length = server.get(path)
    if " 200 " not in head[0]:
        sys.exit(f"bench: {path}: {head[0]}")
    with Server(hello_like(head, length)) as hello:
        server.load(path, SECONDS, CONNECTIONS)
        pairs = [(server.load(path, SECONDS, CONNECTIONS), hello.load("/", SECONDS, CONNECTIONS))
                 for _ in range(ROUNDS)]
    ours = [statistics.median(pair[0][i] for pair in pairs) for i in (0, 1)]
    bare = [statistics.median(pair[1][i] for pair in pairs) for i in (0, 1)]
    return length, ours, bare


def print_row(name, length, ours, bare):
    print(f"| {name} | {length} | {ours[0]:,.0f} | {bare[0]:,.0f} | {ours[0] / bare[0]:.2f} "
          f"| {ours[1]:.1f} | {bare[1]:.1f} | {ours[1] / bare[1]:.2f} |", flush=True)


def print_requests(database):
    print("| answer | bytes | requests/s | bare | ratio | CPU µs/request | bare | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    command, environment = entente(database, access_log="false")
    with Server(command, environment) as server:
        for name, path in ROWS:
            print_row(name, *compare(server, path))
    command, environment = entente(database, access_log="false", cache_bytes=0)
    with Server(command, environment) as server:
        for name, path in ROWS[1:]:
            print_row(f"{name}, nothing stored", *compare(server, path))
    command, environment = entente(database)
    with open(os.devnull, "wb") as log, Server(command, environment, log) as server:
        print_row("one agreement, with the access log", *compare(server, ROWS[1][1]))


def first_answer_ms(database):
    command, environment = entente(database, access_log="false")
    server = Server(command, environment)
    with server:
        server.get("/v1/pairs/KAZ-TJK")
        return (time.perf_counter() - server.started) * 1000


def print_sizes(database, folder):
    command, environment = entente(database, access_log="false")
    with Server(command, environment) as server:
        time.sleep(1)
        idle = server.resident_kib()
        for _, path in ROWS:
            server.load(path, SECONDS, CONNECTIONS)
        busy = server.resident_kib()
    starts = sorted(first_answer_ms(database) for _ in range(9))
    stripped = os.path.join(folder, "stripped")
    subprocess.run(["strip", "-o", stripped, f"{BUILD}/entente"], check=True)
    print("\n| measure | value | aim |\n|---|---|---|")
    print(f"| idle resident memory | {idle / 1024:.1f} MiB | below 12 MB |")
    print(f"| resident memory behind the rows above | {busy / 1024:.1f} MiB | |")
    print(f"| start to first answer (pair page), median of 9 | {starts[4]:.0f} ms ({starts[0]:.0f} to {starts[-1]:.0f}) "
          "| below 50 ms |")
    print(f"| stripped program | {os.path.getsize(stripped) / 1024:,.0f} KiB | below 1 MB |")


def main():
    with tempfile.TemporaryDirectory() as folder:
        database = os.path.join(folder, "bench.db")
        subprocess.run([f"{BUILD}/entente", "init", database], check=True, stdout=subprocess.DEVNULL)
        print(f"{os.cpu_count()} cores, {CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS} s each in turn\n")
        print_requests(database)
        print_sizes(database, folder)


main()
