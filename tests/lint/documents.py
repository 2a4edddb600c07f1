"""Links between Markdown pages."""
import os
import re

LINK = re.compile(r"\]\(\s*<?([^)\s>]+)")
HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.M)
FENCE = re.compile(r"^```.*?^```", re.M | re.S)


def anchors(text):
    """What a heading is called in a link, as GitHub and GitLab make it."""
    found = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        heading = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower()
        found.add(re.sub(r"[^\w\- ]", "", heading).replace(" ", "-"))
    return found


def problem(tree, page, target):
    """Why @target, a link of @page, leads nowhere, or None."""
    if re.match(r"[a-z]+:", target):
        return None
    path, _, anchor = target.partition("#")
    path = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
    if path.startswith("..") or not os.path.exists(os.path.join(tree.root, path)):
        return "there is no such file"
    if anchor and path.endswith(".md") and anchor not in anchors(tree.text(path)):
        return "there is no such heading"
    return None


def check_links(tree):
    """Links inside the repository lead somewhere."""
    for page in tree.files(".md"):
        text = FENCE.sub(lambda match: re.sub(r"[^\n]", "", match.group()), tree.text(page))
        for number, line in enumerate(text.split("\n"), 1):
            for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
                reason = problem(tree, page, target)
                if reason:
                    yield f"{page}:{number}: {target}: {reason}"
