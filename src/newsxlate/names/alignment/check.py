"""Check every name of an article against its translation into one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from newsxlate.article import SentenceRef
from newsxlate.entities import Entities, Entity, NameAlignment, Outcome
from newsxlate.findings import Finding, finding
from newsxlate.languages import SOURCE
from newsxlate.names.alignment import certainty, hallucinated, unlisted
from newsxlate.names.alignment.accepted_forms import AcceptedForms
from newsxlate.names.alignment.aligner import align
from newsxlate.names.alignment.consistency import Consistency
from newsxlate.names.alignment.designations import Pair, initials
from newsxlate.names.alignment.lookups import Match
from newsxlate.names.alignment.target_sentence import Span, Target
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.glossary import Glossary
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.knowledge.wordlists import is_family
from newsxlate.names.recognition.listed import is_listed
from newsxlate.names.verdict import Reason
from newsxlate.text import dictionary
from newsxlate.text.folding import fold

_CODES = {
    Outcome.GERMAN: "N511",
    Outcome.INCONSISTENT: "N512",
    Outcome.ALTERED: "N513",
    Outcome.MISSING: "N514",
    Outcome.HALLUCINATED: "N516",
}
_UNCERTAIN = {Outcome.MISSING: "N515", Outcome.HALLUCINATED: "N518"}
# So many accepted forms are named in a finding.
_MOST_EXPECTED = 5
# A pronoun may mean a name of so many sentences before.
_SENTENCES_BEFORE = 3
_LONGEST_ACRONYM = 6


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with what stands for its mentions.

    Attributes:
        ref: Which sentence.
        target: The translation.
        pairs: The mentions, in order.
        matches: What stands for them, by index.
        strange: The names that nothing explains.
    """

    ref: SentenceRef
    target: Target
    pairs: Sequence[Pair]
    matches: Mapping[int, Match]
    strange: Sequence[Span]


@dataclass(frozen=True, slots=True)
class _Report:
    """What is known of a translation as a whole.

    Attributes:
        accepted: The accepted forms.
        consistency: Remembers the first renderings.
        rendered: Ids of the entries that an accepted form of was found.
    """

    accepted: AcceptedForms
    consistency: Consistency
    rendered: set[int]


def check(
    entities: Entities,
    sources: Mapping[SentenceRef, str],
    targets: Mapping[SentenceRef, str],
    language: str,
    *,
    source_language: str = SOURCE,
    glossary: Glossary | None = None,
) -> tuple[NameAlignment, ...]:
    """What became of each name of an article in its translation.

    Args:
        entities: The names of the article.
        sources: Its sentences by index of the block and of the sentence in it, in order.
        targets: The translations of the same sentences; a missing or empty one is not checked.
        language: ISO 639-1 code of the target language.
        source_language: ISO 639-1 code of the source language; only German names are known.
        glossary: The user's terms.

    Returns:
        The alignments by sentence: first those of its mentions, in their order, then the
        hallucinated names. A mention with common words in it of which no form is known has none. A
        name that the entities lack (see `unlisted`) has one without an entry, if it is missing or
        altered.
    """
    if source_language != SOURCE:
        return ()
    accepted = AcceptedForms(language, glossary)
    mentions = _by_place(entities)
    cut = {p: Target(targets[p], language) for p in sources if targets.get(p)}
    others = unlisted.find(sources, cut, mentions)
    small = {word.folded for t in cut.values() for word in t.words if word.text.islower()}
    everywhere = hallucinated.known_words(_places(entities), accepted)
    sentences: list[_Sentence] = []
    for place, target in cut.items():
        pairs = [*mentions.get(place, []), *others[place]]
        matches = align(target, pairs, accepted, sources[place])
        taken = {i for match in matches.values() for i in range(*match.span)}
        # Whom a pronoun means may be named instead, if the sentences before name him.
        near = [entity for s in sentences[-_SENTENCES_BEFORE:] for entity, _ in s.pairs]
        known = hallucinated.known_words([*near, *(entity for entity, _ in pairs)], accepted)
        known |= everywhere
        explained = hallucinated.source(sources[place], language)
        strange = list(hallucinated.find(target, taken, explained, known, small))
        sentences.append(_Sentence(place, target, pairs, matches, strange))
    rendered = {
        s.pairs[i][0].id for s in sentences for i, m in s.matches.items() if m.outcome.accepted
    }
    rendered.add(unlisted.UNLISTED)
    report = _Report(accepted, Consistency(language), rendered)
    return tuple(_repeated(r for s in sentences for r in _renderings(s, report)))


def _repeated(renderings: Iterable[NameAlignment]) -> Iterator[NameAlignment]:
    """The alignments; those altered, or hallucinated, in the same way before are marked."""
    seen: set[tuple[int | None, str]] = set()
    for r in renderings:
        told = r.outcome in (Outcome.ALTERED, Outcome.HALLUCINATED) and r.reason == Reason.DIFFERENT
        what = r.entry, fold(r.text)
        yield replace(r, reason=Reason.REPEATED) if told and what in seen else r
        if told:
            seen.add(what)


def _places(entities: Entities) -> list[Entity]:
    """The places of the tables that an article names: they may be named where German does not."""
    return [entity for entity in entities.entries if is_listed(entity.canonical, "place")]


def _by_place(entities: Entities) -> dict[SentenceRef, list[Pair]]:
    found: dict[SentenceRef, list[Pair]] = {}
    for entity in entities.entries:
        for located in entity.mentions:
            found.setdefault(located.ref, []).append((entity, located.mention))
    for pairs in found.values():
        pairs.sort(key=lambda pair: pair[1].start)
    return found


def _renderings(s: _Sentence, report: _Report) -> Iterator[NameAlignment]:
    """The alignments of a sentence; one name missing and one hallucinated are one replaced."""
    found = [_rendering(s, i, report) for i in range(len(s.pairs))]
    missing = [r for r in found if r and r.outcome is Outcome.MISSING]
    strange = [_hallucinated(s, span) for span in s.strange]
    if _are_one_translated(missing, strange, s.target.language):
        found = [replace(r, reason=Reason.UNCERTAIN) if r in missing else r for r in found if r]
        strange = [replace(r, reason=Reason.UNCERTAIN) for r in strange]
        missing = []
    if len(missing) == len(strange) == 1 and missing[0].reason != Reason.UNCERTAIN:
        other = strange.pop()
        altered = replace(
            missing[0],
            outcome=Outcome.ALTERED,
            reason=Reason.DIFFERENT,
            text=other.text,
            start=other.start,
            end=other.end,
        )
        found = [altered if r is missing[0] else r for r in found]
    yield from (r for r in found if r and (r.entry or not r.outcome.accepted))
    yield from strange


def _are_one_translated(
    missing: Sequence[NameAlignment], strange: Sequence[NameAlignment], language: str
) -> bool:
    """Whether an acronym has become another one, as those of offices do: BAG, OFSP."""
    if len(missing) != 1 or len(strange) != 1:
        return False
    old, new = missing[0].source, strange[0].text
    if (
        name_rules(language).keeps_acronyms
        or is_listed(old)
        or tables.whole().form(new)
        or is_listed(new)
    ):
        return False
    acronyms = all(text.isupper() and len(text) <= _LONGEST_ACRONYM for text in (old, new))
    return acronyms and old != new


def _rendering(s: _Sentence, index: int, report: _Report) -> NameAlignment | None:
    entity, mention = s.pairs[index]
    if match := s.matches.get(index):
        return _matched(s, s.pairs[index], match, report)
    if mention.worded and not is_listed(mention.base):
        return None
    shared = any(s.pairs[i][0] is entity for i in s.matches)
    shared = shared or any(initials(pair[1].base) == mention.base for pair in s.pairs)
    shared = shared or _is_written_small(mention.base, s.target)
    certain = not shared and certainty.is_certain(
        mention, entity, s.target.language, entity.id in report.rendered
    )
    return NameAlignment(
        entry=entity.id or None,
        block=s.ref.block,
        sentence=s.ref.sentence,
        outcome=Outcome.MISSING,
        source=mention.text,
        reason=Reason.DIFFERENT if certain else Reason.UNCERTAIN,
        expected=_expected(report.accepted, mention.base),
    )


def _matched(s: _Sentence, pair: Pair, match: Match, report: _Report) -> NameAlignment:
    entity, mention = pair
    start, end = s.target.offsets(match.span)
    text = s.target.text[start:end]
    outcome = match.outcome
    expected: tuple[str, ...] = ()
    if earlier := report.consistency.earlier(entity.id, match, text):
        outcome, expected = Outcome.INCONSISTENT, (earlier,)
    elif not outcome.accepted:
        expected = _expected(report.accepted, match.name)
    return NameAlignment(
        entry=entity.id or None,
        block=s.ref.block,
        sentence=s.ref.sentence,
        outcome=outcome,
        source=mention.text,
        text=text,
        start=start,
        end=end,
        reason=match.reason,
        expected=expected,
    )


def _is_written_small(name: str, target: Target) -> bool:
    """Whether a word that is no name to the translation is like one: Vulkan, volcano."""
    if is_listed(name) or is_family(name) or not dictionary.is_word(name, SOURCE):
        return False
    return any(w.text.islower() and hallucinated.is_alike(name, w.text) for w in target.words)


def _hallucinated(s: _Sentence, span: Span) -> NameAlignment:
    start, end = s.target.offsets(span)
    return NameAlignment(
        entry=None,
        block=s.ref.block,
        sentence=s.ref.sentence,
        outcome=Outcome.HALLUCINATED,
        text=s.target.text[start:end],
        start=start,
        end=end,
        # Cyrillic writes a Latin name by its sound: no spelling tells that it is not in the source.
        reason=Reason.UNCERTAIN if name_rules(s.target.language).cyrillic else Reason.DIFFERENT,
    )


def _expected(accepted: AcceptedForms, name: str) -> tuple[str, ...]:
    return tuple(form.text for form in accepted.forms(name)[:_MOST_EXPECTED])


def findings(renderings: Iterable[NameAlignment], language: str) -> list[Finding]:
    """The renderings that are not accepted, as findings with their place."""
    return [_finding(r, language) for r in renderings if not r.outcome.accepted]


def _finding(rendering: NameAlignment, language: str) -> Finding:
    code = _CODES[rendering.outcome]
    if rendering.reason == Reason.UNCERTAIN:
        code = _UNCERTAIN.get(rendering.outcome, code)
    elif rendering.reason == Reason.FORBIDDEN:
        code = "N517"
    elif rendering.reason == Reason.REPEATED:
        code = "N519"
    expected = " or ".join(f"‘{form}’" for form in rendering.expected) or "no form of it"
    # That Kim should be Kim goes without saying.
    told = set(rendering.expected) != {rendering.source}
    return finding(
        code,
        language=language,
        block=rendering.block,
        sentence=rendering.sentence,
        source=rendering.source,
        target=rendering.text,
        name=rendering.source,
        text=rendering.text,
        expected=expected,
        expectation=f"; expected {expected}" if told else "",
    )
