"""Where in a store the units of a file belong: by their ids, else by their source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from newsxlate.archive.store.codec import unpack
from newsxlate.archive.store.database import Store
from newsxlate.article import Article, SentenceRef
from newsxlate.inputs.bilingual.unit import Unit
from newsxlate.outputs.stream.provenance import xml_text
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Result
from newsxlate.text.joining import join

# What our exports call a sentence: its block and its place there, in TMX behind the document. What
# follows a slash is the segment of a unit.
_ID = re.compile(
    r"(?:(?P<document>.+)-)?b(?P<block>\d{1,9})s(?P<sentence>\d{1,9})(?:/.*)?", re.DOTALL
)
#: What a text's hash, in hexadecimal digits, stands behind where a file names no document.
TEXT = "text:"
_NOTHING = Result(article=Article(text="", blocks=(), language="de"))


@dataclass(frozen=True, slots=True)
class Spot:
    """A sentence of a document."""

    document: str
    ref: SentenceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What is known of where a unit belongs.

    Attributes:
        unit: The unit.
        spots: The sentences; several if it was found by its source only.
        by_id: Whether its id says so.
        reason: Why there is none.
    """

    unit: Unit
    spots: tuple[Spot, ...] = ()
    by_id: bool = False
    reason: str = ""


def same(one: str, other: str) -> bool:
    """Whether two texts are the same but for what XML cannot hold, and for white space."""
    return one == other or folded(one) == folded(other)


def matches(store: Store, units: Sequence[Unit]) -> Iterator[Match]:
    """Where each unit belongs; the source is compared only where there is no id.

    Raises:
        InputError: The store is damaged.
    """
    ids = [_ID.fullmatch(unit.id) for unit in units]
    wanted = {name for unit in units for name in _names(unit.file)}
    wanted |= {found["document"] for found in ids if found and found["document"]}
    known = _documents(store, wanted)
    plans = [_by_id(unit, found, known) for unit, found in zip(units, ids, strict=True)]
    loose = [unit for unit, plan in zip(units, plans, strict=True) if plan is None]
    spots = _by_source(store, {folded(unit.source) for unit in loose}) if loose else {}
    for unit, plan in zip(units, plans, strict=True):
        yield plan or _found(unit, spots.get(folded(unit.source), []), known)


def _by_id(
    unit: Unit, found: re.Match[str] | None, known: Mapping[str, Sequence[str]]
) -> Match | None:
    """Where a unit belongs by its id; None if only its source can tell."""
    if found is None:
        return None
    ref = SentenceRef(int(found["block"]), int(found["sentence"]))
    names = [found["document"]] if found["document"] else [*_names(unit.file)]
    for name in names:
        documents = known.get(name, ())
        if len(documents) == 1:
            return Match(unit=unit, spots=(Spot(documents[0], ref),), by_id=True)
    if found["document"] is None and unit.file:
        several = any(known.get(name) for name in names)
        return Match(unit=unit, by_id=True, reason=_unknown(unit.file, several=several))
    return None


def _unknown(file: str, *, several: bool) -> str:
    """Why no document is meant by what a file calls it."""
    if file.startswith(TEXT):
        return "several documents have its text" if several else "no document has its text"
    return f"several documents are called {file!r}" if several else f"there is no document {file!r}"


def _found(unit: Unit, spots: Sequence[Spot], known: Mapping[str, Sequence[str]]) -> Match:
    """Where a unit belongs by its source: in the document it names, else in all that have it."""
    named = {document for name in _names(unit.file) for document in known.get(name, ())}
    there = [spot for spot in spots if spot.document in named] if named else spots
    reason = "" if there else "no document has its source sentence"
    if named and not there:
        reason = f"{unit.file!r} does not have its source sentence"
    return Match(unit=unit, spots=tuple(there), reason=reason)


def _names(file: str) -> Iterator[str]:
    """What a file may mean by what it calls a document."""
    if file:
        yield file
        # An id of XML must not begin with a digit.
        if file.startswith("f-"):
            yield file[2:]


def _documents(store: Store, wanted: set[str]) -> dict[str, list[str]]:
    """The ids of the documents that have a result, by each of the names in ``wanted`` they have."""
    found: dict[str, list[str]] = {}
    if not wanted:
        return found
    rows = store.connection.execute(
        "SELECT id, name, url, text FROM documents WHERE status = 'done' ORDER BY number"
    )
    for id_, name, url, text in rows:
        record = Record(id=id_, name=name, url=url, result=_NOTHING)
        names = {id_, name, url, record.token, record.stem, TEXT + text.hex()}
        for called in (names | {xml_text(each) for each in (name, url or "")}) & wanted:
            found.setdefault(called, []).append(id_)
    # An id is one document's, whatever others are called.
    for called, documents in found.items():
        if called in documents:
            found[called] = [called]
    return found


def _by_source(store: Store, wanted: set[str]) -> dict[str, list[Spot]]:
    """The sentences that have a source, by it; each text of the store is looked at once."""
    found: dict[str, list[Spot]] = {}
    ask = store.connection.execute
    for text, data in ask("SELECT hash, data FROM texts"):
        refs = [(source, ref) for source, ref in _sentences(data) if source in wanted]
        if not refs:
            continue
        for (document,) in ask(
            "SELECT id FROM documents WHERE text = ? AND status = 'done' ORDER BY number", (text,)
        ):
            for source, ref in refs:
                found.setdefault(source, []).append(Spot(document, ref))
    return found


def _sentences(data: bytes) -> Iterator[tuple[str, SentenceRef]]:
    """The sentences of a text as it is stored; none if it is damaged, which an export says."""
    try:
        blocks = unpack(data)["article"]["blocks"]
        for number, block in enumerate(blocks):
            for place, sentence in enumerate(block.get("sentences", ())):
                yield folded(sentence["text"]), SentenceRef(number, place)
    except Exception:
        return


def folded(text: str) -> str:
    """A text without what XML cannot hold, and with one kind of white space."""
    return " ".join(xml_text(text).split())


def whole(units: Iterable[Unit]) -> list[Unit]:
    """Units of which some tools make several, joined again: "b3s0/1" and "b3s0/2".

    Their sources and targets are joined; what one of them lacks lacks in all.
    """
    joined: dict[tuple[str, str, str], list[Unit]] = {}
    for number, unit in enumerate(units):
        found = _ID.fullmatch(unit.id)
        name = unit.id.partition("/")[0] if found else f"{number}"
        joined.setdefault((unit.file, unit.target_language, name), []).append(unit)
    return [unit for parts in joined.values() for unit in _joined(parts)]


def _joined(parts: Sequence[Unit]) -> Sequence[Unit]:
    if len({part.id for part in parts}) < len(parts) or len(parts) == 1:
        return parts
    states = {part.state for part in parts}
    targets = [part.target for part in parts if part.target is not None]
    one = replace(
        parts[0],
        source=join(part.source.strip() for part in parts),
        target=join(map(str.strip, targets)) if len(targets) == len(parts) else None,
        state=states.pop() if len(states) == 1 else "",
    )
    return [one]
