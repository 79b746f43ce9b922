"""HTML: source and translations side by side, sentence by sentence, in one file.

The page needs nothing from elsewhere and forbids itself to ask (Content-Security-Policy); its
style, its script and its frame lie in ``data/outputs/html``. Without the script it is plain
columns.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from string import Template

from newsxlate import resources
from newsxlate.findings import Finding, Severity
from newsxlate.outputs.article import summaries
from newsxlate.outputs.article.credit import statements
from newsxlate.outputs.article.display import direction, language_name
from newsxlate.outputs.article.html import linked_data, name_table, names
from newsxlate.outputs.article.html.columns import Column, Page, badge, rows
from newsxlate.outputs.article.html.markup import quote
from newsxlate.outputs.article.view import Index, Places, cautions, exists, remembered
from newsxlate.result import Result
from newsxlate.signoff import Part, Review
from newsxlate.version import __version__

# The script uncovers it.
_HINT = (
    '<p class="hint" hidden>Point at a sentence to see its counterparts. With the keyboard: Tab to'
    " a sentence, <kbd>↑</kbd> <kbd>↓</kbd> for the next one, <kbd>←</kbd> <kbd>→</kbd> for its"
    " counterparts.{more}</p>"
)
_HINT_NAMES = " Tab again for the names in it, <kbd>Esc</kbd> to hide what is shown."
# Below this width of a column (in rem), columns are stacked.
_COLUMN = 20


def write(result: Result, *, marks: bool = True, reviews: Sequence[Review] = ()) -> str:
    """Render a result as one self-contained page.

    Args:
        result: What to render; without translations, there is one column.
        marks: Has no effect: findings are what the page is for.
        reviews: What people have said of its translations and summaries.
    """
    columns = [
        Column(0, result.article.language, None),
        *(Column(n, made.language, made) for n, made in enumerate(result.translations, 1)),
    ]
    page = Page(result.article, columns, Index(result), names.spans(result))
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
        cautions="\n".join(f'<p class="caution">{quote(c)}.</p>' for c in cautions(result)),
        credits="\n".join(_credits(result, reviews)),
        linked=linked_data.script(result, reviews),
        hint=_HINT.format(more=_HINT_NAMES if table else "") if result.translations else "",
        summaries=summaries.html(result),
        findings=_finding_list(page, Places(result.article)),
        names=table,
        heads=_heads(columns),
        rows="\n".join(rows(page)),
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


def _languages(columns: Sequence[Column]) -> str:
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
    if told := remembered(result):
        yield _item("Human", quote("; ".join(told)))
    counts = [(severity, result.count(severity)) for severity in Severity]
    shown = ", ".join(_count(count, severity) for severity, count in counts if count)
    yield _item("Findings", shown or "none")


def _credits(result: Result, reviews: Sequence[Review]) -> Iterator[str]:
    """Who made the texts, and who answers for them: a line each."""
    said = [row for part in Part for row in statements(result, reviews, part)]
    several = len({language for language, _ in said}) > 1
    for language, text in said:
        named = f"{language_name(language)}: {text}" if several else text
        yield f'<p class="credit">{quote(named)}</p>'


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


def _heads(columns: Iterable[Column]) -> str:
    told = []
    for column in columns:
        aside = "source"
        if column.translation:
            pivot = column.translation.pivot
            aside = f"translation through {language_name(pivot)}" if pivot else "translation"
        told.append(f"<div>{quote(column.name)} <small>{quote(aside)}</small></div>")
    # Screen readers hear each cell's language from its lang attribute.
    return f'<div class="row heads" aria-hidden="true">{"".join(told)}</div>'


def _finding_list(page: Page, places: Places) -> str:
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
            f'<li id="f{row.number}" class="{found.severity}">{badge(row, link=False)}'
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
