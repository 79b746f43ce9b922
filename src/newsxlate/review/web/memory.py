"""What people made of sentences like those of an article, to be shown beside them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

from newsxlate.archive.store.connection import storage_errors
from newsxlate.archive.store.corrections import Snapshot, refreshed
from newsxlate.archive.store.database import Store
from newsxlate.article import SentenceRef
from newsxlate.corrections import Corrections, Suggestion, suggestions
from newsxlate.review.desk import Sheet

_lock = threading.Lock()
# Of one store, as it was when it was last looked at: to read it takes a second in a large one.
_kept: dict[tuple[Path, str], Snapshot] = {}


def near(store: Path, sheet: Sheet) -> Iterator[tuple[SentenceRef, list[Suggestion]]]:
    """What people made of similar sentences, for those of a translation that nobody has touched.

    Args:
        store: Where their corrections lie.
        sheet: The translation.
    """
    source = sheet.record.result.article.language
    known = _corrections(store, source)
    for ref, row in sheet.rows.items():
        if row.review is not None or not known:
            continue
        found = suggestions(known, row.source, sheet.review.language, source_language=source)
        if told := [one for one in found if one.target != row.text]:
            yield ref, told


def _corrections(path: Path, source: str) -> Corrections:
    """All corrections of a store."""
    with Store(path, readonly=True) as store, storage_errors(path), _lock:
        kept = _kept[path, source] = refreshed(store, source, _kept.get((path, source)))
        return kept.corrections
