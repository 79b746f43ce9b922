"""Find the names of an article, and group those that mean the same."""

from typing import TYPE_CHECKING

from newsxlate.lazy import lazily

if TYPE_CHECKING:
    from newsxlate.names.recognition.mentions import find_mentions

__all__ = [
    "find_mentions",
]

if not TYPE_CHECKING:
    __getattr__ = lazily(
        __name__,
        {
            "find_mentions": "mentions",
        },
    )
