"""Print ``docs/findings.md``: every code, its severity, its message and what to do.

python -m newsxlate.checking.reference > docs/findings.md
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsxlate.findings import Code, advice, codes

_GROUPS = {
    "N1": "The input",
    "N2": "The sentence as a whole",
    "N3": "Details inside a sentence",
    "N4": "The engine",
    "N5": "Names",
    "N6": "Summaries",
}
_INTRODUCTION = """\
# Findings

After translating, every sentence is checked against its source, without a model and without the
network. What fails is translated again another way; what still fails is marked with the codes below
and counted on standard error. Errors and warnings count: `--strict` exits with 3 if any remain.
Notes do not.

What the checks cannot see: a wrong word. Of last clauses that were left out cleanly, with a full
stop in their place, they find a third to a half, by the length, numbers, days and quotations that
went with them. `benchmarks/checking.py` measures how often each group accuses human translations,
and how many planted errors it finds.

A check gives notes only if less than four fifths of what it tells is right, by reading, or if it
accuses more than three in a thousand human translations wrongly: N226 to N229, N231 and N232.

`newsxlate explain CODE` prints an entry. This page is made from
`src/newsxlate/data/checking/findings.toml` and `advice.toml`.
"""


def page() -> str:
    """The page as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    for prefix, title in _GROUPS.items():
        entries = [entry for code, entry in codes().items() if code.startswith(prefix)]
        if not entries:
            continue
        yield f"## {prefix} · {title}\n"
        yield "| code | name | severity |\n|---|---|---|"
        yield from (f"| [{e.code}](#{_anchor(e)}) | {e.name} | {e.severity} |" for e in entries)
        yield ""
        for entry in entries:
            message = re.sub(r"\{(\w+)\}", r"*\1*", entry.message)
            yield f"### {entry.code} {entry.name}\n\n> {message}\n\n{entry.explanation}\n"
            yield f"What to do: {advice(entry.code)}\n"


def _anchor(entry: Code) -> str:
    return f"{entry.code} {entry.name}".lower().replace(" ", "-")


if __name__ == "__main__":
    print(page(), end="")
