"""Mixed load: how long short answers take while slow ones keep every worker busy, and what happens when no more fit."""
import concurrent.futures
import re
import sys
import time

import table
from common import CORES, Client, quiet
from rivals import hello
from slow import SlowQuestions, receive_all, send

RATE = 400         # short questions a second, over one connection
MOST_SLOWER = 3    # times the idle 99th percentile
WORKERS = 2        # of the server whose queue is filled
PLACES = 8         # in that queue
AT_ONCE = 60       # misses that are sent to it
COMPARED = "hello, for comparison"
STORED = "/v1/claims?limit=3"


def aggregate(number):
    """A sum over every row, never the same question twice."""
    return f"/v1/trade/aggregate?group_by=commodity&level=4&value__gt={number}"


def pace(port, path, seconds):
    """Milliseconds of each answer at a fixed rate, sorted. One that is late for its turn counts from its turn."""
    client, took = Client(port), []
    due = time.perf_counter()
    for _ in range(seconds * RATE):
        due += 1 / RATE
        time.sleep(max(0, due - time.perf_counter()))
        is_late = took and took[-1] > 1000 / RATE
        began = due if is_late else time.perf_counter()
        status, _ = client.ask(path)
        if status != 200:
            sys.exit(f"bench: {path}: {status} in the mixed load")
        took.append((time.perf_counter() - began) * 1000)
    return sorted(took)


def pace_all(pool, asked, seconds):
    """One after the other, in a process of its own: a thread would wait for those of the slow questions."""
    return {name: pool.submit(pace, *one, seconds).result() for name, one in asked.items()}


def percentile(took, hundredths):
    return took[(len(took) * hundredths + 99) // 100 - 1]


def print_latency(name, idle, busy):
    ratio = percentile(busy, 99) / percentile(idle, 99)
    is_ours = name != COMPARED
    table.line(f"{name}: 99 of 100 answers, beside slow questions", f"{percentile(busy, 99):.2f} ms",
               f"{percentile(idle, 99):.2f} ms (idle)", f"{ratio:.2f}", f"below {MOST_SLOWER}" if is_ours else "",
               ratio < MOST_SLOWER if is_ours else None)
    idle, busy = percentile(idle, 50), percentile(busy, 50)
    table.line(f"{name}: half of the answers", f"{busy:.2f} ms", f"{idle:.2f} ms (idle)", f"{busy / idle:.2f}")


def measure_latency(plan, trade, pool):
    workers = 2 * CORES
    with quiet(trade, workers=workers, query_timeout_ms=600_000, answer_timeout_s=600) as server:
        head, body = server.get(STORED)
        with hello(head, len(body)) as bare:
            asked = {"a stored answer": (server.port, STORED), "/healthz": (server.port, "/healthz"),
                     COMPARED: (bare.port, "/")}
            idle = pace_all(pool, asked, plan.mixed_seconds)
            with SlowQuestions(server, 2 * workers, aggregate) as slow:
                busy = pace_all(pool, asked, plan.mixed_seconds)
    for name in asked:
        print_latency(name, idle[name], busy[name])
    answered = sum(answer.startswith("HTTP/1.1 200 ") for answer in slow.answers)
    short = sum(map(len, [*idle.values(), *busy.values()]))
    table.line(f"answers with 200: {short:,} short ones of {short:,}, and of the slow questions", answered,
               f"{slow.asked} (asked)", f"{answered / slow.asked:.2f}", "none lost", answered == slow.asked)


def measure_full_queue(trade):
    with quiet(trade, workers=WORKERS, queue_length=PLACES, query_timeout_ms=600_000, answer_timeout_s=600) as server:
        answers = receive_all([send(server.port, aggregate(number)) for number in range(AT_ONCE)])
    refused = [(seconds, answer) for seconds, answer in answers if answer.startswith("HTTP/1.1 503 ")]
    helpful = sum(bool(re.search(r"^retry-after: *\d", answer, re.I | re.M)) for _, answer in refused)
    done = sum(answer.startswith("HTTP/1.1 200 ") for _, answer in answers)
    fits = WORKERS + PLACES
    table.line(f"{AT_ONCE} misses at once, {WORKERS} workers, queue of {PLACES}",
               f"{done} times 200, {len(refused)} times 503, {helpful} with Retry-After",
               aim=f"503 with Retry-After for all but about {fits}",
               is_met=done + len(refused) == AT_ONCE and helpful == len(refused) and PLACES <= done <= fits)
    table.below("slowest of the 503", max((seconds for seconds, _ in refused), default=float("inf")) * 1000, "ms", 50,
                note=f" (slowest of the 200: {max(seconds for seconds, _ in answers) * 1000:,.0f})")


def measure(plan, trade):
    table.begin(f"Mixed load, {plan.trade_rows:,} rows of trade")
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        measure_latency(plan, trade, pool)
    measure_full_queue(trade)
    print("\nThe load generator, the slow questions' workers and the event threads share the processors: what the "
          "machine's\nscheduler adds is in hello's row, which does nothing but answer.")
