"""Mark stretches of a sentence in HTML. The one place where text becomes mark-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from newsxlate.writing.common import clean


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that is to be shown in some way.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        style: CSS class that says how.
        title: What a reader is told about it; may be empty.
    """

    start: int
    end: int
    style: str
    title: str = ""


def annotate(text: str, spans: Iterable[Span] = ()) -> str:
    """``text`` as HTML, each span in a ``<mark>`` of its class.

    Spans may overlap in any way: where they do, the mark carries all their classes and titles.
    Empty spans and what lies outside the text are ignored.
    """
    clipped = [
        Span(max(0, span.start), min(len(text), span.end), span.style, span.title) for span in spans
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
        parts.append(_marked(text[start:end], active))
    return "".join(parts)


def _marked(text: str, spans: list[Span]) -> str:
    if not spans:
        return quote(text)
    styles = " ".join(dict.fromkeys(span.style for span in spans))
    titles = "; ".join(dict.fromkeys(span.title for span in spans if span.title))
    title = f' title="{quote(titles)}"' if titles else ""
    return f'<mark class="{quote(styles)}"{title}>{quote(text)}</mark>'


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
