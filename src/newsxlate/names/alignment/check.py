"""Check every name of an article against its translation into one language."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from newsxlate.article import SentenceRef
from newsxlate.entities import Entities, Entity, Mention, NameAlignment, Outcome
from newsxlate.languages import SOURCE
from newsxlate.names.alignment import evidence, hallucinated, model, name_evidence, unlisted
from newsxlate.names.alignment.accepted_forms import AcceptedForms
from newsxlate.names.alignment.aligner import align
from newsxlate.names.alignment.common import is_article
from newsxlate.names.alignment.consistency import Consistency
from newsxlate.names.alignment.designations import Pair, initials
from newsxlate.names.alignment.lookups import Match
from newsxlate.names.alignment.model import Accusation, Evidence, Judge, Kind, Level
from newsxlate.names.alignment.reports import REPEATABLE
from newsxlate.names.alignment.reports import findings as findings
from newsxlate.names.alignment.target_sentence import Span, Target, cut
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.glossary import Glossary
from newsxlate.names.knowledge.language import name_rules
from newsxlate.names.knowledge.wordlists import is_family
from newsxlate.names.recognition.listed import is_listed
from newsxlate.names.verdict import Reason
from newsxlate.text import dictionary
from newsxlate.text.addresses import addresses
from newsxlate.text.folding import fold

_KINDS = {Outcome.GERMAN: Kind.GERMAN, Outcome.ALTERED: Kind.ALTERED}
# So many accepted forms are named in a finding.
_MOST_EXPECTED = 5
# A pronoun may mean a name of so many sentences before.
_SENTENCES_BEFORE = 3
_LONGEST_ACRONYM = 6
# With fewer letters a name begins too many words: Ambergeois is made of Amberg.
_SHORTEST_STEM = 5


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with what stands for its mentions.

    Attributes:
        ref: Which sentence.
        source: The source sentence.
        target: The translation.
        pairs: The mentions, in order.
        matches: What stands for them, by index.
        strange: The names that nothing explains.
    """

    ref: SentenceRef
    source: name_evidence.Source
    target: Target
    pairs: Sequence[Pair]
    matches: Mapping[int, Match]
    strange: Sequence[Span]

    @property
    def free(self) -> list[int]:
        """Indices of the words that stand for no mention."""
        taken = {i for match in self.matches.values() for i in range(*match.span)}
        return [i for i in range(len(self.target.words)) if i not in taken]


@dataclass(frozen=True, slots=True)
class _Report:
    """What is known of a translation as a whole.

    Attributes:
        accepted: The accepted forms.
        consistency: Remembers the first renderings.
        rendered: The sentences that an accepted form of an entry was found in, by its id.
        judge: Decides what becomes of an accusation.
    """

    accepted: AcceptedForms
    consistency: Consistency
    rendered: Mapping[int, set[SentenceRef]]
    judge: Judge

    def is_rendered(self, entry: int, ref: SentenceRef) -> bool:
        """Whether another sentence has an accepted form of an entry."""
        return entry == unlisted.UNLISTED or bool(self.rendered.get(entry, set()) - {ref})


def check(
    entities: Entities,
    sources: Mapping[SentenceRef, str],
    targets: Mapping[SentenceRef, str],
    language: str,
    *,
    source_language: str = SOURCE,
    glossary: Glossary | None = None,
    judge: Judge = model.judge,
) -> tuple[NameAlignment, ...]:
    """What became of each name of an article in its translation.

    Args:
        entities: The names of the article.
        sources: Its sentences by index of the block and of the sentence in it, in order.
        targets: The translations of the same sentences; a missing or empty one is not checked.
        language: ISO 639-1 code of the target language.
        source_language: ISO 639-1 code of the source language; only German names are known.
        glossary: The user's terms.
        judge: Decides what becomes of an accusation.

    Returns:
        The alignments by sentence: first those of its mentions, in their order, then the
        hallucinated names. A mention with common words in it of which no form is known has none,
        nor one that was not found and that a translation may well do without. A name that the
        entities lack (see `unlisted`) has one without an entry, if it is missing or altered.
    """
    if source_language != SOURCE:
        return ()
    accepted = AcceptedForms(language, glossary)
    mentions = _by_place(entities)
    there = {p: cut(targets[p], language) for p in sources if targets.get(p)}
    others = unlisted.find(sources, there, mentions)
    small = {word.folded for t in there.values() for word in t.words if word.text.islower()}
    everywhere = hallucinated.known_words(_places(entities), accepted)
    sentences: list[_Sentence] = []
    for place, target in there.items():
        pairs = _outside_addresses(sources[place], [*mentions.get(place, []), *others[place]])
        matches = align(target, pairs, accepted, sources[place])
        taken = {i for match in matches.values() for i in range(*match.span)}
        # Whom a pronoun means may be named instead, if the sentences before name him.
        near = [entity for s in sentences[-_SENTENCES_BEFORE:] for entity, _ in s.pairs]
        known = hallucinated.known_words([*near, *(entity for entity, _ in pairs)], accepted)
        known |= everywhere
        explained = hallucinated.source(sources[place], language)
        strange = list(hallucinated.find(target, taken, explained, known, small))
        source = name_evidence.Source(sources[place])
        sentences.append(_Sentence(place, source, target, pairs, matches, strange))
    rendered: dict[int, set[SentenceRef]] = {}
    for s in sentences:
        for i, m in s.matches.items():
            if m.outcome.accepted:
                rendered.setdefault(s.pairs[i][0].id, set()).add(s.ref)
    report = _Report(accepted, Consistency(language), rendered, judge)
    found = (r for s in sentences for r in _renderings(s, report))
    return tuple(_repeated(found, rendered))


def _repeated(
    renderings: Iterable[NameAlignment], rendered: Collection[int]
) -> Iterator[NameAlignment]:
    """The alignments; a name of which the same was told before is marked.

    What comes the same way every time is one mistake. A name that is missing or German here and
    right elsewhere is a mistake wherever it is.
    """
    seen: set[tuple[object, ...]] = set()
    for r in renderings:
        told = r.outcome in REPEATABLE and r.reason in (Reason.DIFFERENT, Reason.GERMAN_LEFT)
        if r.outcome in (Outcome.MISSING, Outcome.GERMAN) and r.entry in rendered:
            told = False
        what = r.outcome, r.entry or fold(r.source), fold(r.text)
        yield replace(r, reason=Reason.REPEATED) if told and what in seen else r
        if told:
            seen.add(what)


def _outside_addresses(source: str, pairs: Sequence[Pair]) -> list[Pair]:
    """The mentions that are no part of an address or tag, which is checked by itself."""
    inside = [(a.start, a.end) for a in addresses(source)]
    return [
        pair
        for pair in pairs
        if not any(start < pair[1].end and pair[1].start < end for start, end in inside)
    ]


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
    found = {i: _matched(s, s.pairs[i], match, report) for i, match in s.matches.items()}
    lost = [i for i in range(len(s.pairs)) if i not in found and _is_wanted(s.pairs[i][1])]
    names = {i: name_evidence.of_name(s.source, *s.pairs[i], report.accepted) for i in lost}
    missing = {i: _missing(s, i, names, report) for i in lost}
    strange = [_hallucinated(s, span, names, report) for span in s.strange]
    rows = [row for row in missing.values() if row]
    others = [row for row in strange if row]
    if len(rows) == len({fold(row.text) for row in others}) == 1:
        altered = _replaced(rows[0], others[0], s.target.language)
        missing = {i: altered if row else None for i, row in missing.items()}
        others = []
    for index in range(len(s.pairs)):
        r = found.get(index) or missing.get(index)
        if r and (r.entry or not r.outcome.accepted):
            yield r
    yield from others


def _is_wanted(mention: Mention) -> bool:
    """Whether a translation that has no form of a mention lacks it."""
    return not is_article(mention.base) and (not mention.worded or is_listed(mention.base))


def _replaced(missing: NameAlignment, other: NameAlignment, language: str) -> NameAlignment:
    """A missing name that another one stands for."""
    certain = Reason.DIFFERENT in (missing.reason, other.reason)
    certain = certain and not _are_one_translated(missing.source, other.text)
    # Cyrillic writes a Latin name by its sound: no spelling tells that it is not the same.
    certain = certain and not (name_rules(language).cyrillic and missing.reason != Reason.DIFFERENT)
    return replace(
        missing,
        outcome=Outcome.ALTERED,
        reason=Reason.DIFFERENT if certain else Reason.UNCERTAIN,
        text=other.text,
        start=other.start,
        end=other.end,
    )


def _are_one_translated(old: str, new: str) -> bool:
    """Whether an acronym has become another one, as those of offices do: IKRK, ICRC."""
    known = is_listed(old) and (is_listed(new) or bool(tables.whole().form(new)))
    acronyms = all(text.isupper() and len(text) <= _LONGEST_ACRONYM for text in (old, new))
    return acronyms and old != new and not known


def _capped(level: Level, pairs: Iterable[tuple[str, str]]) -> Level:
    """The level of an accusation of which an acronym in another's place is no more than a note."""
    return min(level, Level.NOTE) if any(_are_one_translated(*pair) for pair in pairs) else level


def _missing(
    s: _Sentence, index: int, names: Mapping[int, Evidence], report: _Report
) -> NameAlignment | None:
    entity, mention = s.pairs[index]
    told = evidence.missing(
        names[index],
        mention,
        s.target,
        s.source,
        free=s.free,
        strange=s.strange,
        lost=len(names) - 1,
        rendered=report.is_rendered(entity.id, s.ref),
    )
    accusation = Accusation(Kind.MISSING, s.ref, mention.text, "", told)
    level = Level.NOTE if mention.part or _is_shared(s, index) else report.judge(accusation)
    level = _capped(level, [(mention.text, s.target.span_text(span)) for span in s.strange])
    if told["small"] and told["namelike"] and not told["noun"]:
        # "sagte King" is not "said the king".
        level = max(level, Level.NOTE)
    if level is Level.NOTHING:
        return None
    return NameAlignment(
        entry=entity.id or None,
        block=s.ref.block,
        sentence=s.ref.sentence,
        outcome=Outcome.MISSING,
        source=mention.text,
        reason=Reason.UNCERTAIN if level is Level.NOTE else Reason.DIFFERENT,
        expected=_expected(report.accepted, mention.base),
    )


def _is_shared(s: _Sentence, index: int) -> bool:
    """Whether what stands for another mention may stand for one, too, or a word made of it."""
    entity, mention = s.pairs[index]
    name = fold(mention.base)
    made = len(name) >= _SHORTEST_STEM and any(
        w.folded.startswith(name) and w.folded != name and not is_family(w.text)
        for w in s.target.words
    )
    return (
        made
        or any(s.pairs[i][0] is entity for i in s.matches)
        or any(initials(pair[1].base) == mention.base for pair in s.pairs)
        or _is_written_small(mention.base, s.target)
    )


def _matched(s: _Sentence, pair: Pair, match: Match, report: _Report) -> NameAlignment:
    entity, mention = pair
    start, end = s.target.offsets(match.span)
    text = s.target.text[start:end]
    outcome, reason = match.outcome, match.reason
    expected: tuple[str, ...] = ()
    if earlier := report.consistency.earlier(entity.id, match, text):
        outcome, expected = Outcome.INCONSISTENT, (earlier,)
    elif not outcome.accepted:
        outcome, reason = _judged(s, pair, match, report)
        expected = () if outcome.accepted else _expected(report.accepted, match.name)
    return NameAlignment(
        entry=entity.id or None,
        block=s.ref.block,
        sentence=s.ref.sentence,
        outcome=outcome,
        source=mention.text,
        text=text,
        start=start,
        end=end,
        reason=reason,
        expected=expected,
    )


def _judged(s: _Sentence, pair: Pair, match: Match, report: _Report) -> tuple[Outcome, Reason]:
    """What is made of a form that is German, or no form, by what speaks for it."""
    entity, mention = pair
    if match.reason in (Reason.FORBIDDEN, Reason.GLOSSARY):
        return match.outcome, match.reason
    text = s.target.span_text(match.span)
    name = name_evidence.of_name(s.source, *pair, report.accepted)
    if match.outcome is Outcome.GERMAN:
        behind = s.target.text[s.target.offsets(match.span)[1] :]
        told = evidence.german(name, mention, text, behind, s.source, report.accepted)
    else:
        rendered = report.is_rendered(entity.id, s.ref)
        told = evidence.altered(name, match.name, text, report.accepted, rendered=rendered)
    level = report.judge(Accusation(_KINDS[match.outcome], s.ref, mention.text, text, told))
    if level is Level.NOTHING:
        kept = match.outcome is Outcome.GERMAN
        return (Outcome.KEPT, Reason.SAME_SPELLING) if kept else (Outcome.VARIANT, Reason.RELATED)
    return match.outcome, match.reason if level is Level.WARNING else Reason.UNCERTAIN


def _is_written_small(name: str, target: Target) -> bool:
    """Whether a word that is no name to the translation is like one: Vulkan, volcano."""
    if is_listed(name) or is_family(name) or not dictionary.is_word(name, SOURCE):
        return False
    return any(w.text.islower() and hallucinated.is_alike(name, w.text) for w in target.words)


def _hallucinated(
    s: _Sentence, span: Span, missing: Mapping[int, Evidence], report: _Report
) -> NameAlignment | None:
    start, end = s.target.offsets(span)
    text = s.target.text[start:end]
    if any(a.start < end and start < a.end for a in addresses(s.target.text)):
        return None
    told = evidence.hallucinated(span, s.target, s.source, [*missing.values()])
    level = report.judge(Accusation(Kind.HALLUCINATED, s.ref, "", text, told))
    level = _capped(level, [(s.pairs[i][1].text, text) for i in missing])
    if told["opens"] and told["dictionary"] and not (told["several"] or told["beside"]):
        # The sentence gave it its capital.
        level = min(level, Level.NOTE)
    if level is Level.NOTHING:
        return None
    # Cyrillic writes a Latin name by its sound: no spelling tells that it is not in the source.
    doubtful = level is Level.NOTE or name_rules(s.target.language).cyrillic
    return NameAlignment(
        entry=None,
        block=s.ref.block,
        sentence=s.ref.sentence,
        outcome=Outcome.HALLUCINATED,
        text=text,
        start=start,
        end=end,
        reason=Reason.UNCERTAIN if doubtful else Reason.DIFFERENT,
    )


def _expected(accepted: AcceptedForms, name: str) -> tuple[str, ...]:
    """What an editor is told to expect: what is known, or else the name as it is.

    What is only derived is accepted where it stands, and never asked for.
    """
    forms = accepted.forms(name)
    certain = [form.text for form in forms if form.certain]
    kept = [form.text for form in forms if form.source is Reason.SAME_SPELLING]
    return tuple((certain or kept)[:_MOST_EXPECTED])
