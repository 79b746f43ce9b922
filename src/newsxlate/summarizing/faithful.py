"""Hold a summary sentence to the article: what supports it, and what in it the article has not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from newsxlate.article import SentenceRef
from newsxlate.checking.dates import check_dates
from newsxlate.checking.negation import may_negate, negates
from newsxlate.checking.numbers import check_numbers
from newsxlate.findings import Finding, finding
from newsxlate.summarizing import support
from newsxlate.summarizing.claims import Claim, Kind, claims
from newsxlate.summarizing.source import Source
from newsxlate.summarizing.words import lists
from newsxlate.summary import Precision, SummarySentence, Support
from newsxlate.text.addresses import blank

# By kind: not in the article at all; in it, but not in what the sentence rests on.
_CODES = {
    Kind.NAME: ("N601", "N602"),
    Kind.NUMBER: ("N603", "N604"),
    Kind.QUOTATION: ("N606", "N607"),
}
_NUMBERS = frozenset({"N302", "N303", "N304", "N306", "N310"})
_DATES = frozenset({"N311", "N313", "N315", "N316"})
# What the checks of translations say where N609 and N610 do.
_NEGATIONS = frozenset({"N228", "N229"})
#: That the article supports too little of a sentence.
WEAK = "N608"
# What makes a sentence unfit to stand in a summary.
_UNFIT = frozenset({"N201", "N202", "N204", "N207", "N208", "N210", "N601", "N603", "N606", WEAK})


@dataclass(frozen=True, slots=True)
class Judged:
    """A summary sentence with what was looked up in the article for it.

    Attributes:
        sentence: The sentence, its support and findings filled in.
        claims: Its names, numbers and quotations.
    """

    sentence: SummarySentence
    claims: tuple[Claim, ...]

    @property
    def unfit(self) -> bool:
        """Whether its support is too weak, or it says what the article does not."""
        return not _UNFIT.isdisjoint(found.code for found in self.sentence.findings)


def judge_rendered(
    text: str, language: str, source: Source, place: SentenceRef, found: Iterable[Finding] = ()
) -> Judged:
    """A sentence of the article, or its translation, as a sentence of a summary.

    Args:
        text: The sentence.
        language: ISO 639-1 code of its language.
        source: The article.
        place: Which of its sentences it is.
        found: What the checks of translations found in it: numbers and dates are theirs.
    """
    supports = (Support(block=place.block, sentence=place.sentence, score=1.0),)
    looked_up = tuple(claims(text, language, source, [place]))
    if language == source.article.language:
        return Judged(
            SummarySentence(text=text, support=supports, findings=tuple(found)), looked_up
        )
    mine = [
        *_unsupported(c for c in looked_up if c.kind is not Kind.NUMBER),
        *_negation(text, language, source.text(place), source.article.language),
    ]
    located = [_at(f, language, place, source.text(place), text) for f in mine]
    others = [f for f in found if f.code not in _NEGATIONS]
    sentence = SummarySentence(text=text, support=supports, findings=(*others, *located))
    return Judged(sentence, looked_up)


def judge_written(
    text: str,
    language: str,
    source: Source,
    *,
    targets: Mapping[SentenceRef, str] | None = None,
    places: Sequence[Support] | None = None,
) -> Judged:
    """A sentence that somebody wrote about the article, or its translation.

    Args:
        text: The sentence.
        language: ISO 639-1 code of its language.
        source: The article.
        targets: The article's sentences in that language, where they are translated.
        places: What it rests on, if that is known; else it is looked for.
    """
    if places is None:
        supports, share = support.find(text, language, source, targets)
    else:
        supports, share = tuple(places), 1.0
    rests_on = [s.ref for s in supports]
    looked_up = tuple(claims(text, language, source, rests_on))
    mine = list(_written_findings(text, language, source, rests_on, looked_up))
    if share < lists()["support"]["weak"]:
        mine.insert(0, finding(WEAK, share=round(100 * share)))
    first = rests_on[0] if rests_on else None
    located = [_at(f, language, first, source.texts(rests_on), text) for f in mine]
    return Judged(SummarySentence(text=text, support=supports, findings=tuple(located)), looked_up)


def judged_again(sentence: SummarySentence, language: str, source: Source) -> Judged:
    """A sentence that was judged before, with what was looked up for it."""
    rests_on = [support.ref for support in sentence.support]
    return Judged(sentence, tuple(claims(sentence.text, language, source, rests_on)))


def _written_findings(
    text: str,
    language: str,
    source: Source,
    places: Sequence[SentenceRef],
    looked_up: Iterable[Claim],
) -> Iterator[Finding]:
    origin = source.article.language
    yield from _unsupported(looked_up)
    if not places:
        return
    evidence = blank(source.texts(places))
    pair = {"source_language": origin, "target_language": language}
    shown = {c.text for c in looked_up if c.kind is Kind.NUMBER and not c.supported}
    for found in check_numbers(evidence, blank(text), **pair):
        if found.code in _NUMBERS and not any(number in found.message for number in shown):
            yield finding("N604", text=found.message)
    for found in check_dates(evidence, blank(text), **pair):
        if found.code in _DATES:
            yield finding("N605", text=found.message)
    if len(places) == 1:
        yield from _negation(text, language, evidence, origin)


def _unsupported(looked_up: Iterable[Claim]) -> Iterator[Finding]:
    for claim in looked_up:
        unknown, elsewhere = _CODES[claim.kind]
        if not claim.known:
            yield finding(unknown, text=claim.text)
        elif not claim.supported:
            yield finding(elsewhere, text=claim.text)


def _negation(text: str, language: str, evidence: str, origin: str) -> Iterator[Finding]:
    """A negation that only one of two sentences has, where nothing else can stand for it."""
    if negates(text, language) and not may_negate(evidence, origin):
        yield finding("N609")
    elif negates(evidence, origin) and not may_negate(text, language):
        yield finding("N610")


def _at(
    found: Finding, language: str, place: SentenceRef | None, source: str, target: str
) -> Finding:
    block, sentence = place if place else (None, None)
    return replace(
        found, language=language, block=block, sentence=sentence, source=source, target=target
    )


def precision(judged: Iterable[Judged]) -> Precision:
    """Which share of the names, numbers and quotations of sentences the article has."""
    known: dict[Kind, list[bool]] = {kind: [] for kind in Kind}
    for one in judged:
        for claim in one.claims:
            known[claim.kind].append(claim.known)

    def share(kind: Kind) -> float | None:
        return round(sum(known[kind]) / len(known[kind]), 4) if known[kind] else None

    return Precision(
        entities=share(Kind.NAME),
        numbers=share(Kind.NUMBER),
        quotations=share(Kind.QUOTATION),
        entity_count=len(known[Kind.NAME]),
        number_count=len(known[Kind.NUMBER]),
        quotation_count=len(known[Kind.QUOTATION]),
    )
