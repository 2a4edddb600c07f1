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


class Figures:
    """What the runs of some programs found, a list by name, in the order of the rounds."""

    def __init__(self, runs):
        self.runs = runs

    def __contains__(self, name):
        return name in self.runs

    def values(self, name, what):
        return [getattr(run, what) for run in self.runs[name]]

    def median(self, name, what):
        return statistics.median(self.values(name, what))

    def ratio(self, name, what, baseline):
        """The median of the rounds' ratios: the machine is slower in some rounds than in others, for all."""
        pairs = zip(self.values(name, what), self.values(baseline, what))
        return statistics.median(ours / theirs for ours, theirs in pairs)


def measure(loads, rounds):
    """Runs all of @loads (by name) in turn, every other round the other way round."""
    runs = {name: [] for name in loads}
    for number in range(rounds):
        for name in list(loads)[::1 if number % 2 == 0 else -1]:
            runs[name].append(loads[name]())
    return Figures(runs)


def columns(figures, rivals, what, digits):
    yield f"{figures.median('ours', what):,.{digits}f}"
    for name in rivals:
        is_there = name in figures
        yield f"{figures.median(name, what):,.{digits}f}" if is_there else ""
        yield f"{figures.ratio('ours', what, name):.2f}" if is_there else ""


def is_met(figures, name, limit):
    what, rival, _, is_more = CHECKS[name]
    ratio = figures.ratio("ours", what, rival)
    return ratio >= limit if is_more else ratio <= limit


def aim(name, limit):
    _, _, title, is_more = CHECKS[name]
    return f"{'≥' if is_more else '≤'} {limit} {title}"


def verdict(figures, aims):
    missed = [CHECKS[name][2] for name, limit in aims.items() if not is_met(figures, name, limit)]
    return f"{met(False)}: {', '.join(missed)}" if missed else met(True if aims else None)


def print_row(title, length, figures, rivals, aims):
    """@figures: of ours and of the rivals that were asked. @aims: limits by the names of CHECKS."""
    asked = {name: limit for name, limit in aims.items() if CHECKS[name][1] in figures}
    print_cells(title, f"{length:,}", *columns(figures, rivals, "rate", 0), *columns(figures, rivals, "cpu_us", 1),
                ", ".join(aim(*one) for one in asked.items()), verdict(figures, asked))
