"""HTML: a page an article, its languages side by side, and ``index.html``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from newsxlate import resources
from newsxlate.findings import Severity
from newsxlate.outputs.article.display import direction, language_name
from newsxlate.outputs.article.html import page as article_page
from newsxlate.outputs.article.html.markup import quote
from newsxlate.outputs.stream.folders import new_folder
from newsxlate.outputs.stream.record import Record

_ROWS = "$rows"


def write(records: Iterator[Record], output: Path) -> int:
    """Write the records to a new folder and say how many there were."""
    head, _, foot = resources.text("outputs/html/index.html").partition(_ROWS)
    count = 0
    with new_folder(output) as folder, (folder / "index.html").open("w", encoding="utf-8") as index:
        index.write(head)
        for record in records:
            page = f"{record.stem}.html"
            text = article_page.write(record.result, reviews=record.reviews)
            (folder / page).write_text(text, encoding="utf-8")
            index.write(_row(record, page))
            count += 1
        index.write(foot)
    return count


def _row(record: Record, page: str) -> str:
    """A row of the index: the title with its link, the date, the languages, the findings."""
    result = record.result
    named = [(made.title, made.language) for made in result.translations]
    named += [(result.article.title, result.article.language), (record.name, "")]
    title, language = next(((t, code) for t, code in named if t), (record.token, ""))
    code = f' lang="{quote(language)}" dir="{direction(language)}"' if language else ""
    cells = [
        f'<a href="{page}"{code}>{quote(title)}</a>',
        quote(result.article.published or ""),
        quote(", ".join(language_name(made.language) for made in result.translations)),
        *(str(result.count(severity)) for severity in (Severity.ERROR, Severity.WARNING)),
    ]
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>\n"
