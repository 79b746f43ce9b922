"""Find what an interviewer asks: turns with a label that says so, or that end as questions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from newsxlate.article import Kind
from newsxlate.cleaning.imprint import captions
from newsxlate.cleaning.layout import Structure
from newsxlate.cleaning.parts import Draft, Part

# "Weber:", "Dr. Anna Weber (lacht):", "Frage 2:"; neither a quotation nor a time is a label.
_LABEL = re.compile(r"([^\W\d_][^:?!„“\"»«\d]{0,40}?)(?: \d{1,2})?(?: ?\([^)]{1,30}\))?: (?=\S)")
_LABEL_WORDS = 4
_QUESTION = re.compile(r"\?[)\]]?$")
# Of the turns of who asks, this share ends with a question mark at least, and of others less.
_ASKING = 0.5
# Turns of speakers that show a conversation, and their share of the paragraphs they stand in.
_TURNS = 4
_SPOKEN = 0.4
# Questions that make an interview of a text which says that it is one, or only hints at it; then
# they are also this share of the paragraphs from the first to the last of them.
_SIGNED = 2
_HINTED = 3
_ASKED = 0.25
_LEAD_WORDS = 6
_NEAR = 6


def find_questions(draft: Draft) -> None:
    """Give what an interviewer asks its kind, and the lead; a text that is no interview stays."""
    known = draft.structure
    if known is None:
        return
    start = draft.headline + 1 if draft.headline is not None else 0
    turns = [p for p in draft.parts[start:] if p.kept and p.kind in (Kind.PARAGRAPH, Kind.SUBHEAD)]
    labels = [_label(part) for part in turns]
    askers, speakers = _speakers(turns, labels, known)
    labelled = {n for n, label in enumerate(labels) if label in askers}
    asked = set(_unlabelled(turns, labels, speakers, known))
    if not speakers and not _is_interview(draft, turns, asked, known):
        return
    if not labelled | asked:
        return
    for number in labelled | asked:
        turns[number].kind = Kind.QUESTION
    _name_lead(draft, turns)


def _name_lead(draft: Draft, turns: Sequence[Part]) -> None:
    """What stands between the headline and the first questions, and is no caption, is the lead."""
    part, near = turns[0], turns[1:_NEAR]
    if any(p.kind is Kind.LEAD for p in draft.parts) or part in captions(draft):
        return
    asked = any(p.kind is Kind.QUESTION for p in near)
    if part.kind is Kind.PARAGRAPH and len(part.words) >= _LEAD_WORDS and asked:
        part.kind = Kind.LEAD


def _label(part: Part) -> str | None:
    match = _LABEL.match(part.text)
    if match is None or len(match[1].split()) > _LABEL_WORDS:
        return None
    return match[1] if match[1][0].isupper() and match[1].split()[-1][0].isupper() else None


def _speakers(
    turns: Sequence[Part], labels: Sequence[str | None], known: Structure
) -> tuple[set[str], set[str]]:
    """The labels of who asks, and those of all who speak; none if the text is no conversation."""
    spoken: defaultdict[str, list[bool]] = defaultdict(list)
    for part, label in zip(turns, labels, strict=True):
        if label is not None:
            spoken[label].append(_is_question(part))
    askers = {label for label in spoken if label.split()[-1].lower() in known.questions}
    often = {label for label, ends in spoken.items() if len(ends) > 1}
    if sum(len(spoken[label]) for label in askers) < _SIGNED:
        askers = {label for label in often if sum(spoken[label]) >= _ASKING * len(spoken[label])}
        if askers == often:
            # Those who answer ask back; who begins is the interviewer.
            askers = {next(label for label in spoken if label in often)} if often else set()
        numbers = [n for n, label in enumerate(labels) if label in often]
        dense = numbers and len(numbers) >= _SPOKEN * (numbers[-1] - numbers[0] + 1)
        if not askers or len(often) < 2 or len(numbers) < _TURNS or not dense:
            return set(), set()
    words = Counter(word for part in turns for word in set(part.words))
    # Somebody who has one turn is spoken of elsewhere.
    named = {label for label in spoken if words[label.split()[-1].lower()] > 1}
    answers = {label for label in spoken if label.lower() in known.answers}
    return askers, askers | often | named | answers


def _is_question(part: Part) -> bool:
    return _QUESTION.search(part.block.text) is not None


def _unlabelled(
    turns: Sequence[Part], labels: Sequence[str | None], speakers: set[str], known: Structure
) -> Iterator[int]:
    """Turns without a speaker that end as questions. Of two in a row, one is an answer's end."""
    run: list[int] = []
    for number, part in enumerate(turns):
        if _is_question(part) and labels[number] not in speakers:
            run.append(number)
            continue
        yield from _asking(run, turns, known)
        run = []


def _asking(run: list[int], turns: Sequence[Part], known: Structure) -> list[int]:
    """Every other turn of a run: those who ask speak to somebody, and have the last word in it."""
    if len(run) < 2:
        return run
    first, second = run[::2], run[1::2]
    addressed = [sum(bool(known.address.search(turns[n].text)) for n in s) for s in (first, second)]
    if addressed[0] != addressed[1]:
        return first if addressed[0] > addressed[1] else second
    return run[(len(run) + 1) % 2 :: 2]


def _is_interview(draft: Draft, turns: Sequence[Part], asked: set[int], known: Structure) -> bool:
    """Whether a text without speakers' labels is an interview."""
    if any(known.signs.match(part.text) for part in draft.parts):
        return len(asked) >= _SIGNED
    if len(asked) < _HINTED or len(asked) < _ASKED * (max(asked) - min(asked) + 1):
        return False
    first = draft.parts.index(turns[min(asked)])
    return any(known.hints.search(part.text) for part in draft.parts[:first] if part.kept)
