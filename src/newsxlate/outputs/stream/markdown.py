"""Markdown: a file an article and language, in a folder a language, and ``index.md``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from newsxlate.outputs.article import markdown as article_markdown
from newsxlate.outputs.article.display import language_name
from newsxlate.outputs.article.escaping import escape_inline
from newsxlate.outputs.stream.folders import new_folder
from newsxlate.outputs.stream.record import Record


def write(records: Iterator[Record], output: Path) -> int:
    """Write the records to a new folder and say how many there were."""
    count = 0
    with new_folder(output) as folder, (folder / "index.md").open("w", encoding="utf-8") as index:
        index.write("# Articles\n\n")
        for record in records:
            index.write(_entry(record, _articles(record, folder)))
            count += 1
    return count


def _articles(record: Record, folder: Path) -> Iterator[tuple[str, str | None, str]]:
    """Write an article; language, title and relative path of each file."""
    result = record.result
    for made in result.translations or (None,):
        language, title = (made or result.article).language, (made or result.article).title
        translations = (made,) if made else ()
        findings = tuple(f for f in result.findings if f.language in (None, language))
        (folder / language).mkdir(exist_ok=True)
        path = f"{language}/{record.stem}.md"
        shown = replace(result, translations=translations, findings=findings)
        text = article_markdown.write(shown, reviews=record.reviews)
        (folder / path).write_text(text, encoding="utf-8")
        yield language, title, path


def _entry(record: Record, written: Iterator[tuple[str, str | None, str]]) -> str:
    """A line of the index: the title, the date, and the languages with their files."""
    rows = list(written)
    titles = [title for _, title, _ in rows] + [record.result.article.title, record.name]
    title = next((title for title in titles if title), record.token)
    links = " · ".join(
        f"[{escape_inline(language_name(language))}]({path})" for language, _, path in rows
    )
    published = record.result.article.published
    dated = f" ({escape_inline(published)})" if published else ""
    return f"- {escape_inline(title)}{dated}: {links}\n"
