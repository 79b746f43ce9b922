"""Say what the kept blocks are: headline, kicker, lead, subhead, caption."""

from __future__ import annotations

from itertools import pairwise

from newsxlate.article import Kind
from newsxlate.cleaning.imprint import captions
from newsxlate.cleaning.parts import Draft, Part

_KICKER_WORDS = 6
_HEADLINE_WORDS = 3
_MENU_WORDS = 8
_SUBHEAD_WORDS = 14
_BODIES = 6
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
    if not candidates or len(draft.parts) < 2:
        return
    subject = {_stem(word) for part in list(draft.bodies())[:_BODIES] for word in part.words}
    best, highest = candidates[0], _likely(draft, candidates[0], subject)
    for number in candidates[1:]:
        score = _likely(draft, number, subject)
        if score > highest + _MARGIN:
            best, highest = number, score
    draft.headline = best
    draft.parts[best].kind = Kind.HEADLINE
    for part in draft.parts[: draft.first]:
        if part.kept and part is not draft.parts[best] and part.text == draft.parts[best].text:
            part.remove(Kind.BOILERPLATE, REPEATED, "above")
    _above(draft, best)
    _below(draft, best)


def _may_be(part: Part) -> bool:
    """Whether a part could be a headline; those of questions and calls end with their mark."""
    return part.title or (part.text.endswith(("?", "!", "“", "«", '"')) and len(part.words) <= 20)


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
    """A paragraph between the headline and the byline is the lead."""
    between = [
        number
        for number in range(headline + 1, len(draft.parts))
        if draft.parts[number].kept and draft.parts[number].kind is Kind.PARAGRAPH
    ]
    if not between:
        return
    part = draft.parts[between[0]]
    below = draft.parts[between[0] + 1 : between[0] + 2]
    if len(part.words) >= _KICKER_WORDS and below and below[0].rule in ("byline", "date"):
        part.kind = Kind.LEAD


def _is_subhead(part: Part, following: Part, draft: Draft) -> bool:
    """Whether a short line without a full stop stands over a paragraph.

    Results ("1:0") are no subheads, dates over the entries of a chronicle are.
    """
    dates = draft.rules.dates
    dated = dates is not None and dates.date.fullmatch(part.text) is not None
    return (
        part.title
        and len(part.words) <= _SUBHEAD_WORDS
        and following.body
        and (part.text[0].isupper() or part.text[0].isdigit())
        and (dated or not part.text[-1].isdigit())
    )
