"""Small: memory, time to start, size of the program, and what millions of requests leave behind."""
import os
import re
import resource
import statistics
import subprocess
import sys
import time

import common
import table
from common import HERE, Client, Server, entente, quiet
from repeated import CONNECTIONS, nearest_list

CLIENTS = 1000
STARTS = 11
HOT = 200   # of the paths below, asked for nine times out of ten
COLD = 1800
SLACK_KIB = 64  # the C library counts what its threads keep for reuse as in use
UNCHANGED = "/v1/countries?limit=14"


def megabytes(server):
    return server.resident_kib() * 1024 / 1e6


def measure_idle(database):
    with quiet(database) as server:
        path = nearest_list(server)
    with quiet(database) as server:
        time.sleep(1)
        table.below("resident memory, idle", megabytes(server), "MB", 12)
        clients = [Client(server.port) for _ in range(CLIENTS)]
        if any(client.ask(path)[0] != 200 for client in clients):
            sys.exit(f"bench: {path} was not answered over {CLIENTS} connections")
        table.below(f"resident memory with {CLIENTS:,} idle keep-alive connections", megabytes(server), "MB", 40)
        for client in clients:
            client.socket.close()


def first_answer_ms(database):
    with quiet(database) as server:
        server.get("/v1/pairs/KAZ-TJK")
        return (time.perf_counter() - server.started) * 1000


def measure_start(database):
    starts = sorted(first_answer_ms(database) for _ in range(STARTS))
    table.below(f"start to first answer (pair page), median of {STARTS}", statistics.median(starts), "ms", 50,
                note=f" ({starts[0]:.0f} to {starts[-1]:.0f})")


def measure_program(folder):
    stripped = f"{folder}/stripped"
    subprocess.run(["strip", "-o", stripped, f"{common.BUILD}/entente"], check=True)
    table.below("stripped program", os.path.getsize(stripped) / 1000, "kB", 1000, 0)


def heap_bytes(server, log):
    """Bytes of the heap that are in use, as the C library counts them. None where gdb may not look into a process."""
    began = log.seek(0, os.SEEK_END)
    command = ["gdb", "-q", "-nx", "-batch", "-iex", "set auto-load off", "-p", str(server.process.pid)]
    subprocess.run([*command, "-ex", "call (void)malloc_stats()"], capture_output=True, check=False)
    log.seek(began)
    found = re.search(r"Total \(incl\. mmap\):\s+system bytes\s+=\s+\d+\s+in use bytes\s+=\s+(\d+)", log.read())
    return int(found[1]) if found else None


def mixed_paths():
    """Questions of all kinds: lists, records, pages, and what is refused."""
    kinds = (
        lambda n: f"/v1/countries?m49__gt={n}&limit={n % 20 + 1}",
        lambda n: f"/v1/claims?limit={n % 50 + 1}&value__gt={n}",
        lambda n: f"/v1/agreements?signed_on__gte={1900 + n % 120}-{n % 12 + 1:02}&limit={n % 30 + 1}",
        lambda n: f"/v1/trade?value__gt={n}&limit={n % 10 + 1}",
        lambda n: f"/v1/sources?format=csv&published_on__gte={1900 + n % 120}-{n % 12 + 1:02}",
        lambda n: f"/v1/search?q=trade+{n}",
        lambda n: f"/v1/countries/{n}",
        lambda n: f"/v1/agreements/no-such-agreement-{n}",
        lambda n: f"/v1/countries?limit=x{n}",
        lambda n: f"/nothing/{n}",
    )
    return [kinds[number % len(kinds)](number) for number in range(HOT + COLD)]


def ask_until(server, seconds, wanted, done, script):
    """Short runs, each with some 304 behind it, until so many requests were answered in all."""
    tag = server.tag(UNCHANGED)
    while done < wanted:
        done += server.load("/", seconds, CONNECTIONS, script=script, may_refuse=True).requests
        done += server.load_tagged(UNCHANGED, "-n20000", CONNECTIONS, tag).requests
    return done


def settle(server):
    """The same questions in the same order, so that the same answers are stored whatever was asked before."""
    client = Client(server.port)
    for path in mixed_paths():
        if "format=csv" not in path:  # a stream, which is not stored
            client.ask(path)
    client.socket.close()
    time.sleep(2)  # the server gives back what it does not need once nothing was asked for half a second


def measure_growth(plan, database, folder):
    file, done, sizes = f"{folder}/mixed", 0, []
    with open(file, "w", encoding="ascii") as lines:
        lines.writelines(f"{path}\n" for path in mixed_paths())
    with open(f"{folder}/log", "w+", encoding="utf-8") as log:
        with Server(*entente(database, access_log="false", log_level="off"), log) as server:
            for wanted in plan.mix:
                done = ask_until(server, plan.seconds, wanted, done, (f"{HERE}/paths.lua", file, str(HOT)))
                settle(server)
                sizes.append((done, server.resident_kib(), heap_bytes(server, log)))
    print_growth(*sizes)


def print_growth(early, late):
    behind = f"{late[0]:,} mixed requests"
    if early[2] is None or late[2] is None:
        table.line(f"heap in use after {behind}", "not measured: gdb could not look into the process")
    else:
        growth = late[2] - early[2]
        table.line(f"heap in use after {behind}", f"{late[2]:,} bytes", f"{early[2]:,} bytes (after {early[0]:,})",
                   f"{growth:+,}", f"equal within {SLACK_KIB} KiB", abs(growth) <= SLACK_KIB * 1024)
    growth = late[1] - early[1]
    table.line(f"resident memory after {behind}", f"{late[1]:,} KiB", f"{early[1]:,} KiB (after {early[0]:,})",
               f"{growth:+,}", "equal within 256 KiB", abs(growth) <= 256)


def measure(plan, database, folder):
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    table.begin("Small")
    measure_idle(database)
    measure_start(database)
    measure_program(folder)
    measure_growth(plan, database, folder)
