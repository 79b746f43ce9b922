"""Summaries in a model's own words: written, checked, written again, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from newsxlate.article import Kind
from newsxlate.checking.language import check_language
from newsxlate.checking.shape import check_shape
from newsxlate.engines.batching import generate_all
from newsxlate.engines.engine import Decoding, Engine, Request
from newsxlate.errors import UsageError
from newsxlate.findings import Finding, finding
from newsxlate.languages import INTERNATIONAL
from newsxlate.options import Length
from newsxlate.segmenting.splitting import split
from newsxlate.summarizing.candidates import Candidate
from newsxlate.summarizing.claims import Kind as ClaimKind
from newsxlate.summarizing.claims import claims, quoted_spans
from newsxlate.summarizing.faithful import Judged, judge_written
from newsxlate.summarizing.rendering import Rendering
from newsxlate.summarizing.source import Source
from newsxlate.summarizing.words import lists
from newsxlate.translating.split import split_sentence
from newsxlate.typography import apply as apply_typography

if TYPE_CHECKING:
    from newsxlate.models.model import Model

_PROMPT = "summary"
# What makes a summary useless as a whole. (What it leaves out is no fault of a summary.)
_USELESS = frozenset({"N201", "N202", "N204", "N205", "N207", "N208", "N209", "N210"})
_BODY = frozenset({Kind.LEAD, Kind.PARAGRAPH})
_AROUND = frozenset({Kind.HEADLINE, Kind.SUBHEAD, Kind.QUESTION})
# Words of a sentence, and tokens of a word, at the most: the room that is left for a summary.
_SENTENCE = 35
_TOKENS = 3
_FLOOR = 60
# What a chat model is given of an article at once: with the prompt and the summary it has to fit
# into the 4,096 tokens that engines allot.
_CHAT_TOKENS = 2800
# A summary of parts that is longer than this share of them leads nowhere.
_SHORTER = 0.8
# What the parts of a long article are summarised to before they are joined.
_PART = "3 sentences"
_MARKER = re.compile(r"^(?:[-–•*]|\d{1,2}[.)])\s+")
_WAYS = (
    Decoding(),
    Decoding(temperature=0.5, seed=1),
    Decoding(temperature=0.8, seed=2, no_repeat_ngram=4),
)


class Order(StrEnum):
    """Which language a model writes in that could write in both."""

    DIRECT = "direct"
    """In the summary's language."""
    TRANSLATED = "translated"
    """In the article's language; what it wrote is then translated."""


class RefusedError(Exception):
    """No summary the model wrote can be used.

    Attributes:
        reason: Why, for a reader: "it was cut off".
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """A model that summarises.

    Attributes:
        engine: The model, loaded. Chat models are asked with the prompt "summary".
        model: Its signature.
        tokens: The longest text it is given at once, in its tokens.
        order: Whether it writes in the summary's language.
        frame: What a model trained to summarise wants around the text, with "{text}" in it.
    """

    engine: Engine
    model: str
    tokens: int
    order: Order
    frame: str = "{text}"

    def write(self, source: Source, rendering: Rendering, length: Length) -> list[Judged]:
        """The sentences of a summary, checked.

        An article that is too long is summarised in parts, and then the summaries of its parts.
        What is in the wrong language, in a loop, cut off, about itself, or for the most part
        without support in the article is asked for again, twice.

        Raises:
            RefusedError: Nothing it wrote is of use.
            EngineError: The model failed.
        """
        origin = source.article.language
        language = rendering.language if self.order is Order.DIRECT else origin
        text = self._condensed(_paragraphs(source), origin)
        reason = ""
        for way in _WAYS:
            found, output = self._ask(text, origin, language, str(length), way, _room(length))
            if found:
                reason = _said(found)
                continue
            sentences = list(_sentences(output, language, length))
            judged = [_judged(sentence, language, source, rendering) for sentence in sentences]
            unfit = sum(one.unfit for one in judged)
            if judged and 2 * unfit <= len(judged):
                return list(_into(judged, language, source, rendering))
            reason = f"the article does not support {unfit} of its {len(judged)} sentences"
        raise RefusedError(reason)

    def _condensed(self, paragraphs: Sequence[str], language: str) -> str:
        """The paragraphs as one text; if that does not fit, the summaries of its parts."""
        text = "\n".join(paragraphs)
        while self.engine.count(text) > self.tokens:
            parts = list(_parts(paragraphs, self._fits))
            shorter = [self._part(part, language) for part in parts]
            if sum(map(len, shorter)) > _SHORTER * len(text):
                raise RefusedError("the article is too long for the model")
            paragraphs, text = shorter, "\n".join(shorter)
        return text

    def _fits(self, text: str) -> bool:
        return self.engine.count(text) <= self.tokens

    def _part(self, text: str, language: str) -> str:
        room = 3 * _SENTENCE * _TOKENS
        for way in _WAYS:
            found, output = self._ask(text, language, language, _PART, way, room)
            if not found:
                return output
        # The part's own beginning says more than nothing.
        return " ".join(text[start:end] for start, end in split(text, language)[:2])

    def _ask(
        self, text: str, source: str, target: str, length: str, way: Decoding, room: int
    ) -> tuple[list[Finding], str]:
        """What is wrong with the model's answer, and the answer."""
        framed = self.frame.replace("{text}", text)
        request = Request(framed, source, target, prompt=_PROMPT, length=length)
        decoding = replace(way, max_length_ratio=0.0, max_length_floor=room)
        [made] = generate_all(self.engine, [request], decoding, batch_tokens=self.tokens)
        output = apply_typography(made.text.strip(), text, target, source_language=source)
        return problems(output, text, source, target, finished=made.finished), output


def problems(output: str, text: str, source: str, target: str, *, finished: bool) -> list[Finding]:
    """What makes a model's answer no summary at all.

    Args:
        output: The answer.
        text: What it is to be a summary of.
        source: ISO 639-1 code of the text's language.
        target: ISO 639-1 code of the language that was asked for.
        finished: False if the model was stopped at its length limit.
    """
    pair = {"source_language": source, "target_language": target}
    found = check_shape(text, output, finished=finished, **pair)
    # Without a text to compare with, all that is told is what language it is.
    found += check_language(
        text if source != target else "", output, source_language="", target_language=target
    )
    talk = _talk().search(output)
    if talk and not _talk().search(text):
        found.append(finding("N207", kind="talk about the text", text=talk.group()))
    return [one for one in found if one.code in _USELESS]


@cache
def _talk() -> re.Pattern[str]:
    return re.compile(lists()["talk"]["pattern"], re.IGNORECASE | re.VERBOSE)


def _said(found: Sequence[Finding]) -> str:
    return "; ".join(dict.fromkeys(one.message for one in found))


def _paragraphs(source: Source) -> list[str]:
    """The article proper, a paragraph a line; lists behind what leads up to them, and no boxes."""
    told: dict[int, list[Candidate]] = {}
    for place, candidate in source.candidates.items():
        told.setdefault(place.block, []).append(candidate)
    found: list[str] = []
    begun = False
    for number, block in source.article.kept():
        begun |= block.kind in _BODY
        if number in told:
            found.append(_spoken(told[number]))
        elif block.text and (block.kind in _AROUND or (block.kind is Kind.ITEM and begun)):
            found.append(block.text)
    return found


def _spoken(candidates: Sequence[Candidate]) -> str:
    """A paragraph; an answer of an interview behind who gives it."""
    answer = candidates[0].beginning.answer
    text = " ".join(candidate.text for candidate in candidates)
    return f"{answer.speaker}: {text}" if answer and answer.speaker else text


def _parts(paragraphs: Sequence[str], fits: Callable[[str], bool]) -> Iterator[str]:
    """The paragraphs in parts that fit; a paragraph that does not is cut between its sentences."""
    part = ""
    for paragraph in paragraphs:
        for piece in [paragraph] if fits(paragraph) else split_sentence(paragraph, fits):
            longer = f"{part}\n{piece}" if part else piece
            if part and not fits(longer):
                yield part
                part = piece
            else:
                part = longer
    if part:
        yield part


def _room(length: Length) -> int:
    """Tokens that a summary may take."""
    words = {"sentences": length.value * _SENTENCE, "words": 1.5 * length.value}
    return round(_FLOOR + _TOKENS * words.get(length.kind, 500))


def _sentences(text: str, language: str, length: Length) -> Iterator[str]:
    """The sentences of a summary, as many as were asked for."""
    try:
        spans = split(text, language)
    except UsageError:
        # Languages without rules of their own end their sentences as English does.
        spans = split(text, INTERNATIONAL)
    words = 0
    for number, (start, end) in enumerate(spans):
        sentence = _MARKER.sub("", text[start:end])
        words += len(sentence.split())
        full = {"sentences": number >= length.value, "words": words > length.value}
        if number and full.get(length.kind, False):
            return
        yield sentence


def _judged(sentence: str, language: str, source: Source, rendering: Rendering) -> Judged:
    text, notes = _unquoted(sentence, language, source)
    targets = rendering.known() if language == rendering.language else None
    judged = judge_written(text, language, source, targets=targets or None)
    return _with(judged, notes)


def _with(judged: Judged, found: Sequence[Finding]) -> Judged:
    sentence = judged.sentence
    return replace(judged, sentence=replace(sentence, findings=(*sentence.findings, *found)))


def _into(
    judged: Sequence[Judged], language: str, source: Source, rendering: Rendering
) -> Iterator[Judged]:
    """Sentences in the language they were written in, translated if it is not the one wanted."""
    if language == rendering.language:
        yield from judged
        return
    made = rendering.texts([one.sentence.text for one in judged])
    for one, sentence in zip(judged, made, strict=True):
        supports = one.sentence.support
        translated = judge_written(sentence.text, rendering.language, source, places=supports)
        kept = [f for f in one.sentence.findings if f.code in ("N608", "N613")]
        yield _with(translated, [*sentence.findings, *kept])


def _unquoted(sentence: str, language: str, source: Source) -> tuple[str, list[Finding]]:
    """A sentence without quotation marks around what the article does not quote."""
    bad = {
        claim.text
        for claim in claims(sentence, language, source, source.places)
        if claim.kind is ClaimKind.QUOTATION and not claim.known
    }
    notes = []
    for start, end in reversed(quoted_spans(sentence)):
        quoted = sentence[start + 1 : end]
        if quoted.strip() in bad:
            sentence = sentence[:start] + quoted + sentence[end + 1 :]
            notes.append(finding("N613", language=language, target=sentence, text=quoted.strip()))
    return sentence, notes


def make_writer(engine: Engine, model: Model, order: Order | None = None) -> Writer:
    """What writes summaries with a loaded model.

    Args:
        engine: The model, loaded.
        model: Its entry in the registry.
        order: Whether a chat model writes in the summary's language; by default it writes in the
            article's, see docs/summaries.md. Models trained to summarise know one language.
    """
    chat = model.family == "chat"
    framed = not chat and model.prompt
    revision = model.revision or "main"
    return Writer(
        engine=engine,
        model=f"summary:{model.name}|rev:{revision}|engine:{engine.kind}"
        f"|type:{engine.compute_type}",
        tokens=_CHAT_TOKENS if chat else model.max_source_tokens,
        order=(order or Order.TRANSLATED) if chat else Order.TRANSLATED,
        frame=lists()["frames"][model.prompt] if framed else "{text}",
    )
