"""One form of a name for all its mentions: what that changes, before it is done."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsxlate.article import SentenceRef
from newsxlate.entities import NameAlignment
from newsxlate.review.desk import Row, Sheet

# What English and others hang on a name to say whose it is.
_POSSESSIVE = re.compile(r"(?<=\w)(?:['’]s|(?<=s)['’])\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A sentence with another form of a name in it.

    Attributes:
        row: The sentence as it reads.
        text: As it would read.
        spans: Where the new forms stand in ``text``.
    """

    row: Row
    text: str
    spans: tuple[tuple[int, int], ...]


def plan(sheet: Sheet, entry: int, form: str, instead: str = "") -> list[Change]:
    """The sentences that change if a name is to be given as ``form``, in order.

    What stands there for ``form`` is replaced wherever it stands for this name, its single words
    too: with "Peskow" for "Peskov", "Dmitri Peskow" changes as well. What is hung on the name, a
    possessive, is kept. Forms that are accepted stay, but for ``instead``.

    Args:
        sheet: The translation.
        entry: The name's number in the article.
        form: What is to stand there.
        instead: What stands there now; empty if that is what was found wrong.
    """
    made = sheet.record.result.translation(sheet.review.language)
    own = [one for one in made.names if one.entry == entry and one.start is not None]
    wrong = _wrong(own, form, instead)
    pairs = _pairs(wrong, form)
    found: dict[SentenceRef, dict[tuple[int, int], str]] = defaultdict(dict)
    for one in own:
        new = _renamed(one, form, wrong, pairs)
        if new != one.text and one.ref in sheet.rows:
            found[one.ref][one.start or 0, one.end or 0] = new
    return [_change(sheet.rows[ref], found[ref]) for ref in sorted(found)]


def _wrong(own: Iterable[NameAlignment], form: str, instead: str) -> set[str]:
    """The texts that ``form`` is to stand for."""
    if instead:
        return {bare(instead)}
    refused = [one for one in own if not one.outcome.accepted]
    expecting = {bare(one.text) for one in refused if form in one.expected}
    length = len(form.split())
    return expecting or {bare(one.text) for one in refused if len(one.text.split()) == length}


def _pairs(wrong: Iterable[str], form: str) -> dict[str, str]:
    """The single words that become others."""
    wanted = form.split(" ")
    return {
        old: new
        for words in (text.split(" ") for text in wrong)
        if len(words) == len(wanted)
        for old, new in zip(words, wanted, strict=True)
        if old != new
    }


def _renamed(one: NameAlignment, form: str, wrong: set[str], pairs: dict[str, str]) -> str:
    name = bare(one.text)
    tail = one.text[len(name) :]
    if name in wrong or (not one.outcome.accepted and form in one.expected):
        return form + tail
    return " ".join(pairs.get(word, word) for word in name.split(" ")) + tail


def bare(text: str) -> str:
    """A name without a possessive."""
    return _POSSESSIVE.sub("", text)


def _change(row: Row, found: dict[tuple[int, int], str]) -> Change:
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    behind = length = 0
    for (start, end), new in sorted(found.items()):
        if start < behind:
            continue
        parts += [row.text[behind:start], new]
        length += start - behind
        spans.append((length, length + len(new)))
        length += len(new)
        behind = end
    return Change(row=row, text="".join([*parts, row.text[behind:]]), spans=tuple(spans))


def forms(names: Iterable[NameAlignment]) -> Iterator[str]:
    """The forms that a name may be given everywhere, the likeliest first."""
    listed = list(names)
    expected = (form for one in listed if not one.outcome.accepted for form in one.expected[:3])
    standing = (bare(one.text) for one in listed if one.text)
    yield from dict.fromkeys([*expected, *standing])
