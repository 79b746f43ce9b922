"""Findings in the words of the interface's language: their messages were made in English."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from newsxlate import resources
from newsxlate.findings import Finding, advice, codes

_FIELD = re.compile(r"\{(\w+)\}")


def message(found: Finding, language: str) -> str:
    """What was found; in English if the language has no words for it, or not for this one."""
    template = _texts(language).get("messages", {}).get(found.code)
    parts = fields(found.code, found.message) if template else None
    if parts is None:
        return _begun(found.message)
    told = {name: _turned(value, language) for name, value in parts.items()}
    return _begun(_FIELD.sub(lambda field: told.get(field[1], ""), template or ""))


@cache
def what_to_do(code: str, language: str) -> str:
    """What an editor does about it."""
    table: dict[str, str] = _texts(language).get("advice", {})
    fitting = [start for start in table if code.startswith(start)]
    return table[max(fitting, key=len)] if fitting else advice(code)


def reason(why: str, language: str) -> str:
    """Why a block is left out; in English if the language has no words for it."""
    told: dict[str, str] = _texts(language).get("reasons", {})
    return told.get(why, why)


@cache
def _texts(language: str) -> dict[str, Any]:
    name = f"review/findings.{language}.toml"
    return resources.toml(name) if resources.path(name).is_file() else {}


@cache
def _pattern(code: str) -> re.Pattern[str] | None:
    """What a message of this code looks like, its fields in groups."""
    if code not in codes():
        return None
    pattern, seen = "", set()
    for position, part in enumerate(_FIELD.split(codes()[code].message)):
        if position % 2 == 0:
            pattern += re.escape(part)
        elif part in seen:
            pattern += f"(?P={part})"
        else:
            seen.add(part)
            pattern += f"(?P<{part}>.*?)"
    return re.compile(pattern, re.DOTALL)


def fields(code: str, text: str) -> dict[str, str] | None:
    """What a message was made with; None if it was made otherwise."""
    pattern = _pattern(code)
    match = pattern.fullmatch(text) if pattern else None
    return match.groupdict() if match else None


def _turned(value: str, language: str) -> str:
    """A field with English phrases and quotation marks turned, but not what it quotes."""
    phrases: dict[str, str] = _texts(language).get("phrases", {})
    marks: dict[str, str] = _texts(language).get("quotes", {})
    parts = re.split("(‘[^‘’]*’)", value)
    for position in range(0, len(parts), 2):
        for english, other in phrases.items():
            parts[position] = re.sub(rf"(?<!\w){re.escape(english)}(?!\w)", other, parts[position])
    for position in range(1, len(parts), 2):
        quoted = parts[position][1:-1]
        parts[position] = f"{marks.get('open', '‘')}{quoted}{marks.get('close', '’')}"
    return "".join(parts)


def _begun(text: str) -> str:
    """With a capital at its beginning."""
    return text[:1].upper() + text[1:]
