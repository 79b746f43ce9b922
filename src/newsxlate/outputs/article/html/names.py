"""Names in HTML: where they stand, and what is told of each. `nametable` lists them all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsxlate.article import SentenceRef
from newsxlate.entities import Entity, Located, NameAlignment, Outcome
from newsxlate.findings import Finding
from newsxlate.names import Reason
from newsxlate.outputs.article.display import language_name, line
from newsxlate.outputs.article.html.markup import Span, occurrences
from newsxlate.outputs.article.view import exists
from newsxlate.result import Result

# As many as names.css has.
COLORS = 9


class ColumnRef(NamedTuple):
    """A sentence in one of the columns of the page.

    Attributes:
        language: ISO 639-1 code of the translation; None for the source.
        ref: Which sentence.
    """

    language: str | None
    ref: SentenceRef


# Sentence, entry and wording of a mention.
_Key = tuple[SentenceRef, int | None, str]


@dataclass(frozen=True, slots=True)
class State:
    """What became of a name, as it is shown.

    Attributes:
        label: In words.
        sign: What stands behind the name; empty if there is nothing to be said of it.
        style: CSS class.
    """

    label: str
    sign: str = ""
    style: str = ""


_STATES = {
    Outcome.KEPT: State("kept"),
    Outcome.VARIANT: State("right form"),
    Outcome.GERMAN: State("German form left", "DE", "bad"),
    Outcome.INCONSISTENT: State("inconsistent", "≈", "bad"),
    Outcome.ALTERED: State("altered", "≠", "bad"),
    Outcome.MISSING: State("missing", "∅", "bad"),
    Outcome.HALLUCINATED: State("invented", "+", "bad"),
}
_UNCERTAIN = {
    Outcome.GERMAN: State("perhaps the German form", "(DE)", "doubt"),
    Outcome.ALTERED: State("perhaps altered", "(≠)", "doubt"),
    Outcome.MISSING: State("not found", "(∅)", "doubt"),
    Outcome.HALLUCINATED: State("perhaps invented", "(+)", "doubt"),
}
_FORBIDDEN = State("forbidden by the glossary", "✗", "bad")
_REPAIRED = State("repaired", "✎", "repaired")
MISSPELT = State("perhaps misspelt", "?", "doubt")


def state(rendering: NameAlignment) -> State:
    """How a rendering is shown."""
    if rendering.replaced and rendering.outcome.accepted:
        return _REPAIRED
    if rendering.reason == Reason.FORBIDDEN:
        return _FORBIDDEN
    if rendering.reason == Reason.UNCERTAIN and rendering.outcome in _UNCERTAIN:
        return _UNCERTAIN[rendering.outcome]
    return _STATES[rendering.outcome]


def shows(found: Finding) -> bool:
    """Whether what ``found`` says of a name is shown at the name itself."""
    return found.code.startswith("N5")


def spans(result: Result) -> Mapping[ColumnRef, Sequence[Span]]:
    """Every name in source and translations, by place; nothing if none were looked for.

    What a translation lacks is marked in the source.
    """
    found: dict[ColumnRef, list[Span]] = defaultdict(list)
    if result.ledger is not None:
        about = {entity.id: _about(entity, result) for entity in result.ledger.entries}
        for place, span in [*_sources(result, about), *_targets(result, about)]:
            found[place].append(span)
    return found


def _targets(result: Result, about: Mapping[int, str]) -> Iterator[tuple[ColumnRef, Span]]:
    for language, one in _all(result):
        if one.start is not None and one.end is not None:
            how = state(one)
            span = _span((one.start, one.end), one.entry, about, [how], _note(one), how.sign)
            yield ColumnRef(language, one.ref), span


def _sources(result: Result, about: Mapping[int, str]) -> Iterator[tuple[ColumnRef, Span]]:
    missing = _missing(result)
    seen: Counter[_Key] = Counter()
    for entity in result.ledger.entries if result.ledger else ():
        for located in entity.mentions:
            key = (located.ref, entity.id, located.mention.text)
            lacking = missing.get((key, seen[key]), [])
            seen[key] += 1
            yield ColumnRef(None, located.ref), _mention(entity, located, about, lacking)
    for ((ref, number, source), count), lacking in missing.items():
        # It is not known where these stand.
        if number is None and exists(result.article, *ref):
            text = result.article.sentence(ref)
            for stretch in [*occurrences(text, source)][count : count + 1]:
                states, notes, sign = _lacks(lacking)
                span = _span(stretch, None, about, states, "; ".join(notes), sign)
                yield ColumnRef(None, ref), span


def _all(result: Result) -> Iterator[tuple[str, NameAlignment]]:
    for translation in result.translations:
        for rendering in translation.names:
            yield translation.language, rendering


def _missing(result: Result) -> dict[tuple[_Key, int], list[tuple[str, NameAlignment]]]:
    """What the translations lack, by mention: its key, and how many such come before it."""
    found: dict[tuple[_Key, int], list[tuple[str, NameAlignment]]] = defaultdict(list)
    seen: Counter[tuple[str, _Key]] = Counter()
    for language, one in _all(result):
        key = (one.ref, one.entry, one.source)
        if one.outcome is Outcome.MISSING:
            found[key, seen[language, key]].append((language, one))
        seen[language, key] += 1
    return found


def _mention(
    entity: Entity,
    located: Located,
    about: Mapping[int, str],
    lacking: Sequence[tuple[str, NameAlignment]],
) -> Span:
    mention = located.mention
    states, notes, sign = _lacks(lacking)
    if mention.base in entity.variants:
        states.append(MISSPELT)
        notes.insert(0, f"{MISSPELT.label}, see ‘{entity.canonical}’")
        sign = f"{MISSPELT.sign} {sign}".rstrip()
    return _span((mention.start, mention.end), entity.id, about, states, "; ".join(notes), sign)


def _lacks(lacking: Sequence[tuple[str, NameAlignment]]) -> tuple[list[State], list[str], str]:
    """How a mention is shown that is missing in some languages: states, notes and sign."""
    states = [state(one) for _, one in lacking]
    notes = [_note(one, f" in {language_name(language)}") for language, one in lacking]
    by_sign: dict[str, list[str]] = defaultdict(list)
    for how, (language, _) in zip(states, lacking, strict=True):
        by_sign[how.sign].append(language)
    return states, notes, " ".join(f"{sign} {' '.join(by_sign[sign])}" for sign in by_sign)


def color(entity: int) -> str:
    """The CSS class that colours an entry."""
    return f"k{(entity - 1) % COLORS}"


def _span(
    stretch: tuple[int, int],
    entity: int | None,
    about: Mapping[int, str],
    states: Iterable[State],
    title: str,
    sign: str,
) -> Span:
    known = entity if entity in about else None
    classes = ["name", *([color(known)] if known is not None else [])]
    classes += [how.style for how in states if how.style]
    style = " ".join(dict.fromkeys(classes))
    told = about[known] if known is not None else ""
    return Span(*stretch, style, title, entry=known, about=told, sign=sign)


def _note(rendering: NameAlignment, where: str = "") -> str:
    """What is to be said of a rendering; nothing if it was accepted as it came."""
    how = state(rendering)
    if not how.sign:
        return ""
    if rendering.replaced:
        return f"{how.label}; the model wrote ‘{rendering.replaced}’"
    if not rendering.source:
        return f"{how.label}: no name in the source explains it"
    expected = " or ".join(f"‘{form}’" for form in rendering.expected)
    stands = f"{how.label} for ‘{rendering.source}’" if rendering.text else f"{how.label}{where}"
    return f"{stands}; expected {expected}" if expected else stands


# What looks the same is listed once, with its count


@dataclass(frozen=True, slots=True)
class Shown:
    """A rendering without its place.

    Attributes:
        text: What stands there; empty if it is missing.
        state: What became of the name.
        replaced: What the model had written, if it is a repair.
    """

    text: str
    state: State
    replaced: str


def shown(renderings: Iterable[NameAlignment]) -> dict[Shown, list[NameAlignment]]:
    """The renderings, those together that look the same."""
    found: dict[Shown, list[NameAlignment]] = defaultdict(list)
    for one in renderings:
        found[Shown(one.text, state(one), one.replaced)].append(one)
    return found


def _about(entity: Entity, result: Result) -> str:
    """An entry in lines of plain text: its name, and what stands for it in each language."""
    lines = [line(entity.canonical)]
    if entity.variants:
        lines.append(f"{MISSPELT.label}: {', '.join(map(line, entity.variants))}")
    source = Counter(located.mention.text for located in entity.mentions)
    told = ", ".join(f"{line(text)}{times(count)}" for text, count in source.items())
    lines.append(f"{language_name(result.article.language)}: {told}")
    for translation in result.translations:
        listed = shown(r for r in translation.names if r.entry == entity.id)
        told = ", ".join(_told(one, len(places)) for one, places in listed.items())
        if told:
            lines.append(f"{language_name(translation.language)}: {told}")
    return "\n".join(filter(None, lines))


def _told(one: Shown, count: int) -> str:
    wrote = f", the model wrote ‘{line(one.replaced)}’" if one.replaced else ""
    name = f"{line(one.text)} " if one.text else ""
    return f"{name}({one.state.label}{wrote}){times(count)}"


def times(count: int) -> str:
    """How often something comes; nothing if once."""
    return f" ×{count}" if count > 1 else ""
