"""Repeated questions: what a stored answer costs beside bare libmicrohttpd and nginx with the same bytes."""
import contextlib
import os
import statistics
import sys
from functools import partial

import common
import rows
import table
from common import HERE, Client, Server, entente, quiet
from rivals import hello, least, nginx

RIVALS = ("hello", "nginx")
CONNECTIONS = 16
AIMS = {"hello_rate": 0.9, "hello_cpu": 1.25}
AIMS_OF_LIST = {**AIMS, "nginx_rate": 1.3}
LIST_BYTES = 2000
HOT = 10_000
LONGER = [
    ("one agreement", "/v1/agreements/kiss-csr-memorandum-2023"),
    ("list of 20 claims", "/v1/claims?limit=20"),
    ("pair page", "/v1/pairs/KAZ-TJK"),
]


def nearest_list(server):
    """Of some lists the one whose body is nearest to 2,000 bytes."""
    paths = [f"/v1/countries?limit={limit}" for limit in range(8, 25)]
    paths += [f"/v1/claims?limit={limit}" for limit in range(1, 5)]
    return min(paths, key=lambda path: abs(len(server.get(path)[1]) - LIST_BYTES))


def checked(server, path, *headers):
    head, body = server.get(path, *headers)
    if " 200 " not in head[0]:
        sys.exit(f"bench: {path}: {head[0]}")
    return head, body


class Row:
    """One answer, from ours and from its rivals; used as a context in which they run."""

    def __init__(self, server, path, folder, headers=(), with_nginx=True, with_least=False,
                 hello_threads=common.EVENT_THREADS):
        self.server, self.path, self.headers = server, path, headers
        head, body = checked(server, path, *headers)
        self.length = len(body)
        self.rivals = {"hello": hello(head, self.length, threads=hello_threads)}
        if with_nginx:
            self.rivals["nginx"] = nginx(folder, head, body)
        if with_least:
            self.rivals["least"] = least(folder, head, body)

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            for rival in self.rivals.values():
                stack.enter_context(rival)
            self.stack = stack.pop_all()
        return self

    def __exit__(self, *_):
        self.stack.close()

    def loads(self, seconds, connections=CONNECTIONS, script=()):
        """What to measure, by name."""
        arguments = (seconds, connections, self.headers, script)
        return {"ours": partial(self.server.load, self.path, *arguments),
                **{name: partial(rival.load, "/", *arguments) for name, rival in self.rivals.items()}}

    def measure(self, title, plan, aims, rounds, connections=CONNECTIONS):
        loads = self.loads(plan.seconds, connections)
        figures = rows.measure(loads, rounds)
        rows.print_row(title, self.length, figures, RIVALS, aims)
        return figures


def other_tag(tag):
    """One of the same length, that no answer has."""
    return '"' + ("0" if tag[1] != "0" else "1") + tag[2:]


def not_modified(plan, row):
    """A 304 of all, and our 200 in the same rounds."""
    head, _ = checked(row.server, row.path)
    seconds = f"-D{plan.seconds}"
    with hello(head, row.length, 304) as bare:
        asked = {"ours": (row.server, row.path), "hello": (bare, "/"), "nginx": (row.rivals["nginx"], "/")}
        loads = {name: partial(server.load_tagged, path, seconds, CONNECTIONS, server.tag(path))
                 for name, (server, path) in asked.items()}
        loads["200"] = partial(row.server.load_tagged, row.path, seconds, CONNECTIONS,
                               other_tag(row.server.tag(row.path)), is_unchanged=False)
        figures = rows.measure(loads, plan.rounds)
    rows.print_row("its 304", 0, figures, RIVALS, AIMS)
    return figures


def hot_paths():
    """10,000 different lists of countries, of about 2 kB."""
    paths = [f"/v1/countries?m49__gt={number}&limit={limit}" for number in range(834) for limit in range(9, 21)]
    return paths[:HOT]


def warm_up(server, paths):
    """Asks each once, and returns the mean length of the answers."""
    client = Client(server.port)
    answers = [client.ask(path) for path in paths]
    if any(status != 200 for status, _ in answers):
        sys.exit("bench: not all hot questions are answered with 200")
    return round(statistics.mean(length for _, length in answers))


def hot(plan, database, folder):
    file = f"{folder}/hot"
    with open(file, "w", encoding="ascii") as lines:
        lines.writelines(f"{path}\n" for path in hot_paths())
    with quiet(database) as server:
        length = warm_up(server, hot_paths())
        head, body = checked(server, "/v1/countries?limit=20")
        script = (f"{HERE}/paths.lua", file)
        with hello(head, length) as bare, nginx(folder, head, body[:length]) as static:
            loads = {name: partial(one.load, "/", plan.seconds, CONNECTIONS, (), script)
                     for name, one in (("ours", server), ("hello", bare), ("nginx", static))}
            figures = rows.measure(loads, plan.rounds)
    rows.print_row(f"{HOT:,} different lists in turn", length, figures, RIVALS, AIMS_OF_LIST)


def logged(plan, database, folder):
    """One agreement from a server with an access log, and from one without in the same rounds, both just started."""
    _, path = LONGER[0]
    with open(os.devnull, "wb") as log, Server(*entente(database), log) as chatty, quiet(database) as server:
        with Row(chatty, path, folder, with_nginx=False) as row:
            loads = row.loads(plan.seconds)
            loads["without"] = partial(server.load, path, plan.seconds, CONNECTIONS)
            figures = rows.measure(loads, plan.rounds)
            rows.print_row("one agreement, with the access log", row.length, figures, RIVALS, rows.NO_AIM)
    return figures


def measure(plan, database, folder):
    rows.begin("Repeated questions", RIVALS)
    with quiet(database) as server:
        path = nearest_list(server)
        with Row(server, path, folder, with_least=not plan.is_quick) as row:
            title = f"2 kB list (`{path}`)"
            of_list = row.measure(f"{title}, {CONNECTIONS} connections", plan, AIMS_OF_LIST, plan.rounds)
            row.measure("the same, 1 connection", plan, AIMS_OF_LIST, plan.rounds, 1)
            unchanged = not_modified(plan, row)
        # With one thread libmicrohttpd alone forgets events of so many: hello stands still for seconds.
        with Row(server, path, folder, with_least=not plan.is_quick,
                 hello_threads=max(2, common.EVENT_THREADS)) as row:
            of_many = row.measure("the same, 512 connections", plan, AIMS_OF_LIST, plan.rounds, 512)
        with Row(server, path, folder, ("Accept-Encoding: gzip",)) as row:
            row.measure("the list, gzip asked for", plan, AIMS_OF_LIST, plan.few_rounds)
        hot(plan, database, folder)
        for title, path in LONGER:
            with Row(server, path, folder, with_nginx=not plan.is_quick) as row:
                row.measure(title, plan, AIMS, plan.few_rounds)
        log = logged(plan, database, folder)
    table.begin("What follows from them")
    print_beside_nginx(f"{CONNECTIONS} connections", of_list)
    print_beside_nginx("512 connections", of_many)
    print_consequences(unchanged, log)


def print_beside_nginx(connections, figures):
    """How far anything is ahead of nginx that answers with the same bytes, when the load generator has to keep up."""
    titles = {"hello": "hello itself", "least": "sockets alone (`bench/least.c`)"}
    for name, title in ((name, title) for name, title in titles.items() if name in figures):
        table.line(f"requests/s of {title}, 2 kB list, {connections}", f"{figures.median(name, 'rate'):,.0f} requests/s",
                   f"{figures.median('nginx', 'rate'):,.0f} requests/s (nginx)",
                   f"{figures.ratio(name, 'rate', 'nginx'):.2f}")


def print_consequences(unchanged, log):
    rate, cpu = (unchanged.ratio("ours", what, "200") for what in ("rate", "cpu_us"))
    table.line("requests/s of the 304", f"{unchanged.median('ours', 'rate'):,.0f} requests/s",
               f"{unchanged.median('200', 'rate'):,.0f} requests/s (the 200)", f"{rate:.2f}", "at least 1", rate >= 1)
    table.line("processor time of the 304", f"{unchanged.median('ours', 'cpu_us'):.1f} µs",
               f"{unchanged.median('200', 'cpu_us'):.1f} µs (the 200)", f"{cpu:.2f}", "at most 1", cpu <= 1)
    without = log.median("without", "cpu_us")
    table.line("the access log, a request", f"{log.median('ours', 'cpu_us') - without:.1f} µs",
               f"{without:.1f} µs (without)", f"{log.ratio('ours', 'cpu_us', 'without'):.2f}")
