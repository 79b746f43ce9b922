"""Patterns made of the forms that a language's file lists: "_" is a space, "*" any letters."""

from __future__ import annotations

import re


def one(form: str) -> str:
    """A pattern for a form, in which "_" is a space and "*" stands for any letters."""
    words = [re.escape(word).replace(r"\*", r"\w*") for word in form.split("_")]
    return r"\s+".join(words) + ("" if form.endswith("*") else r"(?!\w)")


def after(forms: str, *, signs: str = "", words: int = 0) -> re.Pattern[str]:
    """Matches one of the forms or signs, at most so many other words on."""
    alternatives = [re.escape(sign) for sign in signs]
    alternatives += map(one, sorted(forms.split(), key=len, reverse=True))
    if not alternatives:
        return re.compile(r"(?!)")
    between = rf"(?:[^\W\d_]+\s+){{0,{words}}}" if words else ""
    return re.compile(rf"[\s‐-]*{between}(?:{'|'.join(alternatives)})", re.IGNORECASE)


def before(forms: str, *, words: int = 0) -> re.Pattern[str]:
    """Matches one of the forms at the end of a text, or at most so many other words before it."""
    alternatives = _alternatives(forms)
    between = rf"(?:[^\W\d_]+\s+){{0,{words}}}" if words else ""
    return re.compile(
        rf"(?<!\w)(?:{alternatives})\s+{between}$" if alternatives else r"(?!)", re.IGNORECASE
    )


def anywhere(forms: str) -> re.Pattern[str]:
    """Matches one of the forms."""
    alternatives = _alternatives(forms)
    return re.compile(rf"(?<!\w)(?:{alternatives})" if alternatives else r"(?!)", re.IGNORECASE)


def _alternatives(forms: str) -> str:
    return "|".join(map(one, sorted(forms.split(), key=len, reverse=True)))


def hour_and_minutes(hours: str, conjunctions: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Matches what stands between hour and minutes: with a word for hours, and without."""
    if not hours:
        return re.compile(r"(?!)"), re.compile(r"(?!)")
    joined = rf"(?:(?:{_alternatives(conjunctions)})\s+)?" if conjunctions else ""
    return (
        re.compile(rf"\s+(?:{_alternatives(hours)})\s+{joined}", re.IGNORECASE),
        re.compile(rf"\s+{joined}", re.IGNORECASE),
    )


def decade(suffixes: str) -> re.Pattern[str]:
    """Matches what makes a year a decade, right behind its digits."""
    forms = "|".join(map(re.escape, suffixes.split()))
    return re.compile(rf"(?:{forms})\b" if forms else r"(?!)", re.IGNORECASE)
