"""The tables that the benchmarks print: what was measured, and whether it is what it should be."""


def met(is_met):
    return {None: "", True: "met", False: "**not met**"}[is_met]


def print_cells(*cells):
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def begin(title):
    print(f"\n## {title}\n\n| measure | measured | baseline | ratio | aim | |\n|---|---|---|---|---|---|", flush=True)


def line(measure, measured, baseline="", ratio="", aim="", is_met=None):
    print_cells(measure, measured, baseline, ratio, aim, met(is_met))


def below(measure, value, unit, limit, digits=1, note=""):
    line(measure, f"{value:.{digits}f} {unit}{note}", aim=f"below {limit} {unit}", is_met=value < limit)


def at_least(measure, ours, theirs, unit, limit, name):
    ratio = ours / theirs
    line(measure, f"{ours:,.0f} {unit}", f"{theirs:,.0f} {unit} ({name})", f"{ratio:.2f}", f"at least {limit}",
         ratio >= limit)
