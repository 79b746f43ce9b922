"""The names of an article with all that stands for them, as the page lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from newsxlate.entities import NameAlignment
from newsxlate.outputs.article.html.names import shown
from newsxlate.review.web.marks import looks
from newsxlate.review.web.renaming import bare, forms
from newsxlate.review.web.rows import Drawing, anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """What stands for a name in one or more places.

    Attributes:
        text: What stands there; empty if it is missing.
        count: How often.
        state: What became of the name, in words.
        sign: What stands behind it in the text.
        style: CSS class; empty if there is nothing to be said against it.
        expected: What would be accepted, best first.
        anchors: The rows that it stands in.
        replaced: What the model had written, if it is a repair.
    """

    text: str
    count: int
    state: str
    sign: str
    style: str
    expected: tuple[str, ...]
    anchors: tuple[str, ...]
    replaced: str = ""

    @property
    def bare(self) -> str:
        """What stands there without a possessive."""
        return bare(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of the article.

    Attributes:
        id: Its number.
        canonical: Its full name.
        look: CSS classes of its colour and pattern.
        label: The number that is shown with it where colours do not tell it; else empty.
        variants: Its other spellings that are probably mistakes.
        sources: What the article calls it, and how often.
        count: How many mentions it has.
        anchors: The rows it is mentioned in.
        renderings: What stands for it.
        forms: What it may be called everywhere, the likeliest first.
    """

    id: int
    canonical: str
    look: str
    label: str
    variants: tuple[str, ...]
    sources: tuple[tuple[str, int], ...]
    count: int
    anchors: tuple[str, ...]
    renderings: tuple[Rendering, ...]
    forms: tuple[str, ...]

    @property
    def wrong(self) -> bool:
        """Whether something is to be said against a rendering."""
        return any(one.style in ("bad", "doubt") for one in self.renderings)


def panel(drawing: Drawing) -> list[Name]:
    """The names, those first that something is to be said against."""
    return sorted(_names(drawing), key=lambda name: not name.wrong)


def _names(drawing: Drawing) -> Iterator[Name]:
    ledger = drawing.result.ledger
    styles = looks(ledger)
    for entry in ledger.entries if ledger else ():
        made = drawing.made.names if drawing.made else ()
        own = [one for one in made if one.entry == entry.id]
        look, label = styles[entry.id]
        yield Name(
            id=entry.id,
            canonical=entry.canonical,
            look=look,
            label=label,
            variants=entry.variants,
            sources=tuple(Counter(one.mention.text for one in entry.mentions).items()),
            count=len(entry.mentions),
            anchors=tuple(dict.fromkeys(anchor(*one.ref) for one in entry.mentions)),
            renderings=tuple(_renderings(drawing, own)),
            forms=tuple(forms(own)),
        )


def _renderings(drawing: Drawing, own: list[NameAlignment]) -> Iterator[Rendering]:
    for one, places in shown(own).items():
        yield Rendering(
            text=one.text,
            count=len(places),
            state=drawing.say(f"outcome.{one.state.label}"),
            sign=one.state.sign,
            style=one.state.style,
            expected=tuple(dict.fromkeys(form for place in places for form in place.expected[:3])),
            anchors=tuple(dict.fromkeys(anchor(*place.ref) for place in places)),
            replaced=one.replaced,
        )
