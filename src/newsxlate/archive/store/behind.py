"""The articles behind each finding: which they are, with where to read them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby

from newsxlate.archive.store.codec import unpack
from newsxlate.archive.store.database import Store
from newsxlate.findings import codes

# Articles that are named of a code: enough to see what it is about.
_NAMED = 20

_SQL = """
WITH placed AS (
  SELECT code, language, text AS hash, sum(count) AS found,
    row_number() OVER (PARTITION BY code ORDER BY sum(count) DESC, text, language) AS place,
    count(*) OVER (PARTITION BY code) AS texts
  FROM findings GROUP BY code, language, text
)
SELECT code, language, found, hash, id, title, url,
  (SELECT count(*) - 1 FROM documents AS copy WHERE copy.text = hash), texts
FROM placed JOIN documents
  ON number = (SELECT min(number) FROM documents AS first WHERE first.text = hash)
WHERE place <= ? ORDER BY code, place
"""


@dataclass(frozen=True, slots=True)
class _Article:
    """An article behind a code, the first of its copies.

    Attributes:
        code: The code.
        language: The target language; "" if it concerns the source.
        count: How many such findings there are.
        text: Hash of its text.
        id: The document.
        title: Its title, if the archive has one.
        url: Where it was published, if that is known.
        copies: How many more documents have its text.
        texts: How many such rows the code has.
    """

    code: str
    language: str
    count: int
    text: bytes
    id: str
    title: str | None
    url: str | None
    copies: int
    texts: int


def anchor(code: str) -> str:
    """What a link to the articles behind a code names."""
    return f"articles-{escape(code)}"


def sections(store: Store) -> str:
    """For each code a list of articles, as HTML: those with most findings, the first few."""
    rows = [_Article(*row) for row in store.connection.execute(_SQL, (_NAMED,))]
    titles = {text: _title(store, text) for text in {row.text for row in rows if not row.title}}
    return "".join(
        _section(code, [replace(row, title=row.title or titles[row.text]) for row in articles])
        for code, articles in groupby(rows, lambda row: row.code)
    )


def _title(store: Store, text: bytes) -> str | None:
    """The headline of an article; None if it has none, or is damaged, which an export says."""
    sql = "SELECT data FROM texts WHERE hash = ?"
    try:
        title = unpack(store.connection.execute(sql, (text,)).fetchone()[0])["article"]["title"]
    except Exception:
        return None
    return title if isinstance(title, str) else None


def _section(code: str, articles: list[_Article]) -> str:
    known = codes()
    name = f" {known[code].name}" if code in known else ""
    more = articles[0].texts - len(articles)
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
