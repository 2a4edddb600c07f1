"""Rows that compare what an answer costs here with what it costs the programs beside it."""
import statistics

from table import met, print_cells

NO_AIM = {}
# What is compared, with whom, how it is called, and whether more is better.
CHECKS = {
    "hello_rate": ("rate", "hello", "hello's requests/s", True),
    "hello_cpu": ("cpu_us", "hello", "hello's CPU", False),
    "nginx_rate": ("rate", "nginx", "nginx's requests/s", True),
}


def begin(title, rivals):
    cells = ["answer", "bytes", "requests/s", *(cell for name in rivals for cell in (name, "ratio")),
             "CPU µs/request", *(cell for name in rivals for cell in (name, "ratio")), "aim", ""]
    print(f"\n## {title}\n")
    print_cells(*cells)
    print("|" + "---|" * len(cells), flush=True)


def medians(loads, rounds):
    """Runs all of @loads (by name) in turn, every other round the other way round. Medians by name."""
    found = {name: [] for name in loads}
    for number in range(rounds):
        for name in list(loads)[::1 if number % 2 == 0 else -1]:
            found[name].append(loads[name]())
    return {name: type(runs[0])(*map(statistics.median, zip(*runs))) for name, runs in found.items()}


def columns(figures, rivals, what, digits):
    ours = getattr(figures["ours"], what)
    yield f"{ours:,.{digits}f}"
    for name in rivals:
        theirs = getattr(figures[name], what) if name in figures else None
        yield f"{theirs:,.{digits}f}" if theirs else ""
        yield f"{ours / theirs:.2f}" if theirs else ""


def is_met(figures, name, limit):
    what, rival, _, is_more = CHECKS[name]
    ratio = getattr(figures["ours"], what) / getattr(figures[rival], what)
    return ratio >= limit if is_more else ratio <= limit


def aim(name, limit):
    _, _, title, is_more = CHECKS[name]
    return f"{'≥' if is_more else '≤'} {limit} {title}"


def verdict(figures, aims):
    missed = [CHECKS[name][2] for name, limit in aims.items() if not is_met(figures, name, limit)]
    return f"{met(False)}: {', '.join(missed)}" if missed else met(True if aims else None)


def print_row(title, length, figures, rivals, aims):
    """@figures: the medians of ours and of the rivals that were asked. @aims: limits by the names of CHECKS."""
    asked = {name: limit for name, limit in aims.items() if CHECKS[name][1] in figures}
    print_cells(title, f"{length:,}", *columns(figures, rivals, "rate", 0), *columns(figures, rivals, "cpu_us", 1),
                ", ".join(aim(*one) for one in asked.items()), verdict(figures, asked))
