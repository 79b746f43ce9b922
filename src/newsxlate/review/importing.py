"""Corrections from elsewhere: what a CAT tool, or a person, made of an export, brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import REVIEW
from newsxlate.article import SentenceRef
from newsxlate.errors import InputError
from newsxlate.inputs.bilingual.states import meaning
from newsxlate.outputs.article.display import line
from newsxlate.review.changes import LONGEST
from newsxlate.review.desk import ConflictError, Desk, Editor, Place, Row, Sheet
from newsxlate.review.files import Corrections
from newsxlate.review.locating import Match, folded, matches, same, whole

# Others may be at work on the same translation.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A unit, or one of the sentences it is for, that did not go in.

    Attributes:
        place: Where in the file it stands.
        id: What the file calls it.
        document: The document it is for, if that is known.
        reason: Why it did not.
    """

    place: str
    id: str
    document: str
    reason: str


@dataclass(slots=True, kw_only=True)
class Imported:
    """What became of a file.

    Attributes:
        units: How many it has.
        edited: Sentences that have another text by it.
        accepted: Sentences of which it says that they are right as they stand.
        unchanged: Sentences of which it says nothing new.
        documents: Documents in which something changed.
        left_out: What did not go in, in the order of the file.
    """

    units: int = 0
    edited: int = 0
    accepted: int = 0
    unchanged: int = 0
    documents: int = 0
    left_out: list[LeftOut] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        """It as values for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a file is brought in.

    Attributes:
        editor: Whose corrections they are.
        exported: When it was exported, ISO 8601 in UTC; empty if that is not known.
        overwrite: Whether it goes before what people have written meanwhile.
        dry_run: Whether to say only what would be done.
    """

    editor: Editor
    exported: str = ""
    overwrite: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    """What a unit does to a sentence.

    Attributes:
        version: That of the sentence; see `Row`.
        text: Its new text; None if it is accepted as it stands.
    """

    version: int
    text: str | None = None


@dataclass(slots=True, kw_only=True)
class _Decided:
    """What units do to a translation.

    Attributes:
        changes: The sentences that change.
        unchanged: How many units say nothing new.
        refused: Units that cannot go in, and why.
    """

    changes: dict[SentenceRef, _Change] = field(default_factory=dict)
    unchanged: int = 0
    refused: list[tuple[Match, str]] = field(default_factory=list)


class _RefusedError(Exception):
    """A unit cannot go in; the message says why."""


# Told of a unit that did not go in, with the document and the reason.
_Refuse = Callable[[Match, str, str], None]


def bring_in(store: Path, read: Corrections, manner: Manner) -> Imported:
    """Bring corrections into a store, each translation in a transaction; nothing is signed off.

    Args:
        store: The store, of this version.
        read: What the file has.
        manner: How.

    Raises:
        InputError: There is no store, it is of another version, or damaged.
        StorageError: It cannot be written to.
    """
    units = whole(read.units)
    done = Imported(units=len(units))
    with Store(store, readonly=True, needs=REVIEW) as opened:
        found = list(matches(opened, units))
    order = {id(match): number for number, match in enumerate(found)}
    left: list[tuple[int, LeftOut]] = []

    def refuse(match: Match, document: str, reason: str) -> None:
        unit = match.unit
        left.append((order[id(match)], LeftOut(unit.place, unit.id, document, reason)))

    grouped: dict[tuple[str, str], list[tuple[Match, SentenceRef]]] = {}
    for match in found:
        if match.reason:
            refuse(match, "", match.reason)
        for spot in match.spots:
            key = (spot.document, match.unit.target_language)
            grouped.setdefault(key, []).append((match, spot.ref))
    changed = set()
    with Desk(store) as desk:
        for (document, language), group in grouped.items():
            if _bring_in_part(desk, document, language, group, manner, done, refuse):
                changed.add(document)
    done.documents = len(changed)
    done.left_out = [LeftOut(place, "", "", reason) for place, reason in read.broken]
    done.left_out += [one for _, one in sorted(left, key=lambda pair: pair[0])]
    return done


def _bring_in_part(
    desk: Desk,
    document: str,
    language: str,
    group: Sequence[tuple[Match, SentenceRef]],
    manner: Manner,
    done: Imported,
    refuse: _Refuse,
) -> bool:
    """Bring in what belongs to one translation; returns whether anything changed in it."""
    for attempt in range(1, _TRIES + 1):
        try:
            decided = _decide_all(desk, document, language, group, manner)
            if decided.changes and not manner.dry_run:
                texts = {ref: (one.version, one.text) for ref, one in decided.changes.items()}
                desk.replace(document, language, texts, editor=manner.editor)
            break
        except InputError as error:
            decided = _Decided(refused=[(match, error.message) for match, _ in group])
            break
        except ConflictError:
            # Somebody else is at work on it: it is looked at again.
            if attempt == _TRIES:
                decided = _Decided(
                    refused=[(match, "others are changing it") for match, _ in group]
                )
    for match, reason in decided.refused:
        refuse(match, document, reason)
    accepted = sum(change.text is None for change in decided.changes.values())
    done.accepted += accepted
    done.edited += len(decided.changes) - accepted
    done.unchanged += decided.unchanged
    return bool(decided.changes)


def _decide_all(
    desk: Desk,
    document: str,
    language: str,
    group: Sequence[tuple[Match, SentenceRef]],
    manner: Manner,
) -> _Decided:
    """What units do to a translation, as it reads now."""
    if not language:
        raise InputError("the file does not say its target language")
    sheet, decided = desk.sheet(document, language), _Decided()
    by_source: dict[str, list[SentenceRef]] = {}
    for ref, row in sheet.rows.items():
        by_source.setdefault(folded(row.source), []).append(ref)
    for match, named in group:
        there = by_source.get(folded(match.unit.source), [])
        # What stood before it may have come or gone since the export.
        ref = there[0] if len(there) == 1 else named
        try:
            change = _decide(desk, sheet, match, ref, manner)
            if change and ref in decided.changes:
                raise _RefusedError("its sentence comes twice")
        except _RefusedError as error:
            decided.refused.append((match, str(error)))
            continue
        if change is None:
            decided.unchanged += 1
        else:
            decided.changes[ref] = change
    return decided


def _decide(
    desk: Desk, sheet: Sheet, match: Match, ref: SentenceRef, manner: Manner
) -> _Change | None:
    """What a unit does to a sentence; None if nothing.

    Raises:
        _RefusedError: It does not fit, or the sentence is somebody else's by now.
    """
    unit, row = match.unit, sheet.rows.get(ref)
    target = line(unit.target or "")
    accepts = unit.approved is True or meaning(unit.state) == "accepted"
    if row is None:
        if not target:
            return None
        raise _RefusedError("there is no such sentence in the translation")
    if not same(unit.source, row.source):
        raise _RefusedError("its source reads otherwise there")
    if not target:
        if not accepts and _is_left_standing(sheet, ref):
            return None
        raise _RefusedError("it has no translation")
    if len(target) > LONGEST:
        raise _RefusedError(f"its translation has more than {LONGEST:,} characters")
    if same(target, row.text):
        return _Change(row.version) if accepts and row.review is None else None
    written = row.review
    if written is None or written.text == written.machine or manner.overwrite:
        return _Change(row.version, target)
    if _is_earlier(desk, sheet, row, target):
        # It was exported before, and nobody changed it since.
        if not accepts:
            return None
    elif manner.exported and written.at <= manner.exported:
        return _Change(row.version, target)
    raise _RefusedError(f"{written.by} wrote something else there on {written.at}")


def _is_left_standing(sheet: Sheet, ref: SentenceRef) -> bool:
    """Whether the machine has no translation of a sentence."""
    made = sheet.machine.translation(sheet.review.language)
    return any(
        sentence.fallback
        for block, number, sentence in made.sentences()
        if SentenceRef(block, number) == ref
    )


def _is_earlier(desk: Desk, sheet: Sheet, row: Row, text: str) -> bool:
    """Whether a text stood there before what stands there now."""
    assert row.review
    if same(text, row.machine) or same(text, row.review.machine):
        return True
    place = Place(sheet.record.id, sheet.review.language, *row.ref)
    return any(same(text, one) for event in desk.history(place) for one in (event.was, event.now))
