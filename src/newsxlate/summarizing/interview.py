"""Who answers what in an interview."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from newsxlate import resources
from newsxlate.article import Article, Block, Kind

# "Brömmelkamp: Ich bin 67."
_LABEL = re.compile(r"([A-ZÄÖÜ][\w.’'-]*(?: [\w.’'-]+){0,3}):\s+")
_LONGEST_LABEL = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """A paragraph of an answer.

    Attributes:
        speaker: Who gives it; empty if that is not known.
        question: The block of the question.
        label: What stands before its words, with the space behind it; empty if nothing does.
    """

    speaker: str
    question: int
    label: str = ""


def answers(article: Article) -> dict[int, Answer]:
    """The paragraphs that answer a question, by block."""
    if not any(block.kind is Kind.QUESTION for _, block in article.kept()):
        return {}
    found: dict[int, Answer] = {}
    question, speaker = None, ""
    known = _labels(article)
    for number, block in article.kept():
        if block.kind is Kind.QUESTION:
            question, speaker = number, ""
        elif question is not None and block.kind is Kind.PARAGRAPH:
            label = _label(block)
            name = label if label in known else ""
            generic = _is_generic(label, article.language)
            speaker = "" if generic else name or speaker
            before = _LABEL.match(block.text)
            shown = before[0] if before and (name or generic) else ""
            found[number] = Answer(speaker, question, shown)
    only = _only_speaker(article, found)
    return {
        number: answer if answer.speaker else replace(answer, speaker=only)
        for number, answer in found.items()
    }


def unlabelled(text: str, answer: Answer) -> str:
    """A sentence of an answer, in any language, without the label that the answer has."""
    for label in filter(None, (answer.label, f"{answer.speaker}: " if answer.speaker else "")):
        if text.startswith(label.rstrip()):
            return text[len(label.rstrip()) :].lstrip()
    return text


def _label(block: Block) -> str:
    found = _LABEL.match(block.text)
    return found[1] if found and len(found[1]) <= _LONGEST_LABEL else ""


def _labels(article: Article) -> frozenset[str]:
    """Labels that are names: "Ganz klar: …" begins a sentence.

    They come twice, or their last word is that of somebody who is named beside the answers.
    """
    counts = Counter(filter(None, (_label(block) for _, block in article.kept())))
    beside = {
        word
        for _, block in article.kept()
        if block.kind is not Kind.PARAGRAPH
        for word in re.findall(r"[\w’'-]+", block.text)
    }
    return frozenset(
        label
        for label, count in counts.items()
        if (count > 1 or label.split()[-1] in beside) and not _is_generic(label, article.language)
    )


def _only_speaker(article: Article, found: Mapping[int, Answer]) -> str:
    """Who answers where nothing is said; empty if it may be one of several."""
    names = {answer.speaker for answer in found.values() if answer.speaker}
    if not names:
        names = set(_addressed(article))
    return names.pop() if len(names) == 1 else ""


def _addressed(article: Article) -> Iterator[str]:
    """Those whom questions speak to: "Frau Brömmelkamp, wie lange …"."""
    pattern = _interview(article.language).get("address")
    for _, block in article.kept():
        if pattern and block.kind is Kind.QUESTION:
            for match in re.finditer(pattern, block.text):
                yield match[1]


def _is_generic(label: str, language: str) -> bool:
    return label.casefold() in _interview(language).get("labels", "").split()


@cache
def _interview(language: str) -> Mapping[str, str]:
    found: Mapping[str, str] = resources.language(language, "summarizing").get("interview", {})
    return found
