#!/usr/bin/env python3
"""bench.py [--quick] [SECONDS]: what the server costs, beside bare libmicrohttpd and nginx in the same minutes.

Prints four tables: repeated questions (repeated.py), first questions (first.py), answers while every worker is busy
(mixed.py), and memory, start and size (sizes.py). A run of a program takes SECONDS (default 1); the programs take
turns, figures are medians, and ratios the medians of those in each round. Absolute figures differ from machine to
machine and from minute to minute; the ratios are what to look at, and of them those of processor time (utime + stime of
/proc) are the steadier ones.
"""
import argparse
import collections
import os
import subprocess
import tempfile
import time

import first
import mixed
import repeated
import sizes
from common import BUILD, CORES, EVENT_THREADS
from repeated import CONNECTIONS

Plan = collections.namedtuple("Plan", "is_quick seconds rounds few_rounds trade_rows mixed_seconds mix")
# few_rounds: of rows without nginx's aim. mix: requests after which memory is measured.
FULL = Plan(False, 1, 9, 9, 1_000_000, 10, (500_000, 5_000_000))
QUICK = Plan(True, 1, 2, 1, 200_000, 2, (50_000, 250_000))


def read_plan():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs: less than two minutes")
    parser.add_argument("seconds", nargs="?", type=int, help="of a run")
    arguments = parser.parse_args()
    plan = QUICK if arguments.quick else FULL
    return plan._replace(seconds=arguments.seconds or plan.seconds)


def make_database(file, trade_rows=0):
    subprocess.run([f"{BUILD}/entente", "init", file], check=True, stdout=subprocess.DEVNULL)
    if trade_rows:
        with subprocess.Popen([f"{BUILD}/bench/generate", f"--rows={trade_rows}"], stdout=subprocess.PIPE) as rows:
            subprocess.run([f"{BUILD}/entente", "import", f"--database={file}", "-"], check=True, stdin=rows.stdout,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return file


def described(plan):
    text = (f"{CORES} cores, event threads: {EVENT_THREADS}, {CONNECTIONS} connections where no other number stands, "
            f"{plan.rounds} rounds of {plan.seconds} s each in turn")
    if plan.is_quick:
        return f"Quick run: {text}, of longer answers and first questions {plan.few_rounds}."
    return f"{text}."


def main():
    plan = read_plan()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # nginx's workers may be another user's
        database = make_database(f"{folder}/bench.db")
        trade = make_database(f"{folder}/trade.db", plan.trade_rows)
        print(described(plan), flush=True)
        repeated.measure(plan, database, folder)
        first.measure(plan, database, trade, folder)
        mixed.measure(plan, trade)
        sizes.measure(plan, database, folder)
    print(f"\nTook {time.perf_counter() - began:.0f} s.")


main()
