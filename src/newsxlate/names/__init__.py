"""Names: find them in an article, help the model with them, check and repair its translation.

- ``knowledge/`` is what is known about names: tables, cities, lists of words, the user's glossary.
- ``forms/`` says which forms a German name has in another language.
- ``recognition/`` finds the names of an article, and groups those that mean the same.
- ``alignment/`` finds what stands for each in a translation, and what there stands for none.
- ``repair/`` puts the accepted form in the place of another.

Of these rooms each knows only those before it. `NameChecker` does for a run all that is to be done
about names, and `hints` decides what a model is given of them.

Other packages import from here, or from one of the five rooms, but from no module inside: what a
room hands on is in its ``__all__``. All are loaded when first asked for.
"""

from typing import TYPE_CHECKING

from newsxlate.lazy import lazily

if TYPE_CHECKING:
    from newsxlate.names.checker import NameChecker
    from newsxlate.names.hints import Hints, hinted
    from newsxlate.names.knowledge.confirmed import confirmed
    from newsxlate.names.knowledge.glossary import Glossary, Term, load_glossary
    from newsxlate.names.recognition.entities import called, find_entities, misspellings
    from newsxlate.names.recognition.variants import same_name
    from newsxlate.names.verdict import Form, Reason

__all__ = [
    "Form",
    "Glossary",
    "Hints",
    "NameChecker",
    "Reason",
    "Term",
    "called",
    "confirmed",
    "find_entities",
    "hinted",
    "load_glossary",
    "misspellings",
    "same_name",
]

if not TYPE_CHECKING:
    __getattr__ = lazily(
        __name__,
        {
            "NameChecker": "checker",
            "Hints": "hints",
            "hinted": "hints",
            "confirmed": "knowledge.confirmed",
            "Glossary": "knowledge.glossary",
            "Term": "knowledge.glossary",
            "load_glossary": "knowledge.glossary",
            "called": "recognition.entities",
            "find_entities": "recognition.entities",
            "misspellings": "recognition.entities",
            "same_name": "recognition.variants",
            "Form": "verdict",
            "Reason": "verdict",
        },
    )
