"""Find who wrote an article and when: in lines of their own, above it or below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from newsxlate.article import Kind
from newsxlate.cleaning.parts import Draft, Part
from newsxlate.cleaning.rules import Bylines, Dates, Rules

_SPACE = re.compile(r"\s+")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_BRACKETS = re.compile(r" ?\([^()]{0,60}(?:\)|$)")
_LONGEST = 30
# A line with more words than this is a headline, not a kicker.
_KICKER_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Imprint:
    """A line taken apart.

    Attributes:
        rest: What is left without dates, their labels and reading times.
        date: The first date in it, ISO 8601.
        labelled: Whether a label or a reading time says that it is about the article.
        updated: Whether the label says that the date is that of a change.
    """

    rest: str
    date: str | None
    labelled: bool
    updated: bool


@dataclass(frozen=True, slots=True)
class Authors:
    """What a byline says.

    Attributes:
        names: The names as they stand there, joined by commas or "und".
        marked: Whether a word before them says that they are authors: "Von".
    """

    names: str
    marked: bool


def by_imprint(draft: Draft) -> None:
    """Remove lines with the authors or the date, and remember both."""
    dates, bylines = draft.rules.dates, draft.rules.bylines
    if dates is None or bylines is None:
        return
    chronicle = _is_chronicle(draft, dates, bylines)
    # The lead, and what was taken from below it: there the author may stand above the date.
    top = draft.first
    authors: list[str] = []
    updated: str | None = None
    for number, part in enumerate(draft.parts):
        if not part.kept or part.body or len(part.words) > _LONGEST:
            continue
        edge = draft.where(number) != "body" or number <= top + 1
        imprint = _take_apart(part.text, dates)
        published = imprint.labelled or (imprint.date and edge and not chronicle)
        if published and _is_bare(imprint.rest, part, draft, number):
            part.remove(Kind.BOILERPLATE, dates.reason, "date")
        elif edge and (names := _names(imprint.rest, bylines, draft, number)) is not None:
            part.remove(Kind.CREDIT, bylines.reason, "byline")
            authors += [names] if names and names not in authors else []
        else:
            continue
        top = number if number == top + 1 else top
        if imprint.updated:
            updated = updated or imprint.date
        else:
            draft.published = draft.published or imprint.date
    draft.published = draft.published or updated
    initials = _initials(draft, bylines)
    draft.byline = draft.byline or ", ".join(authors) or _in_sentence(draft, bylines) or initials


def _in_sentence(draft: Draft, bylines: Bylines) -> str | None:
    """The authors that a sentence at the end names, which stays: "Das Interview führte ..."."""
    for part in draft.parts[draft.first :]:
        if part.kept and (found := _named_by(part.text, bylines)):
            return found
    return None


def _named_by(text: str, bylines: Bylines) -> str:
    """The authors in a sentence that says who they are; "" if there are none."""
    found = bylines.sentence.match(text)
    return ", ".join(name[0] for name in bylines.names.finditer(found[1])) if found else ""


def _initials(draft: Draft, bylines: Bylines) -> str | None:
    """Remove the authors' initials below the text, and return them."""
    found = None
    for part in draft.parts[draft.last + 1 :]:
        match = bylines.initials.match(part.text) if part.kept and draft.last >= 0 else None
        if match:
            part.remove(Kind.CREDIT, bylines.reason, "byline")
            found = found or next(filter(None, match.groups()))
    return found


def _is_chronicle(draft: Draft, dates: Dates, bylines: Bylines) -> bool:
    """Whether dates are subheads of the article: one stands alone between its paragraphs.

    One beside the byline below the lead is none.
    """
    start = draft.first + 1
    lines = list(takewhile(lambda part: not part.body, draft.parts[start:]))
    if any((match := bylines.line.match(p.text)) and match["mark"] for p in lines):
        start += len(lines)
    inside = draft.parts[start : max(draft.last, 0)]
    return any(
        part.kept and dates.date.fullmatch(part.text.strip(" :.")) is not None for part in inside
    )


def _take_apart(text: str, dates: Dates) -> _Imprint:
    match = dates.date.search(text)
    date = iso_date(match, dates) if match else None
    updated = bool(date and dates.update.search(text))
    bare = dates.date.sub(" ", text) if date else text
    labelled = updated or bool(date and dates.label.search(bare))
    if date:
        bare = dates.label.sub(" ", dates.update.sub(" ", bare))
    elif dates.beside.search(bare):
        labelled = True
    bare = dates.beside.sub(" ", bare)
    return _Imprint(_EDGE.sub("", _SPACE.sub(" ", bare)), date, labelled, updated)


def _is_bare(rest: str, part: Part, draft: Draft, number: int) -> bool:
    """Whether what is left of a dated line is nothing, or what printed it: "Berlin, 12.3.2024"."""
    if not rest:
        return True
    named = re.match(rf"\W*{re.escape(rest)} ?[,|]", part.text) is not None
    where = draft.where(number)
    words = len(rest.split())
    return named and words <= {"head": 1, "tail": 3}.get(where, 0)


def iso_date(match: re.Match[str], dates: Dates) -> str | None:
    """The date that ``dates.date`` found, in ISO 8601; None if there is no such day or time."""
    try:
        if match["iso"]:
            moment = datetime.fromisoformat(match["iso"])
        else:
            name = match["month"].lower().rstrip(".")
            month = int(name) if name.isdigit() else dates.months[name]
            year = int(match["year"])
            moment = datetime(year if year > 99 else 2000 + year, month, int(match["day"]))
        if match["hour"]:
            moment = moment.replace(hour=int(match["hour"]), minute=int(match["minute"]))
    except ValueError:
        return None
    return moment.isoformat(timespec="minutes") if match["hour"] else moment.date().isoformat()


def _names(rest: str, bylines: Bylines, draft: Draft, number: int) -> str | None:
    """The names in a byline; "" for one without names; None if the line is no byline."""
    if bylines.alone.match(rest) or (draft.byline and rest in draft.byline.split(", ")):
        return ""
    if draft.parts[number].title and (asked := _named_by(draft.parts[number].text, bylines)):
        # A line of its own is no sentence of the article: "Die Fragen stellte Erika Muster".
        return asked
    found = authors_in(rest, draft.rules)
    if found is None or (not found.marked and not _is_bare_name(rest, bylines, draft, number)):
        return None
    return found.names


def undated(text: str, rules: Rules) -> str:
    """A line without its date, the date's label, and the time that it takes to read."""
    return _take_apart(text, rules.dates).rest if rules.dates is not None else text


def authors_in(text: str, rules: Rules) -> Authors | None:
    """Read a line that names authors, with a place or an office behind them at most.

    Args:
        text: A line in NFC.
        rules: The rules of its language.

    Returns:
        None if the line is something else.
    """
    bylines = rules.bylines
    if bylines is None:
        return None
    match = bylines.line.match(text)
    if match is None:
        # "Von Erika Muster (Text) und Max Beispiel (Fotos)"; but "Erika Muster (CDU)" is no byline.
        match = bylines.line.match(_BRACKETS.sub("", text))
        match = match if match and match["mark"] else None
    if match is None:
        return None
    names = [name[0] for name in bylines.names.finditer(match["names"])]
    ordinary = rules.stopwords - bylines.particles
    if any(set(name.lower().split()) & ordinary for name in names):
        return None
    while len(names) > 1 and not _may_be_a_person(names[-1], names[0], bylines):
        names.pop()
    start = match["names"].index(names[0])
    end = match["names"].rindex(names[-1]) + len(names[-1])
    return Authors(match["names"][start:end], bool(match["mark"]))


def _may_be_a_person(name: str, first: str, bylines: Bylines) -> bool:
    """Whether what stands behind the ``first`` author is another, no place, office or station."""
    words = name.split()
    shouted = any(len(word) > 2 and word.isupper() for word in words) and not first.isupper()
    return not (shouted or words[0].lower() in bylines.places or bylines.offices.search(name))


def _is_bare_name(names: str, bylines: Bylines, draft: Draft, number: int) -> bool:
    """Whether a line that is nothing but names gives the authors."""
    if names.split()[0].lower() in bylines.particles:
        return False
    if draft.where(number) == "tail" and draft.parts[number].text[0] in "([":
        return True
    return _beside_furniture(draft, number)


def _beside_furniture(draft: Draft, number: int) -> bool:
    """Whether a bare name is the author's: it stands under the headline, next to what is no text.

    A bare name above the headline, or between paragraphs, is what the article is about.
    """
    if draft.where(number) != "head":
        return False
    near = [draft.parts[n] for n in (number - 1, number + 1) if 0 <= n < len(draft.parts)]
    dates = draft.rules.dates
    furniture = any(
        not part.kept or (dates is not None and part.title and dates.date.match(part.text))
        for part in near
    )
    headed = any(p.kept and p.title and len(p.words) > _KICKER_WORDS for p in draft.parts[:number])
    return furniture and headed


_CREDIT_AT = re.compile(r"(?<=[\w.!?“”\"»)]) +(?=[(\[©]|[^\W\d_]+(?:/[^\W\d_]+)?: ?\w)")
_LONGEST_CAPTION = 60


def captions(draft: Draft) -> list[Part]:
    """Parts that describe a picture: a text with the picture's credit at its end."""
    return [part for part in draft.parts if part.kept and _is_caption(part, draft)]


def _is_caption(part: Part, draft: Draft) -> bool:
    if len(part.words) > _LONGEST_CAPTION:
        return False
    credits = [rule for rule in draft.rules.rules if rule.credit]
    for match in _CREDIT_AT.finditer(part.text):
        credit = part.text[match.end() :]
        if any(
            len(credit.split()) <= rule.max_words
            and (rule.prefix.match(credit) or rule.match.match(credit))
            for rule in credits
        ):
            return True
    return False
