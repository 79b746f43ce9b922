"""What a model is given of a sentence: names respelt, and their forms in the target language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsxlate.entities import Entities, Entity, Mention
from newsxlate.findings import Finding, finding
from newsxlate.names.forms import lookup
from newsxlate.names.recognition.entities import counterpart
from newsxlate.names.verdict import Form, Reason

# What German puts behind a name in the genitive.
_ENDINGS = ("", "s", "es", "’", "'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is done for a model that is to get names right.

    Attributes:
        language: ISO 639-1 code of the language that it translates into.
        method: "source": forms of that language stand in the source sentence; "prompt": they are
            named beside it; "none".
        normalize: Whether probable misspellings are replaced by the preferred spelling.
        glossary: The user's terms for the language.
    """

    language: str
    method: str = "none"
    normalize: bool = False
    glossary: lookup.GlossaryForms | None = None


def hinted(
    text: str, pairs: Sequence[tuple[Entity, Mention]], hints: Hints
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A sentence as a model is to get it, and the names with their target forms.

    Only forms that reference data or the glossary have are used, and only for names that the
    target language does not spell as German does.

    Args:
        text: The sentence.
        pairs: Its mentions, in order (`Entities.at`).
        hints: What to do.
    """
    terms: dict[str, str] = {}
    for entity, mention in reversed(pairs):
        mistaken = hints.normalize and mention.base in entity.variants
        base = counterpart(entity, mention.base) if mistaken else mention.base
        new = _respelt(mention, base) if mistaken else mention.text
        form = _wanted(base, hints)
        if form and hints.method == "source" and not mention.worded:
            new = _respelt(mention, form)
        elif form and hints.method == "prompt":
            terms = {new: form} | terms
        text = text[: mention.start] + new + text[mention.end :]
    return text, tuple(terms.items())


def findings(entities: Entities) -> list[Finding]:
    """The misspellings that ``normalize`` replaces, as notes (N531)."""
    found = []
    for entity in entities.entries:
        for m in entity.mentions:
            if m.mention.base in entity.variants:
                old, base = m.mention.text, counterpart(entity, m.mention.base)
                new = _respelt(m.mention, base)
                found.append(
                    finding(
                        "N531", block=m.block, sentence=m.sentence, source=old, old=old, new=new
                    )
                )
    return found


def certain_form(name: str, language: str, glossary: lookup.GlossaryForms | None = None) -> str:
    """The form of a German name that may be written unasked; empty if none is certain.

    It is the preferred one, but for an acronym the preferred acronym.
    """
    if glossary:
        return _certain(name, lookup.forms(name, language, glossary=glossary))
    return _known_certain(name, language)


@lru_cache(maxsize=8192)
def _known_certain(name: str, language: str) -> str:
    return _certain(name, lookup.forms(name, language))


def _certain(name: str, found: Sequence[Form]) -> str:
    certain = [form.text for form in found if form.certain]
    like = [text for text in certain if text.isupper()] if name.isupper() else certain
    return next(iter([*like, *certain]), "")


def _wanted(base: str, hints: Hints) -> str:
    """The certain form of a name, if its German spelling would not do."""
    if hints.method == "none":
        return ""
    form = certain_form(base, hints.language, hints.glossary)
    if not form or form == base:
        return ""
    verdict = lookup.accepts(base, base, hints.language, glossary=hints.glossary)
    return "" if verdict.accepted and verdict.reason is not Reason.GLOSSARY else form


def _respelt(mention: Mention, name: str) -> str:
    """Another name in a mention's stead, its ending and capitals kept; else the mention."""
    ending = mention.text.removeprefix(mention.base)
    if mention.text == mention.base + ending and ending in _ENDINGS:
        return _inflected(name, ending)
    if mention.text == mention.base.upper():
        return name.upper()
    return mention.text


def _inflected(name: str, ending: str) -> str:
    """A name with a German genitive ending; after a sibilant that is an apostrophe."""
    if ending and name.endswith(("s", "ß", "x", "z")):
        return f"{name}’"
    return name + ("s" if ending in ("’", "'") else ending)
