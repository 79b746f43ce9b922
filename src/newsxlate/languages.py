"""The languages there are, and the codes by which models know them."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from newsxlate import resources
from newsxlate.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping


#: The language whose news the tool is for: names, lengths and numbers are known from it.
SOURCE = "de"
#: The language of agencies and gazetteers: names of the whole world have a spelling in it, and its
#: words stand in names everywhere.
INTERNATIONAL = "en"


@dataclass(frozen=True, slots=True)
class Language:
    """A language.

    Attributes:
        code: Its ISO 639-1 code.
        name: Its name in English.
        own: Its name in itself.
        nllb: Its FLORES-200 code, as NLLB knows it; empty if NLLB does not.
        m2m: Its code in M2M100; empty if M2M100 does not know it.
        opus: Its code in the labels of OPUS-MT models, if it is not the start of ``nllb``.
        right_to_left: Whether it is written so.
    """

    code: str
    name: str
    own: str
    nllb: str = ""
    m2m: str = ""
    opus: str = ""
    right_to_left: bool = False


@cache
def languages() -> Mapping[str, Language]:
    """Every known language, by ISO 639-1 code; first those that articles can be read in."""
    has = resources.language_file
    known = [code for code in resources.languages() if has(code, "language.toml")]
    known.sort(key=lambda code: not has(code, "segment.toml"))
    return MappingProxyType({code: _read(code) for code in known})


@cache
def _read(code: str) -> Language:
    return Language(code=code, **resources.language(code, "language"))


def language(code: str) -> Language:
    """The language with an ISO 639-1 code; case and a region ("pt-BR") do not matter.

    Raises:
        UsageError: It is not known. The hint names what may have been meant.
    """
    base = code.strip().lower().replace("_", "-").split("-")[0]
    if resources.language(base, "language"):
        return _read(base)
    known = languages()
    names = {name: entry for entry in known.values() for name in (entry.name.lower(), entry.own)}
    near = get_close_matches(code.strip().lower(), list(names), n=1, cutoff=0.75)
    hint = (
        f"For {names[near[0]].name} write {names[near[0]].code}."
        if near
        else f"Known are: {', '.join(sorted(known))}."
    )
    raise UsageError(f"unknown language {code!r}", hint=hint)
