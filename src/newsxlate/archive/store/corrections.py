"""What people corrected and confirmed in a store, for those who translate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from newsxlate.archive.human import HumanWork
from newsxlate.archive.settings import source_language
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import REVIEW, version
from newsxlate.corrections import NONE, Correction, Corrections
from newsxlate.languages import SOURCE
from newsxlate.options import Options
from newsxlate.processing import Terms
from newsxlate.signoff import SentenceState

# What was accepted in a translation that was sent back is to be looked at again.
_SENTENCES = """
SELECT corrections.source, corrections.text, corrections.language, corrections.state, people.name,
  corrections.changed
FROM corrections
LEFT JOIN people ON people.number = corrections.person
LEFT JOIN reviews USING (document, language, part)
WHERE part = 'translation'
  AND (corrections.state = 'edited' OR coalesce(reviews.state, '') <> 'sent back')
  AND corrections.changed >= ?
ORDER BY corrections.changed, document, language, block, sentence
"""
_STATE = "SELECT count(*), coalesce(max(changed), 0) FROM corrections"
_TERMS = """
SELECT source, target, language FROM terms WHERE document = '' ORDER BY language, source
"""


def human_work(options: Options, store: Store) -> HumanWork:
    """What people have done that goes into translations, in a store and in their memories.

    Raises:
        InputError: A memory cannot be read.
    """
    memories = NONE
    if options.decoding.memory:
        from newsxlate.translating import read_memories

        memories = read_memories(options.decoding.memory)
    return HumanWork(corrections(store, source_language(options)), confirmed_terms(store), memories)


def corrections(store: Store, source: str = SOURCE) -> Corrections:
    """The sentences that people edited and accepted, what they said last first.

    Args:
        store: A store; in one of a version before there were any, there are none.
        source: ISO 639-1 code of the language that its articles are in.
    """
    return Corrections(_rows(store, source))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The corrections of a store as they were when it was looked at last.

    Attributes:
        corrections: The corrections.
        count: How many rows they were ...
        changed: ... and when the last was written (seconds since the epoch).
    """

    corrections: Corrections
    count: int
    changed: float


def refreshed(store: Store, source: str = SOURCE, before: Snapshot | None = None) -> Snapshot:
    """The corrections of a store that was looked at before; what is new is added to what was.

    Only if some were taken back, all are read again, which takes seconds in a large store. A
    translation that was sent back meanwhile is not noticed.

    Args:
        store: The store.
        source: ISO 639-1 code of the language that its articles are in.
        before: What this gave the last time; its corrections are added to, see
            `newsxlate.corrections.Corrections.add`.
    """
    if version(store.connection) < REVIEW:
        return Snapshot(NONE, 0, 0.0)
    count, changed = store.connection.execute(_STATE).fetchone()
    if before is None or count < before.count:
        return Snapshot(corrections(store, source).prepare(), count, changed)
    if (count, changed) != (before.count, before.changed):
        before.corrections.add(_rows(store, source, since=before.changed))
    return Snapshot(before.corrections, count, changed)


def confirmed_terms(store: Store) -> Terms:
    """The names and terms that people confirmed for good."""
    if version(store.connection) < REVIEW:
        return ()
    return tuple(store.connection.execute(_TERMS))


def _rows(store: Store, language: str, since: float = 0.0) -> Iterator[Correction]:
    if version(store.connection) < REVIEW:
        return
    rows = store.connection.execute(_SENTENCES, (since,))
    for source, text, target, state, name, changed in rows:
        yield Correction(
            source=source,
            text=text,
            language=target,
            source_language=language,
            state=SentenceState(state),
            by=name or "",
            at=datetime.fromtimestamp(changed, UTC).isoformat(timespec="seconds"),
        )
