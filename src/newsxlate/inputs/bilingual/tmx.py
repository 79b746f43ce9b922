"""TMX 1.4: translation memories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newsxlate.inputs.bilingual.unit import Unit
from newsxlate.inputs.bilingual.xml import LANG, child, children, language_code, text_of
from newsxlate.languages import SOURCE
from newsxlate.result import MEMORY

# The elements whose content is markup of the format that the text came from.
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
# What programs call the property that says which document a unit is of, what it is called there,
# and how far it is: ourselves, OmegaT, Trados.
_DOCUMENTS = ("x-document", "document", "file", "x-file")
_IDS = ("id", "x-id")
_STATES = ("x-state", "x-confirmationlevel", "x-status")
# As XLIFF 1.2 calls what a machine has translated.
_MACHINE = "leveraged-mt"


def units(root: Any) -> Iterator[Unit]:
    """The units of a memory, one for each language that a text was translated into."""
    header, body = child(root, "header"), child(root, "body")
    language = header.get("srclang", "") if header is not None else ""
    for number, element in enumerate(children(body, "tu") if body is not None else (), 1):
        variants = [(_language(v), v) for v in children(element, "tuv")]
        source = _source(element.get("srclang") or language, [tag for tag, _ in variants])
        if source is None:
            continue
        own = language_code(variants[source][0])
        said = _properties(element)
        for tag, variant in variants:
            if language_code(tag) == own:
                continue
            of_variant = said | _properties(variant)
            yield Unit(
                id=element.get("tuid") or _first(said, _IDS),
                file=_first(said, _DOCUMENTS),
                source=_text(variants[source][1]),
                target=_text(variant) or None,
                source_language=own,
                target_language=language_code(tag),
                state=_first(of_variant, _STATES),
                qualifier=_MACHINE if _is_ours(said) and not _is_written(of_variant) else "",
                place=f"unit {number}",
            )


def _is_ours(said: dict[str, str]) -> bool:
    """Whether a unit is of an export of this program."""
    return "x-document-id" in said


def _is_written(said: dict[str, str]) -> bool:
    """Whether a person wrote a variant, as our exports say, and has not only found it right."""
    return "x-machine" in said or said.get("x-origin") == MEMORY


def _language(variant: Any) -> str:
    # "lang" is that of TMX 1.1.
    return str(variant.get(LANG) or variant.get("lang") or "")


def _source(wanted: str, tags: list[str]) -> int | None:
    """Which of the variants of a unit is the source; None if there are no variants.

    A memory may say "*all*": then it is the German one, or else the first.
    """
    lower = [tag.lower() for tag in tags]
    if wanted.lower() in lower:
        return lower.index(wanted.lower())
    codes = [language_code(tag) for tag in tags]
    for code in (language_code(wanted), SOURCE):
        if code in codes:
            return codes.index(code)
    return 0 if tags else None


def _text(variant: Any) -> str:
    segment = child(variant, "seg")
    return text_of(segment, _CODES) if segment is not None else ""


def _properties(element: Any) -> dict[str, str]:
    found = children(element, "prop")
    return {prop.get("type", "").lower(): text_of(prop) for prop in found}


def _first(said: dict[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if said.get(name)), "")
