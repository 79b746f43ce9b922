"""HTML: source and translations side by side, sentence by sentence, in one file.

The page needs nothing from elsewhere and forbids itself to ask (Content-Security-Policy); its
style, its script and its frame lie in ``data/outputs/html``. Without the script it is plain
columns.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from string import Template

from newsxlate import resources
from newsxlate.article import Article, Block, Kind, SentenceRef
from newsxlate.findings import Finding, Severity
from newsxlate.outputs.article import summaries
from newsxlate.outputs.article.display import direction, language_name
from newsxlate.outputs.article.html import name_table, names
from newsxlate.outputs.article.html.markup import Span, annotate, occurrences, quote
from newsxlate.outputs.article.view import (
    Cell,
    Index,
    Numbered,
    Piece,
    Places,
    anchor,
    cells,
    exists,
)
from newsxlate.result import Result, Translation
from newsxlate.version import __version__

_TAGS = {Kind.HEADLINE: "h2", Kind.SUBHEAD: "h3"}
# The script uncovers it.
_HINT = (
    '<p class="hint" hidden>Point at a sentence to see its counterparts. With the keyboard: Tab to'
    " a sentence, <kbd>↑</kbd> <kbd>↓</kbd> for the next one, <kbd>←</kbd> <kbd>→</kbd> for its"
    " counterparts.{more}</p>"
)
_HINT_NAMES = " Tab again for the names in it, <kbd>Esc</kbd> to hide what is shown."
# Below this width of a column (in rem), columns are stacked.
_COLUMN = 20


@dataclass(frozen=True, slots=True)
class _Column:
    """One language: the source (number 0, no translation) or a target."""

    number: int
    language: str
    translation: Translation | None

    @property
    def name(self) -> str:
        return language_name(self.language)

    @property
    def key(self) -> str | None:
        """What the findings in this column give as their language."""
        return self.translation.language if self.translation else None

    def anchor(self, block: int, sentence: int | None = None) -> str:
        """The id of a block or sentence in this column."""
        return anchor(self.number, block, sentence)


@dataclass(frozen=True, slots=True)
class _Page:
    """What a cell is drawn from."""

    article: Article
    columns: Sequence[_Column]
    index: Index
    names: Mapping[names.ColumnRef, Sequence[Span]]

    def marked(self, found: Finding) -> bool:
        """Whether what ``found`` names is marked as a name."""
        return bool(self.names) and names.shows(found)


def write(result: Result, *, marks: bool = True) -> str:
    """Render a result as one self-contained page.

    Args:
        result: What to render; without translations, there is one column.
        marks: Has no effect: findings are what the page is for.
    """
    columns = [
        _Column(0, result.article.language, None),
        *(_Column(n, made.language, made) for n, made in enumerate(result.translations, 1)),
    ]
    page = _Page(result.article, columns, Index(result), names.spans(result))
    table = name_table.write(result)
    parts = ("page", "names") if table else ("page",)
    style = f":root {{ --columns: {len(columns)}; }}\n" + _assets(parts, "css")
    stacked, script = _asset("stacked.css"), _assets(parts, "js")
    return Template(_asset("page.html")).substitute(
        generator=f"newsxlate {__version__}",
        title=quote(_title(result)),
        style=style,
        stacked=stacked,
        script=script,
        style_hashes=f"{_csp_hash(style)} {_csp_hash(stacked)}",
        script_hash=_csp_hash(script),
        breakpoint=2 + _COLUMN * len(columns),
        languages=quote(_languages(columns)),
        meta="\n".join(_meta(result)),
        hint=_HINT.format(more=_HINT_NAMES if table else "") if result.translations else "",
        summaries=summaries.html(result),
        findings=_finding_list(page, Places(result.article)),
        names=table,
        heads=_heads(columns),
        rows="\n".join(_rows(page)),
        footer="\n".join(_footer(result)),
    )


@cache
def _asset(name: str) -> str:
    return resources.text(f"outputs/html/{name}")


def _assets(stems: Iterable[str], kind: str) -> str:
    return "\n".join(_asset(f"{stem}.{kind}") for stem in stems)


def _csp_hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _title(result: Result) -> str:
    titles = [translation.title for translation in result.translations]
    return next((title for title in [*titles, result.article.title] if title), "Article")


def _languages(columns: Sequence[_Column]) -> str:
    source, *targets = (column.name for column in columns)
    return f"{source} → {', '.join(targets)}" if targets else source


def _meta(result: Result) -> Iterator[str]:
    article = result.article
    if article.byline:
        yield _item("By", quote(article.byline))
    if article.published:
        date = quote(article.published)
        yield _item("Published", f'<time datetime="{date}">{date}</time>')
    if article.embargoed:
        yield _item("Embargoed until", quote(article.embargoed))
    if article.source:
        source = quote(article.source)
        # Nothing but the web is linked: "javascript:" is an address, too.
        web = article.source.lower().startswith(("https://", "http://"))
        yield _item(
            "Source", f'<a href="{source}" rel="noreferrer">{source}</a>' if web else source
        )
    removed = sum(not block.kept for block in article.blocks)
    if removed:
        yield _item("Removed", f"{removed} of {len(article.blocks)} blocks")
    counts = [(severity, result.count(severity)) for severity in Severity]
    shown = ", ".join(_count(count, severity) for severity, count in counts if count)
    yield _item("Findings", shown or "none")


def _item(name: str, value: str) -> str:
    return f"<div><dt>{name}</dt><dd>{value}</dd></div>"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"


def _footer(result: Result) -> Iterator[str]:
    for made in result.translations:
        facts = [f"through {language_name(made.pivot)}"] if made.pivot else []
        facts += [f"{made.seconds:.1f} s"] if made.seconds else []
        told = f" ({', '.join(facts)})" if facts else ""
        name = quote(language_name(made.language) + told)
        yield f"<p>{name}: <code>{quote(made.model)}</code></p>"
    yield f"<p>Article {quote(result.article.id)}, made by newsxlate {__version__}.</p>"


def _heads(columns: Iterable[_Column]) -> str:
    told = []
    for column in columns:
        aside = "source"
        if column.translation:
            pivot = column.translation.pivot
            aside = f"translation through {language_name(pivot)}" if pivot else "translation"
        told.append(f"<div>{quote(column.name)} <small>{quote(aside)}</small></div>")
    # Screen readers hear each cell's language from its lang attribute.
    return f'<div class="row heads" aria-hidden="true">{"".join(told)}</div>'


def _finding_list(page: _Page, places: Places) -> str:
    if not page.index.rows:
        return ""
    by_key = {column.key: column for column in page.columns}
    entries = []
    for row in page.index.rows:
        found = row.finding
        column = by_key.get(found.language)
        where = quote(places.label(found.block, found.sentence))
        if len(page.columns) > 2 and found.block is not None:
            name = language_name(found.language) if found.language else "source"
            where = f"{quote(name)}, {where}"
        if column and found.block is not None and exists(page.article, found.block, found.sentence):
            where = f'<a href="#{column.anchor(found.block, found.sentence)}">{where}</a>'
        entries.append(
            f'<li id="f{row.number}" class="{found.severity}">{_badge(row, link=False)}'
            f' <span class="where">{where}:</span> {quote(found.message)}'
            f"{_evidence(found, page.article.language)}</li>"
        )
    head = f"<summary><h2>{_count(len(entries), 'finding')}</h2></summary>"
    body = "\n".join(entries)
    return f'<details class="findings" open>{head}\n<ol>\n{body}\n</ol>\n</details>'


def _evidence(found: Finding, source_language: str) -> str:
    quoted = [(found.source, source_language), (found.target, found.language or source_language)]
    shown = [
        f'<q lang="{quote(code)}" dir="{direction(code)}">{quote(text)}</q>'
        for text, code in quoted
        if text
    ]
    return f'<span class="evidence">{" → ".join(shown)}</span>' if shown else ""


def _badge(row: Numbered, *, link: bool) -> str:
    found = row.finding
    style = f'class="badge {found.severity}"'
    if not link:
        return f"<span {style}>{quote(found.code)} {found.severity}</span>"
    told = quote(f"{found.severity} {found.code}: {found.message}")
    return (
        f'<a {style} href="#f{row.number}" lang="en" title="{told}" aria-label="{told}">'
        f"{quote(found.code)}</a>"
    )


def _rows(page: _Page) -> Iterator[str]:
    """One row for each block, the removed ones folded up at their place."""
    feeds = [cells(page.article, column.translation, page.index) for column in page.columns]
    for number, block in enumerate(page.article.blocks):
        if block.removed is None:
            drawn = [
                _cell(next(feed), column, page)
                for feed, column in zip(feeds, page.columns, strict=True)
            ]
            yield f'<div class="row">{"".join(drawn)}</div>'
        else:
            yield _removed(block, number, page.article.language)


def _removed(block: Block, number: int, language: str) -> str:
    return (
        f'<details class="removed" id="c0-b{number}">'
        f"<summary>Removed {block.kind}: {quote(block.removed or '')}</summary>"
        f"<p {_language(language)}>{quote(block.text)}</p></details>"
    )


def _language(code: str) -> str:
    return f'lang="{quote(code)}" dir="{direction(code)}"'


def _cell(cell: Cell, column: _Column, page: _Page) -> str:
    tag = _TAGS.get(cell.block.kind, "p")
    parts: list[str] = []
    notes: list[Numbered] = []
    for number, piece in enumerate(cell.pieces):
        local = f'data-s="{number}" id="{column.anchor(cell.index, number)}"'
        if piece.fallback:
            local += f" {_language(page.article.language)}"
        spans = _spans(piece, cell.index, number, column, page)
        text = annotate(piece.text, spans)
        parts.append(f'{piece.gap}<span class="{_style(piece, page)}" {local}>{text}</span>')
        if piece.fallback:
            parts.append('<span class="badge error" lang="en">not translated</span>')
        parts += [_badge(row, link=True) for row in piece.rows]
        notes += piece.rows
    parts += [_badge(row, link=True) for row in cell.rows]
    opening = f'<{tag} class="{cell.block.kind}" id="{column.anchor(cell.index)}">'
    body = f"{opening}{''.join(parts)}</{tag}>"
    label = f'<span class="label" lang="en" dir="ltr">{quote(column.name)}</span>'
    listed = _notes([*notes, *cell.rows])
    return f'<div class="cell" {_language(column.language)}>{label}{body}{listed}</div>'


def _style(piece: Piece, page: _Page) -> str:
    """The CSS classes of a sentence: the worst severity found in it, and whether it is German.

    What is wrong with a name is underlined there, unless the name is missing.
    """
    rows = [row.finding for row in piece.rows]
    found = {
        f.severity for f in rows if not (page.marked(f) and (f.target if f.language else f.source))
    }
    worst = [severity for severity in Severity if severity in found][:1]
    return " ".join(["s", *worst, *(["fallback"] if piece.fallback else [])])


def _notes(rows: Iterable[Numbered]) -> str:
    items = [
        f'<li class="{row.finding.severity}">{quote(row.finding.code)}: '
        f"{quote(row.finding.message)}</li>"
        for row in rows
    ]
    return f'<ul class="notes" lang="en" dir="ltr">{"".join(items)}</ul>' if items else ""


def _spans(piece: Piece, block: int, sentence: int, column: _Column, page: _Page) -> Iterator[Span]:
    """What is marked inside a sentence: its names, and the words that its findings name.

    In the source, that is what the findings in any of its translations name.
    """
    yield from page.names.get(names.ColumnRef(column.key, SentenceRef(block, sentence)), ())
    if column.translation is None:
        rows = [row for other in page.columns for row in page.index.at(other.key, block, sentence)]
        found = [(row.finding, row.finding.source) for row in rows]
    else:
        found = [(row.finding, row.finding.target) for row in piece.rows]
    for one, fragment in found:
        # A finding that names the whole sentence has underlined it already.
        if fragment != piece.text and not page.marked(one):
            for start, end in occurrences(piece.text, fragment):
                yield Span(start, end, one.severity, one.message)
