"""What ``newsxlate segment`` shows: the blocks, what was removed and why, and the sentences."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from newsxlate.article import Article, Block
from newsxlate.errors import UsageError
from newsxlate.outputs.article import json
from newsxlate.outputs.article.display import language_name, line
from newsxlate.result import Result

FORMATS = ("text", "json")
WIDTH = 100


def render(article: Article, format: str, *, width: int = WIDTH) -> str:
    """Render an article before it is translated.

    Args:
        article: The article, segmented.
        format: "text" for people; "json" gives what `newsxlate.outputs.article.json` gives for a
            result without translations.
        width: Columns to wrap the text at.

    Raises:
        UsageError: There is no such format.
    """
    if format == "json":
        return json.write(Result(article=article))
    if format != "text":
        raise UsageError(
            f"there is no output format {format!r} here", hint=f"Use {' or '.join(FORMATS)}."
        )
    return "\n".join([*_head(article), "", *_blocks(article, width)]) + "\n"


def _head(article: Article) -> Iterator[str]:
    kept = [block for _, block in article.kept()]
    rows = {
        "source": article.source or "standard input",
        "language": f"{language_name(article.language)} ({article.language})",
        "title": article.title or "none found",
        "byline": article.byline or "none found",
        "published": article.published or "none found",
        **({"embargoed": f"until {article.embargoed}"} if article.embargoed else {}),
        "blocks": f"{len(kept)} kept, {len(article.blocks) - len(kept)} removed",
        "sentences": str(sum(len(block.sentences) for block in kept)),
    }
    for name, value in rows.items():
        yield f"{name:<11}{line(value)}"


def _blocks(article: Article, width: int) -> Iterator[str]:
    """A block's number and kind stand on the left, its sentences in a column beside them.

    Sentences are numbered through the article, removed blocks have a cross instead.
    """
    digits = len(str(max(len(article.blocks) - 1, 0)))
    kinds = max((len(block.kind) for block in article.blocks), default=0)
    total = sum(len(block.sentences) for block in article.blocks)
    count = 0
    for number, block in enumerate(article.blocks):
        label = f"{number:>{digits}}  {block.kind:<{kinds}}  "
        for mark, text in _rows(block, count):
            first = f"{label}{mark:>{max(len(str(total)), 1)}}  "
            yield from _wrapped(text, first, width)
            label = " " * len(label)
        count += len(block.sentences) if block.kept else 0


def _rows(block: Block, count: int) -> Iterator[tuple[str, str]]:
    """A block's lines, each with what stands before it."""
    if block.removed is not None:
        yield "x", f"removed: {line(block.removed)}"
        yield "", line(block.text)
    elif block.sentences:
        for number, sentence in enumerate(block.sentences, count + 1):
            yield str(number), line(sentence.text)
    else:
        yield "", line(block.text)


def _wrapped(text: str, first: str, width: int) -> list[str]:
    rows = textwrap.wrap(
        text,
        # Even in a narrow terminal some of the text has to fit beside its label.
        width=max(width, len(first) + 20),
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
    return rows or [first.rstrip()]
