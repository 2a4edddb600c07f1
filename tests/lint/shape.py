"""How long and how deep functions are. The program's own; tests, fuzzers and benchmarks are left out."""
from tree import blank

MOST_LINES = 70
MOST_DEPTH = 5  # the body counted
P90_DEPTH = 3


def functions(text):
    """(first line, number of lines, depth) of each function: its body has its braces in column 0."""
    start = None
    level = deepest = 0
    for number, line in enumerate(blank(text).split("\n"), 1):
        if start is None:
            if not line.startswith("{"):
                continue
            start, level, deepest = number, 0, 0
        for character in line:
            level += (character == "{") - (character == "}")
            deepest = max(deepest, level)
        if line.startswith("}"):
            yield start, number - start + 1, deepest
            start = None


def check_shape(tree):
    depths = []
    for path in filter(tree.is_program, tree.files(".c")):
        for line, length, depth in functions(tree.text(path)):
            depths.append(depth)
            if length > MOST_LINES:
                yield f"{path}:{line}: a function of {length} lines (at most {MOST_LINES})"
            if depth > MOST_DEPTH:
                yield f"{path}:{line}: nested {depth} deep (at most {MOST_DEPTH})"
    depths.sort()
    p90 = depths[round(0.9 * (len(depths) - 1))] if depths else 0
    if p90 > P90_DEPTH:
        yield f"one function in ten is nested {p90} deep or deeper (p90 at most {P90_DEPTH})"
