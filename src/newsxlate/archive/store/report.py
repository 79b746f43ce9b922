"""A page on a store: throughput over time, findings by kind, failures. It needs no script."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import Any

from newsxlate import resources
from newsxlate.archive.store import behind
from newsxlate.archive.store.chart import bars, rate
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.statistics import damage, failures, status
from newsxlate.findings import codes
from newsxlate.version import __version__

# Bars of a run's picture, at most: what a screen can show.
_BARS = 120
_FAILURES = 200

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts that others have for the page.

    Attributes:
        title: What it is about.
        head: The columns' names.
        rows: Its cells.
        numbers: How many of the last columns are figures.
    """

    title: str
    head: Row
    rows: Sequence[Row]
    numbers: int = 0


def page(store: Store, *, review: Sequence[Table] = ()) -> str:
    """The page, as HTML in one file. What of the store cannot be read costs nothing else.

    Args:
        store: The store.
        review: What is to be said of its review.
    """
    counts = status(store)
    documents = counts["documents"]
    figures = {
        "documents": documents["done"],
        "copies among them": counts["copies"],
        **({"under embargo": counts["embargoed"]} if counts["embargoed"] else {}),
        **({"withdrawn since": counts["withdrawn"]} if counts["withdrawn"] else {}),
        "failed": documents["failed"],
        "words": counts["words"],
        "sentences": counts["sentences"],
        **{f"into {code}": count for code, count in sorted(counts["translations"].items())},
        "findings": sum(counts["findings"].values()),
    }
    return resources.text("archive/report.html").format(
        title=escape(f"Archive {store.path.name}"),
        figures="".join(f"<div><dt>{k}</dt><dd>{v:,}</dd></div>" for k, v in figures.items()),
        throughput="".join(_throughput(store, run) for run in counts["runs"] if run["windows"])
        or "<p>No run has stored anything yet.</p>",
        findings=_findings(store),
        articles=behind.sections(store) or "<p>None.</p>",
        review="".join(map(_further, review)) or "<p>Nobody has reviewed anything yet.</p>",
        failures=_failures(store, documents["failed"] + documents["waiting"]),
        runs=_table(
            ("run", "began", "took", "documents", "failed", "words", "ended"),
            (_run(run) for run in counts["runs"]),
        ),
        damaged=_damaged(store),
        generator=escape(f"newsxlate {__version__}, {_moment(time.time())}"),
    )


def _damaged(store: Store) -> str:
    rows = [(escape(row.id), escape(row.reason)) for row in damage(store)]
    return f"<h2>Damaged rows of the store</h2>{_table(('row', 'what is wrong'), rows)}" * bool(
        rows
    )


def _findings(store: Store) -> str:
    rows = store.connection.execute(
        "SELECT code, severity, language, sum(count), count(DISTINCT text) FROM findings"
        " GROUP BY code, severity, language ORDER BY sum(count) DESC, code, language"
    )
    known = codes()
    return _table(
        ("code", "kind", "severity", "language", "findings", "texts"),
        (
            (
                f'<a href="#{behind.anchor(code)}">{escape(code)}</a>',
                known[code].name if code in known else "",
                f'<span class="{escape(severity)}">{escape(severity)}</span>',
                escape(language) or "source",
                f"{count:,}",
                f"{texts:,}",
            )
            for code, severity, language, count, texts in rows
        ),
        numbers=2,
    )


def _further(table: Table) -> str:
    head, *rows = ([escape(cell) for cell in row] for row in (table.head, *table.rows))
    return f"<h3>{escape(table.title)}</h3>{_table(head, rows, numbers=table.numbers)}"


def _failures(store: Store, count: int) -> str:
    rows = [
        (escape(row["id"]), row["stage"], escape(row["reason"] or ""), str(row["attempts"]))
        for row in islice(failures(store), _FAILURES)
    ]
    more = f"<p>and {count - len(rows):,} more.</p>" if count > len(rows) else ""
    return _table(("document", "stage", "reason", "attempts"), rows, numbers=1) + more


def _run(run: dict[str, Any]) -> Row:
    took = (run["ended"] or run["started"]) - run["started"]
    # A clock that was set back meanwhile says nothing of how long it took.
    lasted = f"{took:,.0f} s" if took >= 0 else "unknown"
    return (
        str(run["number"]),
        _moment(run["started"]),
        lasted,
        f"{run['documents']:,}",
        f"{run['failed']:,}",
        f"{run['words']:,}",
        escape(run["outcome"]),
    )


def _throughput(store: Store, run: dict[str, Any]) -> str:
    """A picture of a run: source words a second, over time."""
    windows = store.connection.execute(
        "SELECT CAST(stored AS REAL), CAST(words AS INTEGER) FROM windows WHERE run = ?"
        " ORDER BY number",
        (run["number"],),
    )
    began, ended = run["started"], max(run["ended"], run["started"] + 1e-3)
    count = min(_BARS, run["windows"])
    sums = [0] * count
    for stored, words in windows:
        # Some are before the beginning if the clock was set back meanwhile.
        place = int((stored - began) / (ended - began) * count)
        sums[min(count - 1, max(0, place))] += words
    slot = (ended - began) / count
    rates = [words / slot for words in sums]
    mean = run["words"] / (ended - began)
    caption = f"Run {run['number']}: {rate(mean)} on average"
    return f"<p>{caption}</p>{bars(rates, ended - began, caption)}"


def _table(head: Row, rows: Iterable[Row], *, numbers: int = 0) -> str:
    """A table of HTML cells; the last ``numbers`` columns are aligned as numbers."""
    first = len(head) - numbers

    def line(tag: str, cells: Row) -> str:
        marked = (
            f"<{tag}{' class=n' if n >= first else ''}>{cell}</{tag}>"
            for n, cell in enumerate(cells)
        )
        return f"<tr>{''.join(marked)}</tr>"

    body = "".join(line("td", row) for row in rows)
    return f"<table>{line('th', head)}{body}</table>" if body else "<p>None.</p>"


def _moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))
