"""First questions: what an answer costs that has to be made, with nothing stored (cache_bytes=0)."""
import itertools
import json
from functools import partial

import rows
from common import HERE, quiet
from repeated import CONNECTIONS, checked
from rivals import hello

RIVALS = ("hello",)
RECORD, LIST, PAGE = {"hello_cpu": 2.5}, {"hello_cpu": 4}, {"hello_cpu": 10}
QUESTIONS = [
    ("one agreement", "/v1/agreements/kiss-csr-memorandum-2023", RECORD),
    ("one country", "/v1/countries/KAZ", RECORD),
    ("list of 20 agreements", "/v1/agreements?limit=20", LIST),
    ("list of 20 claims", "/v1/claims?limit=20", rows.NO_AIM),
    ("pair page", "/v1/pairs/KAZ-TJK", PAGE),
]
OF_TRADE = [
    ("list of 20 observations", "/v1/trade?limit=20", LIST),
    ("list of 20 observations of a pair", "/v1/trade?reporter=KAZ&partner=TJK&limit=20", LIST),
]
PAIRS = 200


def measure_row(plan, server, title, path, aims, script=()):
    head, body = checked(server, path)
    with hello(head, len(body)) as bare:
        loads = {"ours": partial(server.load, path, plan.seconds, CONNECTIONS, script=script),
                 "hello": partial(bare.load, "/", plan.seconds, CONNECTIONS, script=script)}
        figures = rows.measure(loads, plan.few_rounds)
    rows.print_row(f"{title} (`{path}`)", len(body), figures, RIVALS, aims)


def ask(server, path):
    return json.loads(checked(server, path)[1])


def lists_of_pairs(server):
    """One a pair that has a whole page of observations."""
    codes = [row["code"] for row in ask(server, "/v1/countries?limit=500&fields=code")["data"]]
    for reporter, partner in itertools.permutations(codes, 2):
        path = f"/v1/trade?reporter={reporter}&partner={partner}&limit=20"
        if ask(server, path)["page"]["returned"] == 20:
            yield path


def measure_pairs(plan, server, folder):
    """What no other event thread asks at the same time, so that none waits for another one's answer."""
    file = f"{folder}/pairs"
    paths = list(itertools.islice(lists_of_pairs(server), PAIRS))
    with open(file, "w", encoding="ascii") as lines:
        lines.writelines(f"{path}\n" for path in paths)
    measure_row(plan, server, f"the same of {PAIRS} pairs in turn", paths[0], LIST, (f"{HERE}/paths.lua", file))


def measure(plan, database, trade, folder):
    """@trade: a database with rows of trade."""
    rows.begin("First questions (`cache_bytes=0`)", RIVALS)
    for file, questions in ((database, QUESTIONS), (trade, OF_TRADE)):
        with quiet(file, cache_bytes=0) as server:
            for question in questions:
                measure_row(plan, server, *question)
            if file == trade:
                measure_pairs(plan, server, folder)
