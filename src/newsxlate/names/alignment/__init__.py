"""Find what stands for each name in a translation, and what there stands for none."""

from typing import TYPE_CHECKING

from newsxlate.lazy import lazily

if TYPE_CHECKING:
    from newsxlate.names.alignment.accepted_forms import AcceptedForms, is_written
    from newsxlate.names.alignment.regions import find_demonyms
    from newsxlate.names.alignment.target_sentence import Span, Target

__all__ = [
    "AcceptedForms",
    "Span",
    "Target",
    "find_demonyms",
    "is_written",
]

if not TYPE_CHECKING:
    __getattr__ = lazily(
        __name__,
        {
            "AcceptedForms": "accepted_forms",
            "is_written": "accepted_forms",
            "find_demonyms": "regions",
            "Span": "target_sentence",
            "Target": "target_sentence",
        },
    )
