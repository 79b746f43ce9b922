"""Mark stretches of a sentence in HTML. The one place where text becomes mark-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise

from newsxlate.outputs.article.display import clean


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that is to be shown in some way.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        style: CSS classes that say how, with spaces between them.
        title: What a reader is told about it; may be empty.
        entry: Number of the name that it is, for the script to find what else is said of it.
        about: What a reader is told about that name, in lines.
        sign: What is shown behind it, without being part of the text; may be empty.
    """

    start: int
    end: int
    style: str
    title: str = ""
    entry: int | None = None
    about: str = ""
    sign: str = ""


def annotate(text: str, spans: Iterable[Span] = ()) -> str:
    """``text`` as HTML, each span in a ``<mark>`` of its class.

    Spans may overlap in any way: where they do, the mark carries all their classes and titles.
    A span's sign is at its last mark. Empty spans and what lies outside the text are ignored.
    """
    clipped = [
        replace(span, start=max(0, span.start), end=min(len(text), span.end)) for span in spans
    ]
    chosen = [span for span in clipped if span.start < span.end]
    if not chosen:
        return quote(text)
    edges = sorted({0, len(text), *(s.start for s in chosen), *(s.end for s in chosen)})
    opening = sorted(chosen, key=lambda span: span.start)
    active: list[Span] = []
    following = 0
    parts: list[str] = []
    for start, end in pairwise(edges):
        active = [span for span in active if span.end > start]
        while following < len(opening) and opening[following].start == start:
            active.append(opening[following])
            following += 1
        parts.append(_marked(text[start:end], end, active))
    return "".join(parts)


def _marked(text: str, end: int, spans: list[Span]) -> str:
    if not spans:
        return quote(text)
    titles = "; ".join(dict.fromkeys(span.title for span in spans if span.title))
    abouts = {span.entry: span.about for span in spans if span.entry is not None}
    told = "\n\n".join(filter(None, [clean(titles), *abouts.values()]))
    attributes = {
        "class": " ".join(dict.fromkeys(span.style for span in spans)),
        "data-n": " ".join(map(str, abouts)),
        "data-sign": " ".join(span.sign for span in spans if span.sign and span.end == end),
        # Browsers show a title's line breaks.
        "title": told,
    }
    written = "".join(f' {name}="{_lines(value)}"' for name, value in attributes.items() if value)
    return f"<mark{written}>{quote(text)}</mark>"


def _lines(text: str) -> str:
    return "&#10;".join(map(quote, text.split("\n")))


def quote(text: str) -> str:
    """``text`` for HTML: between tags, or in an attribute with double quotes."""
    return escape(clean(text))


def occurrences(text: str, fragment: str) -> Iterator[tuple[int, int]]:
    """Where ``fragment`` stands in ``text`` on its own: "5" is not found in "2015"."""
    start = text.find(fragment) if fragment else -1
    while start >= 0:
        end = start + len(fragment)
        inside = (start > 0 and fragment[0].isalnum() and text[start - 1].isalnum()) or (
            end < len(text) and fragment[-1].isalnum() and text[end].isalnum()
        )
        if not inside:
            yield start, end
        start = text.find(fragment, end)
