"""The forms of German names in other languages, and the words that are made from them."""

from typing import TYPE_CHECKING

from newsxlate.lazy import lazily

if TYPE_CHECKING:
    from newsxlate.names.forms.demonyms import demonym_beginnings, is_demonym
    from newsxlate.names.forms.lookup import accepts, forms

__all__ = [
    "accepts",
    "demonym_beginnings",
    "forms",
    "is_demonym",
]

if not TYPE_CHECKING:
    __getattr__ = lazily(
        __name__,
        {
            "demonym_beginnings": "demonyms",
            "is_demonym": "demonyms",
            "accepts": "lookup",
            "forms": "lookup",
        },
    )
