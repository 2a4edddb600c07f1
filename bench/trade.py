#!/usr/bin/env python3
"""trade.py [--build FOLDER] [--folder FOLDER] [ROWS...]: what trade rows cost, and how that grows.

For each number of rows (default 1, 10 and 30 million), bench/generate makes them and pipes them into `entente import -`
and, up to 10 million, into `sqlite3 .import` (bench/baseline_import.sql). Then the questions that dashboards ask are
put to a server of them whose store of answers is off, each time about another pair or country. Every row has its aim.

Processor time is that of the server process, all of it, over many questions. Needs disk space of 260 bytes a row.
"""
import argparse
import fcntl
import http.client
import json
import os
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import common
from common import HERE, Server, entente
from slow import SlowQuestions
from table import at_least, begin, below, line

SIZES = [1_000_000, 10_000_000, 30_000_000]
MOST_BASELINE = 10_000_000  # rows that sqlite3 loads too
ROUNDS_BELOW = 5_000_000    # smaller sets are imported three times, in turn with sqlite3
DISK_A_ROW = 260            # twice what a row may take: sorting, and the log
EXPORT_ROWS = 1_000_000
LIST_ROWS = (100, 300)      # of the lists that are asked for, whatever the size of the set
SLOWEST_ROWS = 10_000       # a second; an import that is slower is ended
MOST_VALUES = 100           # in a list of a question: the setting max_values
TRIES = 200
F_SETPIPE_SZ = 1031


# --- imports


class Run:
    """What a program cost that the generator piped its rows into."""

    def __init__(self, rows, command):
        began = time.perf_counter()
        generator = subprocess.Popen([f"{common.BUILD}/bench/generate", f"--rows={rows}"], stdout=subprocess.PIPE)
        fcntl.fcntl(generator.stdout, F_SETPIPE_SZ, 1 << 20)
        said = tempfile.TemporaryFile("w+")
        program = subprocess.Popen(command, stdin=generator.stdout, stdout=said, stderr=said)
        generator.stdout.close()
        timer = threading.Timer(60 + rows / SLOWEST_ROWS, program.kill)
        timer.start()
        _, status, usage = os.wait4(program.pid, 0)
        self.seconds = time.perf_counter() - began
        timer.cancel()
        _, generator_status, generator_usage = os.wait4(generator.pid, 0)
        program.returncode, generator.returncode = status, generator_status
        if status or generator_status:
            said.seek(0)
            sys.exit(f"{said.read()}\ntrade: {command[0]} ended with {os.waitstatus_to_exitcode(status)}, "
                     f"generate with {os.waitstatus_to_exitcode(generator_status)}")
        said.close()
        self.rate = rows / self.seconds
        self.cpu = usage.ru_utime + usage.ru_stime
        self.memory_mib = usage.ru_maxrss / 1024
        self.generator_cpu = generator_usage.ru_utime + generator_usage.ru_stime


def remove(database):
    for ending in ("", "-wal", "-shm", "-journal", ".lock"):
        if os.path.exists(database + ending):
            os.remove(database + ending)


def import_entente(rows, database):
    remove(database)
    subprocess.run([f"{common.BUILD}/entente", "init", database], check=True, stdout=subprocess.DEVNULL)
    return Run(rows, [f"{common.BUILD}/entente", "import", f"--database={database}", "-"])


def import_baseline(rows, database):
    remove(database)
    run = Run(rows, ["sqlite3", "-bail", database, f".read {HERE}/baseline_import.sql"])
    with sqlite3.connect(database) as connection:
        kept = connection.execute("SELECT count(*) FROM observation").fetchone()[0]
    remove(database)
    if kept != rows:
        sys.exit(f"trade: sqlite3 kept {kept} of {rows} rows")
    return run


def by_time(runs):
    return sorted(runs, key=lambda run: run.seconds)[len(runs) // 2]


def measure_import(rows, database):
    rounds = 3 if rows < ROUNDS_BELOW else 1
    ours, theirs = [], []
    for _ in range(rounds):
        if rows <= MOST_BASELINE:
            theirs.append(import_baseline(rows, database + ".baseline"))
        ours.append(import_entente(rows, database))
    run = by_time(ours)
    name = f"import, {'median of 3' if rounds == 3 else 'one run'}"
    if theirs:
        base = by_time(theirs)
        at_least(name, run.rate, base.rate, "rows/s", 2, "sqlite3 .import")
        line("processor time of the import", f"{run.cpu:.1f} s", f"{base.cpu:.1f} s", f"{base.cpu / run.cpu:.2f}")
    else:
        line(name, f"{run.rate:,.0f} rows/s", "not run")
        line("processor time of the import", f"{run.cpu:.1f} s")
    line("processor time of the generator beside it", f"{run.generator_cpu:.1f} s")
    below("largest resident memory of the import", max(r.memory_mib for r in ours), "MiB", 64)
    return run


def measure_bytes(rows, connection):
    # Pages: SQLite 3.40 counts bytes in 32 bits here.
    sizes = dict(connection.execute("SELECT name, pageno * page_size FROM dbstat, pragma_page_size WHERE aggregate = 1"))
    indexes = [r[0] for r in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index' "
                                                "AND tbl_name = 'observation' AND sql IS NOT NULL")]
    table = sizes["observation"] / rows
    below("bytes a row in the observations' table", table, "bytes", 80)
    below("bytes a row with all its indexes", table + sum(sizes[name] for name in indexes) / rows, "bytes", 130)
    line("bytes a row of the whole file", f"{sum(sizes.values()) / rows:.1f} bytes")


# --- what to ask about: read from the tables, so that the questions fit any size


def lists_of(connection, least, most):
    """(reporter, partner, flow, year) with so many rows, spread over all there are."""
    found = connection.execute(
        "SELECT r.code, p.code, x.flow, t.text FROM observation_total x JOIN area r ON r.id = x.reporter "
        "JOIN area p ON p.id = x.partner JOIN period t ON t.id = x.period "
        "WHERE x.partner_kind = 'one' AND x.observations BETWEEN ? AND ? ORDER BY r.code, p.code, x.flow, t.text",
        (least, most)).fetchall()
    return found[::max(1, len(found) // TRIES)][:TRIES]


def largest_list(connection):
    return connection.execute(
        "SELECT r.code, p.code, x.flow, t.text, x.observations "
        "FROM observation_total x JOIN area r ON r.id = x.reporter JOIN area p ON p.id = x.partner "
        "JOIN period t ON t.id = x.period WHERE x.partner_kind = 'one' "
        "ORDER BY x.observations DESC LIMIT 1").fetchone()


def reporters_by_rows(connection):
    return connection.execute(
        "SELECT r.code, sum(x.observations) FROM observation_total x JOIN area r ON r.id = x.reporter "
        "WHERE x.partner_kind = 'one' GROUP BY r.id ORDER BY 2 DESC").fetchall()


def year_list(reporter, partner, flow, year):
    return f"/v1/trade?reporter={reporter}&partner={partner}&flow={flow}&period={year}&limit=1000"


def top_goods(reporter, partner, flow, year):
    return (f"/v1/trade/aggregate?reporter={reporter}&partner={partner}&flow={flow}&period={year}"
            "&group_by=commodity&level=6&top=20")


def year_series(reporter, partner, flow, _):
    return f"/v1/trade/aggregate?reporter={reporter}&partner={partner}&flow={flow}&group_by=period"


def world_totals(flow):
    return f"/v1/trade/aggregate?flow={flow}&group_by=period"


def top_partners(reporter, flow):
    return f"/v1/trade/aggregate?reporter={reporter}&flow={flow}&period=2015&group_by=partner&top=10"


# --- questions


class Client:
    """One connection that is kept open."""

    def __init__(self, server):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)

    def ask(self, path):
        """Status, and the rows of the answer."""
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        body = answer.read()
        return answer.status, json.loads(body).get("data") if body.startswith(b"{") else None

    def must(self, path):
        status, data = self.ask(path)
        if status != 200 or not data:
            sys.exit(f"trade: {path}: {status}, {'no rows' if data is not None else 'no data'}")
        return data

    def milliseconds(self, path):
        began = time.perf_counter()
        self.connection.request("GET", path)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - began) * 1000


def cpu_a_question(server, paths):
    """Server processor time in milliseconds: the questions in turn until they took a second of it, or ten of time."""
    client = Client(server)
    rows = [len(client.must(path)) for path in paths]
    cpu, until, asked = server.cpu_seconds(), time.perf_counter() + 10, 0
    while server.cpu_seconds() - cpu < 1 and time.perf_counter() < until:
        for path in paths:
            client.milliseconds(path)
        asked += len(paths)
    return (server.cpu_seconds() - cpu) / asked * 1000, statistics.median(rows)


def measure_pairs(database, connection):
    """Processor time of the questions about pairs, by name."""
    lists = lists_of(connection, *LIST_ROWS)
    largest = largest_list(connection)
    costs = {}
    with Server(*entente(database, access_log="false", cache_bytes=0)) as server:
        for name, path in (("bilateral year list", year_list), ("top 20 commodities of a pair and year", top_goods),
                           ("20-year series of a pair", year_series)):
            cost, rows = cpu_a_question(server, [path(*one) for one in lists])
            below(f"{name}, {len(lists)} of {LIST_ROWS[0]} to {LIST_ROWS[1]} rows a year", cost, "ms", 2, 2,
                  f" ({rows:.0f} rows answered)")
            costs[name] = cost
        cost, _ = cpu_a_question(server, [top_goods(*largest[:4])])
        line(f"top 20 commodities of the largest pair and year ({largest[4]:,} rows)", f"{cost:.2f} ms")
    return costs


def forget_pages(database):
    """Drops the file's pages from memory, so that the next question reads the disk."""
    for ending in ("", "-wal"):
        if os.path.exists(database + ending):
            file = os.open(database + ending, os.O_RDONLY)
            os.fsync(file)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)


def cold_milliseconds(database, path):
    """One question to a new server, none of whose pages are in memory."""
    forget_pages(database)
    with Server(*entente(database, access_log="false", cache_bytes=0)) as server:
        client = Client(server)
        client.milliseconds("/healthz")
        forget_pages(database)
        status, took = client.milliseconds(path)
        if status != 200:
            sys.exit(f"trade: {path}: {status}")
        return took


def measure_cold(database, connection):
    reporters = [code for code, _ in reporters_by_rows(connection)[::20]]
    for name, paths in (("world totals by year, cold", [world_totals(flow) for flow in "XMXMX"]),
                        ("top partners of a country, cold", [top_partners(code, "X") for code in reporters[:5]])):
        took = sorted(cold_milliseconds(database, path) for path in paths)
        below(f"{name}, median of 5", took[2], "ms", 50, 1, f" ({took[0]:.1f} to {took[-1]:.1f})")


# --- exports


def reporters_to_export(connection):
    chosen, rows = [], 0
    for code, count in reporters_by_rows(connection):
        if rows >= EXPORT_ROWS or len(chosen) == MOST_VALUES:
            break
        chosen.append(code)
        rows += count
    return chosen, rows


def curl_export(server, reporters):
    path = f"http://127.0.0.1:{server.port}/v1/trade?reporter={','.join(reporters)}&format=ndjson"
    curl = subprocess.run(["curl", "-s", "-o", "/dev/null", "-w", "%{http_code} %{time_starttransfer} %{time_total}",
                           path], capture_output=True, text=True, check=False, timeout=600)
    status, first, total = map(float, curl.stdout.split())
    if curl.returncode or status != 200:
        sys.exit(f"trade: the export failed: status {status:.0f}, curl ended with {curl.returncode}")
    return first * 1000, total


def cpu_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def baseline_export(database, reporters):
    with open(f"{HERE}/baseline_export.sql", encoding="utf-8") as file:
        query = file.read().replace(":reporters", ", ".join(f"'{code}'" for code in reporters))
    began, used = time.perf_counter(), cpu_of_children()
    subprocess.run(["sqlite3", "-readonly", "-json", database], input=query.encode(), check=True,
                   stdout=subprocess.DEVNULL, timeout=600)
    return time.perf_counter() - began, cpu_of_children() - used


def count_lines(server, reporters):
    """Rows of the export, as they come."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", f"/v1/trade?reporter={','.join(reporters)}&format=ndjson")
    answer = connection.getresponse()
    return sum(block.count(b"\n") for block in iter(lambda: answer.read(1 << 20), b""))


def measure_export(database, connection):
    reporters, rows = reporters_to_export(connection)
    firsts, ours, theirs, our_cpu, their_cpu = [], [], [], [], []
    with Server(*entente(database, access_log="false")) as server:
        Client(server).must(year_list(*lists_of(connection, *LIST_ROWS)[0]))
        before = server.resident_kib()
        for _ in range(3):
            used = server.cpu_seconds()
            first, total = curl_export(server, reporters)
            our_cpu.append(server.cpu_seconds() - used)
            firsts.append(first)
            ours.append(total)
            total, used = baseline_export(database, reporters)
            theirs.append(total)
            their_cpu.append(used)
        growth = server.resident_kib("VmHWM") - before
        exported = count_lines(server, reporters)
    if exported != rows:
        sys.exit(f"trade: {exported} rows exported of {rows}")
    at_least(f"NDJSON export of {rows:,} rows, median of 3", rows / statistics.median(ours),
             rows / statistics.median(theirs), "rows/s", 1.5, "sqlite3 -json")
    cpu, base = statistics.median(our_cpu), statistics.median(their_cpu)
    line("processor time of the export", f"{cpu:.2f} s", f"{base:.2f} s", f"{base / cpu:.2f}")
    below("resident memory growth of the export", growth / 1024, "MiB", 16)
    below("first byte of the export, slowest of 3", max(firsts), "ms", 50)


# --- slow questions


def every_row(number):
    """A question that reads every row, and that nothing stored answers."""
    return f"/v1/trade?value__gt={1e15 + number:.0f}&count=only"


def spread(server, path):
    """Milliseconds of up to TRIES answers, in twenty seconds at most, sorted."""
    client = Client(server)
    took, until = [], time.perf_counter() + 20
    while len(took) < TRIES and time.perf_counter() < until:
        status, milliseconds = client.milliseconds(path)
        if status != 200:
            sys.exit(f"trade: {path}: {status} while slow questions run")
        took.append(milliseconds)
        time.sleep(0.004)
    return sorted(took)


def measure_slow(rows, database, connection):
    workers = 2 * common.CORES
    limit_ms = max(50, min(2000, rows // 10_000))
    stored = year_list(*lists_of(connection, *LIST_ROWS)[0])
    with Server(*entente(database, access_log="false", query_timeout_ms=limit_ms, workers=workers)) as server:
        Client(server).must(stored)
        with SlowQuestions(server, 2 * workers, every_row) as slow:
            for name, path in (("/healthz", "/healthz"), ("a stored answer", stored)):
                took = spread(server, path)
                below(f"{name} while {workers} workers are busy, 99 of 100 of {len(took)} tries",
                      took[(len(took) * 99 + 99) // 100 - 1], "ms", 10, 2, f" (slowest {took[-1]:.2f})")
    in_time = [answer for answer in slow.answers if answer.startswith("HTTP/1.1 200 ")]
    late = [answer for answer in slow.answers if answer.startswith("HTTP/1.1 503 ")]
    helpful = [answer for answer in late if re.search("^retry-after:", answer, re.I | re.M) and "narrow" in answer]
    line(f"questions stopped by a limit of {limit_ms} ms", f"{len(late)} of {len(slow.answers)}, {len(in_time)} were "
         f"answered, {len(helpful)} say Retry-After and how to narrow it", aim="all late ones",
         is_met=0 < len(late) == len(helpful) == len(slow.answers) - len(in_time))


# --- all of it


def measure(rows, folder):
    database = os.path.join(folder, f"{rows}.db")
    begin(f"{rows:,} rows")
    measure_import(rows, database)
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    measure_bytes(rows, connection)
    costs = measure_pairs(database, connection)
    measure_cold(database, connection)
    measure_export(database, connection)
    measure_slow(rows, database, connection)
    connection.close()
    remove(database)
    return costs


def print_growth(sizes, costs):
    small, large = min(sizes), max(sizes)
    begin(f"From {small:,} to {large:,} rows")
    for name, cost in costs[large].items():
        growth = cost / costs[small][name]
        line(name, f"{cost:.2f} ms", f"{costs[small][name]:.2f} ms", f"{growth:.2f}", "below 1.5", growth < 1.5)


def check_space(rows, folder):
    free = shutil.disk_usage(folder).free
    if free < rows * DISK_A_ROW:
        sys.exit(f"trade: {rows:,} rows need {rows * DISK_A_ROW / 1e9:.1f} GB in {folder}, "
                 f"which has {free / 1e9:.1f} GB free")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", type=int, default=SIZES)
    parser.add_argument("--build", default=common.BUILD, help="folder of the programs (default build)")
    parser.add_argument("--folder", help="where the databases go while they are measured (default TMPDIR)")
    arguments = parser.parse_args()
    common.BUILD = arguments.build
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        check_space(max(arguments.rows), folder)
        print(f"{common.CORES} cores, {os.uname().release}, SQLite {sqlite3.sqlite_version}. Pages are dropped from "
              "memory with posix_fadvise for cold questions.")
        costs = {rows: measure(rows, folder) for rows in arguments.rows}
    if len(costs) > 1:
        print_growth(list(costs), costs)


main()
