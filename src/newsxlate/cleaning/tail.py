"""Judge what hangs together: lists under headings, biographies, and what follows the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from newsxlate.article import Kind
from newsxlate.cleaning.parts import Draft, Part
from newsxlate.cleaning.rules import Biographies, Bylines

AFTER = "after the end of the article"
LISTED = "title under a heading over links"
# A subhead that follows a list of links has at most this many words, a link's title more.
_SUBHEAD_WORDS = 4
# Addresses, telephone numbers.
_CONTACT = re.compile(r"@|\d{3}|www\.")
# An end is believed if what follows has at most this share of the words before it.
_REST = 0.5
_FIRST_SENTENCES = 300
# Blocks in a list of teasers with what follows it, at most.
_LONGEST_LIST = 100


def by_biography(draft: Draft) -> None:
    """Remove the author's name and biography at the end, and remember the name."""
    rules, bylines = draft.rules.biographies, draft.rules.bylines
    if rules is None or bylines is None:
        return
    for number in range(len(draft.parts) - 1, max(draft.first, 0), -1):
        part = draft.parts[number]
        if not part.kept or part.kind is Kind.BOX or len(part.words) < 6:
            continue
        if _is_biography(draft, number, rules, bylines):
            part.remove(Kind.BIOGRAPHY, rules.reason, "biography")
            part.ends = "titles"
            _heading(draft, number, rules, bylines)
    draft.bound()


def _is_biography(draft: Draft, number: int, rules: Biographies, bylines: Bylines) -> bool:
    """Whether a paragraph introduces the author: in the present tense, by name and profession.

    The article's subject may be a journalist too. But the subject's name is in the article, and
    the author's is not, unless in the byline.
    """
    part, above = draft.parts[number], draft.parts[number - 1]
    beginning = part.text[:_FIRST_SENTENCES]
    named = bylines.name.match(above.text)
    # A name, and under it a text that begins with it, needs no profession.
    if not (named and beginning.startswith(above.text)) and not (
        rules.verb.search(beginning) and rules.profession.search(beginning)
    ):
        return False
    if rules.heading.match(above.text):
        return True
    at_end = not any(p.kept and p.body for p in draft.parts[number + 1 :])
    if not (named or at_end):
        return False
    if rules.opening.match(beginning):
        return True
    name = bylines.names.match(beginning)
    # "Die Feuerwehr berichtet über ..." begins the article: nobody's name begins like that.
    if name is None or name[0].split()[0].lower() in draft.rules.stopwords:
        return False
    surname = _surname(name[0], above.text if named else draft.byline)
    if draft.byline and surname in draft.byline:
        return True
    return not any(surname in normalize("NFC", p.block.text) for p in draft.bodies(number))


def _surname(found: str, known: str | None) -> str:
    """The last word of the name a biography begins with; ``known`` says how long the name is."""
    if known and found.startswith(known):
        found = known
    return found.split()[-1].strip(".,")


def _heading(draft: Draft, number: int, rules: Biographies, bylines: Bylines) -> None:
    """Remove the name and "About the author" above a biography, in either order."""
    name = ""
    for above in reversed(draft.parts[max(0, number - 2) : number]):
        if bylines.name.match(above.text):
            name = above.text
        elif not rules.heading.match(above.text):
            break
        above.remove(Kind.BIOGRAPHY, rules.reason, "biography")
    beginning = draft.parts[number].text
    if not name and not rules.opening.match(beginning):
        first = bylines.names.match(beginning)
        name = first[0] if first else ""
    draft.byline = draft.byline or name or None


def by_list(draft: Draft) -> None:
    """Remove the lines under a heading such as "Related articles" or "Press contact"."""
    for number, part in enumerate(draft.parts):
        if not part.opens or part.kept or number < draft.first:
            continue
        run = _run(draft, number + 1)
        inside = draft.where(number) == "body"
        if (
            inside
            and run
            and (_may_be_subhead(run[-1]) or _parts_from(run[-1].block.kind, part.block.kind))
        ):
            # Whatever the list was, the text goes on below: this is its subhead.
            run.pop()
        links = part.kind is Kind.TEASER
        for title in run:
            title.remove(part.kind, LISTED if links else part.reason or LISTED, part.rule)
        if inside and links:
            _remove_teasers(draft, number)
    draft.bound()


def _may_be_subhead(part: Part) -> bool:
    return len(part.words) <= _SUBHEAD_WORDS and not _CONTACT.search(part.text)


def _run(draft: Draft, start: int) -> list[Part]:
    """The titles from ``start`` on; what was removed between them does not part them."""
    run: list[Part] = []
    for part in draft.parts[start:]:
        question = part.text.endswith("?") and ":" in part.text
        boxed = part.kind is Kind.BOX and part.block.kind is not Kind.BOX
        if part.kept and (boxed or not (part.title or question)):
            break
        if part.kept and run and _parts_from(part.block.kind, run[-1].block.kind):
            break
        if part.kept:
            run.append(part)
        elif part.opens:
            break
    return run


def _parts_from(kind: Kind, before: Kind) -> bool:
    """Whether a title is of another sort than those above it, as far as the page told them apart.

    A subhead under links is that of the text below them; behind a list's items the list is over.
    """
    return kind is not before and (kind is Kind.SUBHEAD or before is Kind.ITEM)


def _remove_teasers(draft: Draft, heading: int) -> None:
    """Remove titles that each have a paragraph under them, to the end of the text.

    One such pair may be a link and the article going on; two or more, and nothing else, are a list.
    """
    rest = draft.parts[heading + 1 :]
    if len(rest) > _LONGEST_LIST:
        return
    listed = [p for p in rest if p.kept or p.reason == LISTED]
    shape = "".join("p" if part.body else "t" for part in listed)
    pairs = shape.split("t")[1:]
    titled = [run for run in pairs if run]
    if len(titled) < 2 or any(len(run) > 1 for run in titled) or shape.startswith("p"):
        return
    if _words(rest) > _REST * _words(draft.parts[:heading]):
        return
    for part in rest:
        if part.kept:
            part.remove(Kind.TEASER, "teaser of another article", "teaser list")


def by_end(draft: Draft) -> None:
    """Remove what follows readers' comments, a biography, a copyright notice ..."""
    words = [len(part.words) if part.kept and part.body else 0 for part in draft.parts]
    before, removed, total = 0, 0, sum(words)
    titles = whole = len(draft.parts)
    for number, part in enumerate(draft.parts):
        before += words[number]
        after = total - before
        if part.kept or number <= draft.first:
            continue
        if part.ends == "all" and after <= before and _is_confirmed(draft, number):
            whole = min(whole, number)
        elif after <= _REST * before and draft.where(number) == "tail":
            removed += 1
            # What stands between two pieces of clutter below the text is more of it.
            if part.ends or removed > 1:
                titles = min(titles, number)
    for number, part in enumerate(draft.parts):
        text = part.body or part.final
        if part.kept and (number > whole or (number > titles and not text)):
            part.remove(Kind.BOILERPLATE, AFTER, "end")
    draft.bound()


def _is_confirmed(draft: Draft, number: int) -> bool:
    """Whether a second piece of clutter near an end says that it is one.

    "12 comments" alone is a button, which some sites have in the middle of the text.
    """
    near = [*draft.parts[max(0, number - 2) : number], *draft.parts[number + 1 :]]
    return any(part.ends for part in near)


def _words(parts: Sequence[Part]) -> int:
    return sum(len(part.words) for part in parts if part.kept and part.body)
