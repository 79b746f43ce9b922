"""What the writers share: clean lines, and what there is to know about a language."""

from __future__ import annotations

import re
from functools import cache

from newsxlate import resources
from newsxlate.errors import UsageError

# No-break spaces are typography and stay.
_WHITE_SPACE = re.compile("[ \t\n\r\v\f\u0085\u2028\u2029]+")
# An escape sequence in an article must not reach a terminal; half a surrogate pair has no UTF-8.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """``text`` without line breaks, tabs and control characters."""
    return _WHITE_SPACE.sub(" ", _CONTROLS.sub(REPLACEMENT, text))


def line(text: str) -> str:
    """``text`` cleaned, without white space at its ends."""
    return clean(text).strip()


@cache
def language_name(code: str) -> str:
    """The English name of a language; the code itself if it is not a known one."""
    from newsxlate.languages import language

    try:
        return language(code).name
    except UsageError:
        return line(code)


@cache
def _is_right_to_left(code: str) -> bool:
    written = resources.language(code, "language").get("right_to_left", False)
    return written or code in resources.shared("scripts")["right_to_left"]


def direction(language: str) -> str:
    """The writing direction of a language, as HTML's ``dir`` attribute has it."""
    primary = re.split("[-_]", language.lower(), maxsplit=1)[0]
    return "rtl" if _is_right_to_left(primary) else "ltr"
