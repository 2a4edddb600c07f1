"""First questions: what an answer costs that has to be made, with nothing stored (cache_bytes=0)."""
from functools import partial

import rows
from common import quiet
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


def measure_row(plan, server, title, path, aims):
    head, body = checked(server, path)
    with hello(head, len(body)) as bare:
        loads = {"ours": partial(server.load, path, plan.seconds, CONNECTIONS),
                 "hello": partial(bare.load, "/", plan.seconds, CONNECTIONS)}
        figures = rows.medians(loads, plan.few_rounds)
    rows.print_row(f"{title} (`{path}`)", len(body), figures, RIVALS, aims)


def measure(plan, database, trade):
    """@trade: a database with rows of trade."""
    rows.begin("First questions (`cache_bytes=0`)", RIVALS)
    for file, questions in ((database, QUESTIONS), (trade, OF_TRADE)):
        with quiet(file, cache_bytes=0) as server:
            for question in questions:
                measure_row(plan, server, *question)
