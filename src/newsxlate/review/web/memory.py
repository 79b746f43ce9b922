"""What people made of sentences like those of an article, to be shown beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from newsxlate.article import SentenceRef
from newsxlate.review.desk import Sheet


def near(store: Path, sheet: Sheet) -> Mapping[SentenceRef, Sequence[Any]]:
    """What the human memory has beside the sentences of a translation, by sentence.

    Args:
        store: Where the memory lies.
        sheet: The translation.
    """
    return {}
