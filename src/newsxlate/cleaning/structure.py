"""Say what the kept blocks are: headline, kicker, lead, subhead, caption, box."""

from __future__ import annotations

import re
from itertools import pairwise

from newsxlate.article import Kind
from newsxlate.cleaning.imprint import captions
from newsxlate.cleaning.layout import Structure
from newsxlate.cleaning.parts import Draft, Part

_KICKER_WORDS = 6
_HEADLINE_WORDS = 3
_MENU_WORDS = 8
_SUBHEAD_WORDS = 14
_OPENING, _CLOSING = '"„»«‚‘“', '"“”«»‘’'
# How the line of a match ends: "1:0", "2:1 (0:1)".
_RESULT = re.compile(r"\d:\d+\)?$")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[.:][0-5]\d")
_BODIES = 6
_BOX_WORDS = 4
# Characters before a name at the beginning of a paragraph: "Die ".
_ARTICLE = 4
# Of two likely headlines the upper one is it, unless the lower is likelier by this much.
_MARGIN = 0.5
ABOVE = "above the headline"
BETWEEN = "between the headline and the text"
REPEATED = "repeats the headline"


def find_headline(draft: Draft) -> None:
    """Find the headline above the first paragraph, and remove what menus left above it."""
    known = next((n for n, p in enumerate(draft.parts) if p.block.kind is Kind.HEADLINE), None)
    if known is not None:
        draft.headline = known
        return
    candidates = [n for n, p in enumerate(draft.parts[: draft.first]) if p.kept and _may_be(p)]
    candidates = candidates[:1] + [n for n in candidates[1:] if not _asks_somebody(n, draft)]
    if not candidates or len(draft.parts) < 2:
        return
    subject = {_stem(word) for part in list(draft.bodies())[:_BODIES] for word in part.words}
    best, highest = candidates[0], _likely(draft, candidates[0], subject)
    for number in candidates[1:]:
        score = _likely(draft, number, subject)
        # A quotation above is the headline of an interview rather than a kicker.
        if score > highest + _MARGIN + _is_quotation(draft.parts[best]):
            best, highest = number, score
    best = _spoken(draft, candidates) or best
    draft.headline = best
    draft.parts[best].kind = Kind.HEADLINE
    for part in draft.parts[: draft.first]:
        if part.kept and part is not draft.parts[best] and part.text == draft.parts[best].text:
            part.remove(Kind.BOILERPLATE, REPEATED, "above")
    _above(draft, best)
    _below(draft, best)


def find_boxes(draft: Draft) -> None:
    """Find boxes by their headings: "Zur Person", and below it what is about that person.

    A box about the author is none, but a biography.
    """
    known = draft.structure
    if known is None:
        return
    for number, part in enumerate(draft.parts):
        if not part.kept or part.kind not in (Kind.PARAGRAPH, Kind.SUBHEAD):
            continue
        opened = known.headed.match(part.text)
        first = number if opened else number + 1
        if not (opened or known.headings.match(part.text) or _names_below(draft, number, known)):
            continue
        box = _box(draft, first, opened.end() if opened else 0, known)
        for below in box:
            below.kind = Kind.BOX
        if box:
            part.kind = Kind.BOX


def _names_below(draft: Draft, number: int, known: Structure) -> bool:
    """Whether a line is the heading over who the text below the article is about."""
    about = known.about.match(draft.parts[number].text)
    if about is None or not draft.first < number < len(draft.parts) - 1:
        return False
    return about["name"] in draft.parts[number + 1].text[: len(about["name"]) + _ARTICLE]


def _box(draft: Draft, first: int, start: int, known: Structure) -> list[Part]:
    """The paragraphs of a box whose first one has its text at ``start``."""
    about = draft.parts[first] if first < len(draft.parts) else None
    if about is None or not about.kept or len(about.words) < _BOX_WORDS:
        return []
    text = about.text[start:]
    if about.kind is not Kind.PARAGRAPH or _is_about_author(text, draft):
        return []
    box = [about]
    names = {word for word in text.split()[:3] if word[0].isupper()}
    several = known.several.match(draft.parts[first if start else first - 1].text)
    named = draft.rules.bylines.names if several and draft.rules.bylines else None
    for below in draft.parts[first + 1 :]:
        goes_on = below.text.partition(" ")[0] in known.pronouns | names
        goes_on = goes_on or bool(named and named.match(below.text))
        if not below.kept or not below.body or not goes_on:
            break
        box.append(below)
    return box


def _is_about_author(text: str, draft: Draft) -> bool:
    bylines = draft.rules.bylines
    name = bylines.names.match(text) if bylines and draft.byline else None
    return name is not None and name[0].split()[-1] in (draft.byline or "").split()


def _may_be(part: Part) -> bool:
    """Whether a part could be a headline; those of questions and calls end with their mark."""
    if part.kind in (Kind.ITEM, Kind.ROW, Kind.BOX):
        return False
    return part.title or (part.text.endswith(("?", "!", "“", "«", '"')) and len(part.words) <= 20)


def _asks_somebody(number: int, draft: Draft) -> bool:
    """Whether a line is an interview's first question: "Frau Berg, was nun?"."""
    text = draft.parts[number].text
    return (
        text.endswith("?")
        and draft.structure is not None
        and bool(draft.structure.address.search(text))
    )


def _is_quotation(part: Part) -> bool:
    text = part.text
    return len(part.words) >= _HEADLINE_WORDS and text[0] in _OPENING and text[-1] in _CLOSING


def _spoken(draft: Draft, candidates: list[int]) -> int | None:
    """The quotation that is an interview's headline, where a line above says that it is one."""
    if draft.structure is None:
        return None
    hints = draft.structure.hints
    for above, number in pairwise(candidates):
        kicker = draft.parts[above]
        hinted = hints.match(kicker.text) or (
            len(kicker.words) <= _KICKER_WORDS and hints.search(kicker.text)
        )
        if hinted and _is_quotation(draft.parts[number]):
            return number
    return None


def _likely(draft: Draft, number: int, subject: set[str]) -> float:
    """How like a headline a line is: its words come back in the text, and it is no mere label."""
    part = draft.parts[number]
    content = [w for w in part.words if len(w) > 3 and w not in draft.rules.stopwords]
    shared = sum(_stem(word) in subject for word in content) / max(1, len(content))
    told = part.density > 0 or any(mark in part.text for mark in ':–?!„“"»')
    return (
        shared + (len(part.words) > _HEADLINE_WORDS) + 0.5 * told + 0.02 * min(len(part.words), 15)
    )


def _stem(word: str) -> str:
    """Enough of a word to find it inflected."""
    return word[:5]


def _above(draft: Draft, headline: int) -> None:
    """The kicker is what stands directly above the headline; what stands above that is not text."""
    above = [n for n in range(headline) if draft.parts[n].kept]
    if above and above[-1] == headline - 1:
        kicker = draft.parts[above.pop()]
        if kicker.title and len(kicker.words) <= _KICKER_WORDS:
            kicker.kind = Kind.KICKER
    for number in above:
        part = draft.parts[number]
        if part.title and len(part.words) <= _MENU_WORDS:
            part.remove(Kind.BOILERPLATE, ABOVE, "above")


def _below(draft: Draft, headline: int) -> None:
    """Remove labels that stand between clutter under the headline: "Summary", "Print edition".

    A single word between clutter and the first paragraph is a label as well: "London".
    """
    for number in range(headline + 2, draft.first):
        part = draft.parts[number]
        label = part.kept and not part.final and len(part.words) <= _HEADLINE_WORDS
        if not label or draft.parts[number - 1].kept:
            continue
        followed = draft.parts[number + 1] if number + 1 < len(draft.parts) else part
        if not followed.kept or (number + 1 == draft.first and part.text.isalnum()):
            part.remove(Kind.BOILERPLATE, BETWEEN, "below")


def name_kinds(draft: Draft) -> None:
    """Give every kept part its kind, where reading did not."""
    for part in captions(draft):
        if part.kind is Kind.PARAGRAPH:
            part.kind = Kind.CAPTION
    if draft.headline is not None:
        _lead(draft, draft.headline)
    kept = [part for part in draft.parts if part.kept]
    for part, following in pairwise(kept):
        if part.kind is Kind.PARAGRAPH and _is_subhead(part, following, draft):
            part.kind = Kind.SUBHEAD


def _lead(draft: Draft, headline: int) -> None:
    """What stands between headline and byline is the lead; in plain text, a line below one is."""
    between = [
        number
        for number in range(headline + 1, len(draft.parts))
        if draft.parts[number].kept and draft.parts[number].kind is Kind.PARAGRAPH
    ]
    if not between:
        return
    part = draft.parts[between[0]]
    below = draft.parts[between[0] + 1 : between[0] + 2]
    if len(part.words) < _KICKER_WORDS:
        return
    marked = draft.parts[headline].block.kind is Kind.HEADLINE
    line = part.title and not marked and between[0] == headline + 1 and not _is_result(part)
    if line or (below and below[0].rule in ("byline", "date")):
        part.kind = Kind.LEAD


def _is_result(part: Part) -> bool:
    return part.text[-1].isdigit() or _RESULT.search(part.text) is not None


def _is_subhead(part: Part, following: Part, draft: Draft) -> bool:
    """Whether a short line without a full stop stands over a paragraph, a list or a table.

    Results ("1:0") are no subheads; dates over the entries of a chronicle and times over those of a
    ticker are.
    """
    dates = draft.rules.dates
    dated = dates is not None and dates.date.fullmatch(part.text) is not None
    if following.body and _CLOCK.fullmatch(part.text):
        return True
    return (
        part.title
        and len(part.words) <= _SUBHEAD_WORDS
        and (following.body or following.kind in (Kind.ITEM, Kind.ROW))
        and (part.text.lstrip("+ ")[:1].isupper() or part.text.lstrip("+ ")[:1].isdigit())
        and (dated or not _is_result(part))
    )
