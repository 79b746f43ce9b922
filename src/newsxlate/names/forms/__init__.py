"""The forms of German names in other languages, and the words that are made from them."""

from typing import TYPE_CHECKING

from newsxlate.lazy import lazily

if TYPE_CHECKING:
    from newsxlate.names.forms.demonyms import Derived, derived
    from newsxlate.names.forms.lookup import accepts, forms

__all__ = [
    "Derived",
    "accepts",
    "derived",
    "forms",
]

if not TYPE_CHECKING:
    __getattr__ = lazily(
        __name__,
        {
            "Derived": "demonyms",
            "derived": "demonyms",
            "accepts": "lookup",
            "forms": "lookup",
        },
    )
