"""Who made a text, and who answers for it: the same in every format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsxlate import resources
from newsxlate.article import SentenceRef
from newsxlate.outputs.article.display import line
from newsxlate.result import MEMORY, Result
from newsxlate.signoff import TEASER, TITLE, Part, Review, SentenceReview, SentenceState, State

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
SCHEMA_ORG = "https://schema.org/"

_MADE = {Part.TRANSLATION: "Machine translation", Part.SUMMARY: "Machine-made summary"}
_STATES = {
    State.MACHINE: "not reviewed",
    State.IN_REVIEW: "in review{by}, not approved",
    State.APPROVED: "reviewed and approved{by}",
    State.SENT_BACK: "sent back{by}, not approved",
}


@dataclass(frozen=True, slots=True)
class DigitalSource:
    """How a text came about, as the IPTC and schema.org call it.

    Attributes:
        uri: A concept of the IPTC's Digital Source Type NewsCodes.
        name: What the IPTC calls it in English.
        schema_org: The same as schema.org has it.
    """

    uri: str
    name: str
    schema_org: str


def digital_source(review: Review, result: Result) -> DigitalSource:
    """How a text came about: as a machine wrote it, or with sentences of people's.

    These they wrote in reviewing it, or earlier, for the translation memory. That somebody has read
    it, and found nothing to change, makes it no less the machine's, now as earlier.
    """
    people = review.edited
    if review.part is Part.TRANSLATION:
        people = people or MEMORY in _origins(result, review.language)
    return _digital_sources()["edited" if people else "machine"]


def remembered(result: Result, language: str) -> int:
    """How many sentences of a translation are from the translation memory."""
    return sum(map(bool, _origins(result, language)))


def _origins(result: Result, language: str) -> list[str]:
    return [
        sentence.origin
        for made in result.translations
        if made.language == language
        for _, _, sentence in made.sentences()
    ]


@cache
def _digital_sources() -> dict[str, DigitalSource]:
    rows = resources.toml("outputs/digital_source_types.toml")
    return {
        name: DigitalSource(IPTC + row["concept"], row["name"], SCHEMA_ORG + row["schema_org"])
        for name, row in rows.items()
    }


def statement(review: Review) -> str:
    """What every reader is told of a text, in one line without a full stop.

    Such as "Machine translation, not reviewed", or "Machine translation, edited, reviewed and
    approved by Ana on 2026-11-30".
    """
    name = line(review.by)
    by = f" by {name}" + (f" on {day(review)}" if day(review) else "") if name else ""
    edited = ", edited" if review.edited else ""
    return f"{_MADE[review.part]}{edited}, {_STATES[review.state].replace('{by}', by)}"


def account(review: Review) -> str:
    """What an editor elsewhere is told of a review beyond `statement`: a sentence, or nothing.

    How many sentences were edited, whether somebody takes editorial responsibility, whether it is
    known who they are, and what they said.
    """
    count = len(edits(review))
    parts = [f"{count} {'sentences' if count > 1 else 'sentence'} edited"] if count else []
    if review.state is not State.MACHINE and review.by:
        if review.approved and review.responsible:
            parts.append(f"editorial responsibility: {line(review.by)}")
        parts.append("logged in" if review.authenticated else "name not authenticated")
        parts += [f"note: {line(review.note)}"] if line(review.note) else []
    return "; ".join(parts)


def day(review: Review) -> str:
    """The day on which the state was set, ISO 8601; empty if that is not known."""
    return line(review.at)[:10]


def edits(review: Review) -> list[SentenceReview]:
    """The sentences that read otherwise than the machine had them."""
    return [row for row in review.sentences if row.text != row.machine]


def editors(review: Review) -> list[str]:
    """Who changed a sentence, each once, in the order of their sentences."""
    return list(dict.fromkeys(name for row in edits(review) if (name := line(row.by))))


def state(review: Review, ref: SentenceRef) -> SentenceState:
    """What a person did with a sentence. In what was approved, nothing is left untouched."""
    row = review.sentence(ref)
    if row is not None:
        return SentenceState.EDITED if row.text != row.machine else row.state
    return SentenceState.ACCEPTED if review.approved else SentenceState.UNTOUCHED


def texts(result: Result, language: str, part: Part) -> Iterator[tuple[SentenceRef, str]]:
    """The sentences that a part reads, in the order in which they are reviewed and hashed.

    Of a translation those of its blocks; of summaries those of each in the language, after its
    headline and its teaser if there are any. `newsxlate.signoff.SentenceReview` says what their
    places are.
    """
    if part is Part.TRANSLATION:
        for made in result.translations:
            if made.language == language:
                for block, number, sentence in made.sentences():
                    yield SentenceRef(block, number), sentence.text
        return
    summaries = (made for made in result.summaries if made.language == language)
    for index, summary in enumerate(summaries):
        for place, text in ((TITLE, summary.title), (TEASER, summary.teaser)):
            if text:
                yield SentenceRef(index, place), text
        for number, line_ in enumerate(summary.sentences):
            yield SentenceRef(index, number), line_.text


def sources(result: Result, language: str) -> Iterator[str]:
    """The source sentences of a translation, in the order of `texts`."""
    blocks = result.article.blocks
    for ref, _ in texts(result, language, Part.TRANSLATION):
        yield blocks[ref.block].sentences[ref.sentence].text


def review_of(reviews: Iterable[Review], language: str, part: Part = Part.TRANSLATION) -> Review:
    """What people have said of a part in a language; if nobody did, it is the machine's."""
    for review in reviews:
        if (review.language, review.part) == (language, part):
            return review
    return Review(language=language, part=part)


def statements(result: Result, reviews: Sequence[Review], part: Part) -> list[tuple[str, str]]:
    """What is to be said of each translation, or of the summaries: language and `statement`."""
    made = result.translations if part is Part.TRANSLATION else result.summaries
    languages = dict.fromkeys(each.language for each in made)
    return [(code, statement(review_of(reviews, code, part))) for code in languages]
