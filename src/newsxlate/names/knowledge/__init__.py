"""What is known about names: tables, cities, lists of words, the user's glossary."""

from typing import TYPE_CHECKING

from newsxlate.lazy import lazily

if TYPE_CHECKING:
    from newsxlate.names.knowledge.tables import is_place_form
    from newsxlate.names.knowledge.wordlists import is_family, is_given

__all__ = [
    "is_family",
    "is_given",
    "is_place_form",
]

if not TYPE_CHECKING:
    __getattr__ = lazily(
        __name__,
        {
            "is_place_form": "tables",
            "is_family": "wordlists",
            "is_given": "wordlists",
        },
    )
