"""The articles behind each finding: which they are, with where to read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from newsxlate.archive.store.codec import unpack
from newsxlate.archive.store.database import Store
from newsxlate.findings import codes

# Articles that are named of a code: enough to see what it is about.
_NAMED = 20

# What is kept while they are counted.
_KEPT = 20 * _NAMED

_DOCUMENT = """
SELECT id, title, url, (SELECT count(*) - 1 FROM documents AS copy WHERE copy.text = first.text)
FROM documents AS first WHERE text = ? ORDER BY number LIMIT 1
"""

# How many findings a text has, its hash, and the language.
_Row = tuple[int, bytes, str]


@dataclass(frozen=True, slots=True)
class _Article:
    """An article behind a code, the first of its copies.

    Attributes:
        language: The target language; "" if it concerns the source.
        count: How many such findings there are.
        id: The document.
        title: Its title, if it has one.
        url: Where it was published, if that is known.
        copies: How many more documents have its text.
    """

    language: str
    count: int
    id: str
    title: str | None
    url: str | None
    copies: int


def anchor(code: str) -> str:
    """What a link to the articles behind a code names."""
    return f"articles-{escape(code)}"


def sections(store: Store) -> str:
    """For each code a list of articles, as HTML: those with most findings, the first few."""
    found, counts = _most(store)
    texts = {text for rows in found.values() for _, text, _ in rows}
    documents = {text: _document(store, text) for text in texts}
    parts = []
    for code, rows in sorted(found.items()):
        articles = [
            _Article(language, count, *document)
            for count, text, language in rows
            if (document := documents[text])
        ]
        parts.append(_section(code, articles, counts[code] - len(rows)))
    return "".join(parts)


def _most(store: Store) -> tuple[dict[str, list[_Row]], Counter[str]]:
    """By code the texts with most of its findings, and how many texts have any, each language one.

    An archive may have millions: to have SQLite sort them takes ten times as long.
    """
    found: dict[str, list[_Row]] = {}
    counts: Counter[str] = Counter()
    for code, count, text, language in store.connection.execute(
        "SELECT code, CAST(count AS INTEGER), CAST(text AS BLOB), language FROM findings"
    ):
        counts[code] += 1
        rows = found.setdefault(code, [])
        rows.append((count, text, language))
        if len(rows) > _KEPT:
            rows[:] = _first(rows)
    return {code: _first(rows) for code, rows in found.items()}, counts


def _first(rows: list[_Row]) -> list[_Row]:
    return sorted(rows, key=lambda row: (-row[0], *row[1:]))[:_NAMED]


def _document(store: Store, text: bytes) -> tuple[str, str | None, str | None, int] | None:
    """The first document with a text: its id, title and address, and how many copies it has."""
    row = store.connection.execute(_DOCUMENT, (text,)).fetchone()
    if row is None:
        return None
    id_, title, url, copies = row
    return id_, title or _title(store, text), url, copies


def _title(store: Store, text: bytes) -> str | None:
    """The headline of an article; None if it has none, or is damaged, which an export says."""
    sql = "SELECT data FROM texts WHERE hash = ?"
    try:
        title = unpack(store.connection.execute(sql, (text,)).fetchone()[0])["article"]["title"]
    except Exception:
        return None
    return title if isinstance(title, str) else None


def _section(code: str, articles: list[_Article], more: int) -> str:
    known = codes()
    name = f" {known[code].name}" if code in known else ""
    rest = f"<li>and {more:,} more</li>" if more > 0 else ""
    return (
        f'<section id="{anchor(code)}"><h3>{escape(code)}{escape(name)}</h3>'
        f"<ul>{''.join(_lines(articles))}{rest}</ul></section>"
    )


def _lines(articles: list[_Article]) -> Iterator[str]:
    for row in articles:
        title = escape(row.title or "")
        # Other schemes might do something to whoever clicks on them.
        if row.url and row.url.startswith(("http://", "https://")):
            address = escape(row.url)
            title = f'<a href="{address}" rel="noopener noreferrer">{title or address}</a>'
        where = f"{escape(row.language)}: " if row.language else "source: "
        copies = f", {row.copies:,} more with its text" if row.copies else ""
        yield (
            f"<li>{where}<code>{escape(row.id)}</code> {title}"
            f' <span class="quiet">×{row.count:,}{copies}</span></li>'
        )
