#!/usr/bin/env python3
"""test_generate.py GENERATE: what bench/trade.py relies on. Prints TAP."""
import csv
import io
import subprocess
import sys

KEY = ("reporterCode", "partnerCode", "flowCode", "period", "classificationCode", "cmdCode")
TITLES = 47


def generate(*options):
    return subprocess.run([sys.argv[1], *options], capture_output=True, check=True).stdout.decode()


def rows(text):
    return list(csv.DictReader(io.StringIO(text), strict=True))


def same_seed_same_bytes():
    return generate("--rows=1000") == generate("--rows=1000")


def another_seed_other_bytes():
    return generate("--rows=1000") != generate("--rows=1000", "--seed=2")


def exactly_the_rows_asked_for():
    return [len(rows(generate(f"--rows={n}", "--years=3"))) for n in (0, 1, 999, 50000)] == [0, 1, 999, 50000]


def every_row_has_every_column():
    found = rows(generate("--rows=5000"))
    return all(len(row) == TITLES and None not in row and None not in row.values() for row in found)


def no_key_comes_twice():
    found = rows(generate("--rows=100000", "--years=2"))
    return len({tuple(row[name] for name in KEY) for row in found}) == len(found)


def rows_are_in_order_of_year_only():
    found = rows(generate("--rows=20000"))
    years = [row["period"] for row in found]
    keys = [tuple(row[name] for name in KEY) for row in found]
    return years == sorted(years) and len(set(years)) == 20 and keys != sorted(keys)


def totals_are_the_sums_of_their_rows():
    found = rows(generate("--rows=20000", "--years=1", "--totals"))
    for flow in "XM":
        of_flow = [row for row in found if row["flowCode"] == flow]
        goods = sum(round(1000 * float(row["primaryValue"])) for row in of_flow if row["cmdCode"] != "TOTAL")
        for is_world in (True, False):
            totals = sum(round(1000 * float(row["primaryValue"])) for row in of_flow
                         if row["cmdCode"] == "TOTAL" and (row["partnerISO"] == "W00") == is_world)
            if totals != goods:
                return False
    return True


def more_rows_than_there_are_goods_are_refused():
    return subprocess.run([sys.argv[1], "--rows=4000000000", "--years=1"], stderr=subprocess.DEVNULL,
                          check=False).returncode != 0


CASES = [same_seed_same_bytes, another_seed_other_bytes, exactly_the_rows_asked_for, every_row_has_every_column,
         no_key_comes_twice, rows_are_in_order_of_year_only, totals_are_the_sums_of_their_rows,
         more_rows_than_there_are_goods_are_refused]

print(f"1..{len(CASES)}")
for number, case in enumerate(CASES, 1):
    print(f"{'' if case() else 'not '}ok {number} generate_{case.__name__}")
