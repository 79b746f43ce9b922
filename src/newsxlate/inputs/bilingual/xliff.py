"""XLIFF 1.2 and 2.x, and what Trados, memoQ and Phrase make of 1.2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from newsxlate.inputs.bilingual.unit import Unit
from newsxlate.inputs.bilingual.xml import LANG, child, children, language_code, local, text_of

# Of version 1 the elements whose content is markup of the format that the text came from. Version 2
# has none: its codes are empty.
_CODES = frozenset({"bpt", "ept", "it", "ph"})
_SEGMENT = "seg"
_NO = "no"
# The name of the attribute by which memoQ and Phrase tell how far a unit is.
_STATUS, _CONFIRMED = "status", "confirmed"


def units(root: Any) -> Iterator[Unit]:
    """The units of a document, those that are not to be translated left out."""
    newer = root.get("version", "").startswith("2")
    numbers = count(1)
    files = list(children(root, "file"))
    originals = Counter(file.get("original") for file in files)
    for file in files:
        found = _file2(root, file) if newer else _file1(file)
        # Of several documents of one name the id of version 2 tells which is which.
        alone = originals[file.get("original")] == 1 or not file.get("id")
        name = (alone and file.get("original")) or file.get("id", "")
        for unit in found:
            yield replace(unit, file=name, place=f"unit {next(numbers)}")


def _wanted(element: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """The units in an element and its groups that are to be translated."""
    for part in children(element, *names):
        if _is_kept(part):
            continue
        if local(part) in ("group", "body"):
            yield from _wanted(part, names)
        else:
            yield part


def _is_kept(element: Any) -> bool:
    """Whether an element is not to be translated."""
    return bool(element.get("translate") == _NO)


# -- 1.2 ----------------------------------------------------------------------------------------


def _file1(file: Any) -> Iterator[Unit]:
    """The units of a ``file``."""
    for element in _wanted(file, ("body", "group", "trans-unit")):
        source, target = child(element, "source"), child(element, "target")
        if source is None:
            continue
        unit = Unit(
            id=element.get("id", ""),
            file="",
            source=text_of(source, _CODES),
            target=_text(target),
            source_language=language_code(file.get("source-language") or source.get(LANG)),
            target_language=language_code(
                file.get("target-language") or (target.get(LANG) if target is not None else "")
            ),
            state=_state1(element, target),
            qualifier=target.get("state-qualifier", "") if target is not None else "",
            approved={"yes": True, _NO: False}.get(element.get("approved")),
        )
        yield from _segments(element, unit, target)


def _text(target: Any) -> str | None:
    """A translation; None if it is empty."""
    return (text_of(target, _CODES) or None) if target is not None else None


def _segments(element: Any, unit: Unit, target: Any) -> Iterator[Unit]:
    """The segments of a unit; the unit as a whole, if only its source is cut into segments."""
    segmented = child(element, "seg-source")
    sources = _marked(segmented)
    targets = _marked(target)
    if not sources or not targets.keys() <= sources.keys() or (unit.target and not targets):
        yield unit
        return
    states = _trados(element)
    for mid, source in sources.items():
        yield replace(
            unit,
            id=f"{unit.id}/{mid}" if len(sources) > 1 else unit.id,
            source=text_of(source, _CODES),
            target=_text(targets.get(mid)),
            state=states.get(mid, unit.state),
        )


def _marked(element: Any) -> dict[str, Any]:
    """The segments in an element, by what they are called; none if two are called the same."""
    found = list(_marks(element)) if element is not None else []
    named = {part.get("mid", str(number)): part for number, part in enumerate(found, 1)}
    return named if len(named) == len(found) else {}


def _marks(element: Any) -> Iterator[Any]:
    """The segments in an element, those inside others left out."""
    for part in element:
        if local(part) == "mrk" and part.get("mtype") == _SEGMENT:
            yield part
        else:
            yield from _marks(part)


def _state1(unit: Any, target: Any) -> str:
    """What is said of a unit: by XLIFF, by memoQ, or by Phrase."""
    if target is not None and target.get("state"):
        return str(target.get("state"))
    own = {name.rpartition("}")[2]: value for name, value in unit.items() if "}" in name}
    if own.get(_CONFIRMED) == "1":
        return _CONFIRMED
    return str(own.get(_STATUS, ""))


def _trados(unit: Any) -> dict[str, str]:
    """What Trados says of the segments of a unit, by what they are called."""
    found = unit.iterfind("{*}seg-defs/{*}seg")
    return {row.get("id", ""): row.get("conf", "") for row in found}


# -- 2.x ----------------------------------------------------------------------------------------


def _file2(root: Any, file: Any) -> Iterator[Unit]:
    if _is_kept(file):
        return
    for element in _wanted(file, ("group", "unit")):
        segments = list(children(element, "segment"))
        for number, segment in enumerate(segments, 1):
            source, target = child(segment, "source"), child(segment, "target")
            if source is None:
                continue
            id = element.get("id", "")
            yield Unit(
                id=f"{id}/{segment.get('id', number)}" if len(segments) > 1 else id,
                file="",
                source=text_of(source),
                target=(text_of(target) or None) if target is not None else None,
                source_language=language_code(root.get("srcLang") or source.get(LANG)),
                target_language=language_code(root.get("trgLang")),
                state=segment.get("state", ""),
                qualifier=segment.get("subState", ""),
            )
