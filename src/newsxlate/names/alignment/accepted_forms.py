"""The forms that a translation may have of a name, in one language and with one glossary."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from newsxlate.entities import Entity
from newsxlate.names.forms import lookup
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.glossary import Glossary
from newsxlate.names.verdict import Form, Reason, Verdict
from newsxlate.text.folding import fold

# The longest acronym that has to stand in capitals; a longer one may be written as a name is.
_LONGEST_ACRONYM = 4


class AcceptedForms:
    """The accepted forms of names in a language; the user's terms overrule all others.

    Attributes:
        language: ISO 639-1 code.
    """

    def __init__(self, language: str, glossary: Glossary | None = None) -> None:
        """Take the user's terms; None if there are none."""
        self.language = language
        self._glossary = glossary
        self._terms = (glossary.terms(language) if glossary else {}) or None
        self._words: dict[tuple[int, str], frozenset[str]] = {}

    def forms(self, name: str) -> Sequence[Form]:
        """The accepted forms of a name, best first."""
        if self._terms:
            return lookup.forms(name, self.language, glossary=self._terms)
        return known_forms(name, self.language)

    def accepts(self, name: str, text: str) -> Verdict:
        """Whether a text is a form of a name."""
        return lookup.accepts(name, text, self.language, glossary=self._terms)

    def heeds_case(self, name: str, text: str) -> bool:
        """Whether a text has the capitals of a form of a name, where the user wants that."""
        return not self._terms or lookup.heeds_case(name, text, self._terms)

    def words(self, entity: Entity) -> frozenset[str]:
        """The folded words of an entity's names and of their accepted forms, remembered."""
        key = entity.id, entity.canonical
        if key not in self._words:
            names = dict.fromkeys((entity.canonical, *entity.names))
            texts = [form.text for name in names for form in self.forms(name)]
            self._words[key] = frozenset(w for t in (*names, *texts) for w in fold(t).split())
        return self._words[key]

    def wanted(self, name: str) -> Sequence[str]:
        """The forms that the user's glossary has for a name."""
        return self._glossary.forms(name, self.language) if self._glossary else ()

    def forbidden(self, name: str) -> Sequence[str]:
        """The forms that the user's glossary forbids for a name."""
        return self._glossary.forbidden(name, self.language) if self._glossary else ()


@lru_cache(maxsize=8192)
def known_forms(name: str, language: str) -> tuple[Form, ...]:
    """The forms of a name; of a place's name in another language those of the place."""
    found = lookup.forms(name, language)
    if not tables.whole().german(name):
        texts = (
            text
            for _, entity in tables.whole().form(name)
            if entity.kind == "place"
            for text in entity.forms.get(language, ())
        )
        found += [Form(text, Reason.EXONYM, certain=False) for text in dict.fromkeys(texts)]
    return tuple(found)


def is_written(text: str, form: str) -> bool:
    """Whether a text has the capitals that a name has: US is not us, nor WHO who."""
    if not any(c.isupper() for c in form):
        return True
    if form.isupper() and len(form) <= _LONGEST_ACRONYM:
        return sum(c.isupper() for c in text) > 1 or len(form) == 1
    return any(c.isupper() for c in text)
