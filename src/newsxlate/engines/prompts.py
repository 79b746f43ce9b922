"""Prompts for chat models: how one is asked for a translation, and how its answer is read.

The wordings and the patterns are data (``data/translating/prompts.toml``), as are the examples
(``data/languages/CODE/translating.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsxlate import resources
from newsxlate.engines.engine import Request
from newsxlate.errors import UsageError
from newsxlate.languages import language, languages

TEXT = "{text}"
BEFORE = "{before}"
NAMES = "{names}"
LIKE, LIKED = "{like}", "{liked}"
#: What is filled in for each sentence.
PLACES = re.compile("({text}|{before}|{names}|{like}|{liked})")


@dataclass(frozen=True, slots=True)
class Prompt:
    """How a chat model is asked for a translation. The fields are those of ``prompts.toml``.

    Attributes:
        id: The name a model's entry gives.
        user: The user's message, with ``{source}``, ``{target}`` and ``{text}``; a summary's
            with ``{length}``.
        system: The system message; None leaves the chat template's own default.
        context: The user's message where a sentence before is known, with ``{before}``.
        names: The user's message where target forms of names are known, with ``{names}``.
        chat: False for plain completion, without a chat template.
        examples: How many translated sentences go first, if the target language has as many.
        near: How similar, from 0 to 1, a sentence has to be that a person has translated, to go
            before as one more example; 0 if none is to.
        stop: Strings the output ends before.
    """

    id: str
    user: str
    system: str | None = None
    context: str | None = None
    names: str | None = None
    chat: bool = True
    examples: int = 0
    near: float = 0.0
    stop: tuple[str, ...] = ()


Message = dict[str, str]


@cache
def _data() -> dict[str, Any]:
    return resources.toml("translating/prompts.toml")


@cache
def prompts() -> dict[str, Prompt]:
    """Every prompt, by id."""
    return {
        name: Prompt(**{**row, "id": name, "stop": tuple(row.get("stop", ()))})
        for name, row in _data()["prompts"].items()
    }


def prompt(name: str = "") -> Prompt:
    """The prompt called ``name``; the default one if that is empty.

    Raises:
        UsageError: There is none of that name.
    """
    name = name or _data()["default"]["id"]
    try:
        return prompts()[name]
    except KeyError:
        raise UsageError(
            f"there is no prompt called {name!r}", hint=f"Choose one of: {', '.join(prompts())}."
        ) from None


def asked(request: Request, own: Prompt) -> dict[str, str]:
    """What of a request a chat model's source tokens keep, to be written as JSON.

    Args:
        request: The request.
        own: The model's own prompt; without context in it, the sentence before is left out.
    """
    kept = {
        "text": request.text,
        "source": request.source,
        "before": request.context if own.context and not request.prompt else "",
    }
    terms = request.terms if own.names and not request.prompt else ()
    names = "; ".join(f"{name} = {form}" for name, form in terms)
    like, liked = request.example if request.example and not request.prompt else ("", "")
    more = {"prompt": request.prompt, "length": request.length, "names": names}
    more |= {"like": like, "liked": liked}
    return kept | {name: value for name, value in more.items() if value}


def key(request: Mapping[str, str]) -> tuple[str, ...]:
    """All of what `asked` gave that decides what the messages are."""
    left = (name for name in ("before", "names", "like") if request.get(name))
    return request["source"], request.get("prompt", ""), request.get("length", ""), *left


def given(request: Mapping[str, str]) -> dict[str, str]:
    """What of a request, as `asked` gave it, is filled in at the places left open."""
    return {
        TEXT: request["text"],
        BEFORE: request["before"],
        NAMES: request.get("names", ""),
        LIKE: request.get("like", ""),
        LIKED: request.get("liked", ""),
    }


def asking(request: Mapping[str, str], own: Prompt, target: str) -> tuple[bool, list[Message]]:
    """Whether a chat template is wanted, and the messages with ``{text}`` left open.

    Args:
        request: What `asked` gave.
        own: The model's own prompt, used where the request names no other.
        target: ISO 639-1 code of the language of the output.
    """
    chosen = prompt(request["prompt"]) if request.get("prompt") else own
    return chosen.chat, messages(
        chosen,
        request["source"],
        target,
        before=bool(request["before"]),
        names=bool(request.get("names")),
        like=bool(request.get("like")),
        length=request.get("length", ""),
    )


def messages(
    chosen: Prompt,
    source: str,
    target: str,
    *,
    before: bool = False,
    names: bool = False,
    like: bool = False,
    length: str = "",
) -> list[Message]:
    """The messages that ask for a translation, with ``{text}`` left open.

    Args:
        chosen: The prompt.
        source: ISO 639-1 code of the source language.
        target: ISO 639-1 code of the target language.
        before: Whether the sentence before is known; ``{before}`` is left open too then.
        names: Whether target forms of names are known; ``{names}`` is left open too then.
        like: Whether there is a similar sentence with its translation; ``{like}`` and ``{liked}``
            are left open too then, as one more example.
        length: What a prompt for summaries says of their length.

    Returns:
        Messages with "role" and "content". A prompt for plain completion gives a single one.
    """
    asked = chosen.context if before and chosen.context else chosen.user
    asked = chosen.names if names and chosen.names else asked

    def fill(template: str, text: str = TEXT) -> str:
        # Not str.format: the text may hold braces.
        filled = template.replace("{source}", language(source).name).replace("{length}", length)
        return filled.replace("{target}", language(target).name).replace(TEXT, text)

    both = zip(_examples(source), _examples(target), strict=False)
    pairs = list(both)[: chosen.examples] + ([(LIKE, LIKED)] if like else [])
    if not chosen.chat:
        lines = [f"{fill(chosen.user, text)} {translation}\n" for text, translation in pairs]
        return [{"role": "user", "content": "".join([*lines, fill(asked)])}]
    result = [{"role": "system", "content": fill(chosen.system)}] if chosen.system else []
    for text, translation in pairs:
        result.append({"role": "user", "content": fill(chosen.user, text)})
        result.append({"role": "assistant", "content": translation})
    return [*result, {"role": "user", "content": fill(asked)}]


def _examples(code: str) -> list[str]:
    """The sentences of a language that show what a translation is."""
    found: list[str] = resources.language(code, "translating").get("examples", [])
    return found


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """What models put around a translation: one expression for each kind in ``prompts.toml``."""
    names = {name for entry in languages().values() for name in (entry.name, entry.own)}
    any_name = "|".join(re.escape(name) for name in sorted(names))
    return {
        kind: re.compile("|".join(expressions).replace("{language}", any_name), re.I | re.S)
        for kind, expressions in _data()["answer"].items()
        if kind != "quotes"
    }


def answer(output: str, source: str, stop: tuple[str, ...] = ()) -> tuple[int, int]:
    """Where in a model's output the translation stands, without what was put around it.

    Nothing goes that the source could have asked for: quotation marks stay where the source begins
    or ends with one, a label where the source has one, brackets where the source has brackets.

    Args:
        output: What the model wrote.
        source: The sentence that was to be translated.
        stop: Strings the translation ends before.

    Returns:
        The offset of its first character, and that behind its last one.
    """
    source = source.strip()
    ends = [place for mark in stop if (place := output.find(mark)) >= 0]
    span = _trim(output, 0, min(ends, default=len(output)))
    if not source.startswith("<think>"):
        span = _drop_before(_patterns()["thoughts"], output, span)
    while True:
        before = span
        span = _drop_fence(output, source, span)
        span = _drop_around(output, source, span)
        span = _drop_quotes(output, source, span)
        if span == before:
            return span


_LABEL = re.compile(r"\W*[\w .'’/-]{1,60}:")
_FENCE = re.compile(r"```\w*\n(.*?)\n?```", re.S)
_BRACKETS = re.compile(r"[(\[]")
_QUOTE = re.compile(r"[\"“”„«»‘’‚‹›'「]")


def _trim(output: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    while start < end and output[start].isspace():
        start += 1
    while end > start and output[end - 1].isspace():
        end -= 1
    return start, end


def _drop_before(pattern: re.Pattern[str], output: str, span: tuple[int, int]) -> tuple[int, int]:
    match = pattern.match(output, *span)
    return _trim(output, match.end(), span[1]) if match else span


def _drop_fence(output: str, source: str, span: tuple[int, int]) -> tuple[int, int]:
    match = _FENCE.match(output, *span)
    return _trim(output, *match.span(1)) if match and "```" not in source else span


def _drop_around(output: str, source: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without introductions, labels and remarks."""
    patterns = _patterns()
    span = _drop_before(patterns["intros"], output, span)
    if not _LABEL.match(source):
        span = _drop_before(patterns["labels"], output, span)
    start, end = span
    note = patterns["notes"].search(output, start, end)
    if note and not patterns["notes"].search(f"\n{source}"):
        end = note.start()
    # An aside has to reach the end: one inside the sentence is left alone.
    for aside in patterns["asides"].finditer(output, start, end):
        if aside.end() == end and not _BRACKETS.search(source):
            end = aside.start()
    return _trim(output, start, end)


def _drop_quotes(output: str, source: str, span: tuple[int, int]) -> tuple[int, int]:
    """The span without quotation marks around the whole of it."""
    start, end = span
    if end - start < 2 or _QUOTE.search(source[:1] + source[-1:]):
        return span
    if output[start] + output[end - 1] not in _data()["answer"]["quotes"]:
        return span
    # “No,” he said, “never.” begins and ends with marks too, but they are not one pair.
    for place in range(start + 1, end - 1):
        if output[place] in (output[start], output[end - 1]):
            opens = output[place - 1].isspace() or output[place - 1] in "([" or place == start + 1
            return _trim(output, start + 1, end - 1) if opens else span
    return _trim(output, start + 1, end - 1)
