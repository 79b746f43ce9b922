"""What a run has to do: documents in order, read ahead in worker processes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path
from queue import Empty, Full, Queue

from newsxlate.archive.results import DocumentInfo, Failure
from newsxlate.archive.settings import Settings, Signatures
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.rereading import reading
from newsxlate.archive.work import Prepared, document_info, failure, prepare
from newsxlate.archive.workers.pool import LostError, WorkerPool
from newsxlate.inputs.document import BadRecord, Document
from newsxlate.options import Options

# Address space of a process that reads: many times what the largest article needs.
_READER_BYTES = 6 << 30
# Seconds to wait before looking whether there is something else to do.
_TURN = 0.1
# Seconds that the archive gets to give the document it is at. One that comes through a pipe, or
# over a network that is gone, may never do.
_PATIENCE = 2.0


class DocumentStatus(StrEnum):
    """How a document stands to the store."""

    NEW = "new"
    CHANGED = "changed"
    SETTINGS = "other settings"
    READING = "reading has changed"
    AGAIN = "to be tried again"
    DONE = "done"
    FAILED = "failed before"
    #: Only where documents are counted: nothing in the archive can be made of it.
    UNREADABLE = "unreadable"

    @property
    def due(self) -> bool:
        """Whether it has to be worked through."""
        return self not in (DocumentStatus.DONE, DocumentStatus.FAILED)


def document_status(about: DocumentInfo, store: Store, signatures: Signatures) -> DocumentStatus:
    """How a document stands to a store, by what is known of it without reading it."""
    row = store.document(about.id)
    if row is None:
        return DocumentStatus.NEW
    status, source, text, settings = row
    if source != about.source:
        return DocumentStatus.CHANGED
    if status == "waiting":
        return DocumentStatus.AGAIN
    if status == "failed":
        if settings == signatures.whole:
            return DocumentStatus.FAILED
    elif status != "done" or text is None:
        # The store is damaged in this place; made anew, it is not any more.
        return DocumentStatus.AGAIN
    elif store.fresh(text, signatures.languages):
        return DocumentStatus.DONE
    same = reading(store, about.id) == signatures.reading
    return DocumentStatus.SETTINGS if same else DocumentStatus.READING


def describe(document: Document | BadRecord) -> DocumentInfo:
    """What the store is to know of a document, readable or not."""
    if isinstance(document, Document):
        return document_info(document)
    reason = document.reason.encode()
    about = document_info(
        Document(id=document.id, name=document.name, content=reason, item=document.item)
    )
    return replace(about, pubstatus=document.pubstatus)


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read, or could not be: it is the next to be worked through."""

    prepared: Prepared


@dataclass(frozen=True, slots=True)
class NotDue:
    """A document for which nothing is to be done."""

    status: DocumentStatus


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nothing was read for a moment."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The archive cannot be read on."""

    error: BaseException


#: What comes of reading ahead.
Event = Read | NotDue | Waiting | Broken


@dataclass(frozen=True, slots=True)
class _Submitted:
    """A document that a worker has."""

    info: DocumentInfo
    future: Future[Prepared]


@dataclass(frozen=True, slots=True)
class _End:
    """There are no more documents."""


_Item = Read | NotDue | Broken | _Submitted | _End


class Prefetcher:
    """Documents in the order of the archive, as they come out of the worker processes.

    A thread goes through the archive and keeps the workers busy; it waits when it is too far ahead,
    so that memory does not grow.
    """

    def __init__(
        self,
        documents: Iterable[Document | BadRecord],
        store: Path,
        settings: Settings,
        signatures: Signatures,
        stop: threading.Event,
    ) -> None:
        """Begin to read.

        Args:
            documents: The archive.
            store: The store, which has to be there.
            settings: How many workers, how long each may take, how many documents.
            signatures: What the results depend on.
            stop: When set, nothing more is read.
        """
        self._documents = documents
        self._store = store
        self._settings = settings
        self._signatures = signatures
        self._stop = stop
        self._closed = threading.Event()
        self._pool = WorkerPool(
            _reader,
            [(settings.options,)] * settings.readers,
            time_limit=settings.time_limit,
            memory=_READER_BYTES,
        )
        self._queue: Queue[_Item] = Queue(2 * (settings.size + settings.readers))
        self._thread = threading.Thread(target=self._read, name="prefetcher", daemon=True)
        self._thread.start()

    def __iter__(self) -> Iterator[Event]:
        """What there is to do, in the order of the archive; `Waiting` now and then in between."""
        while True:
            try:
                item = self._queue.get(timeout=_TURN)
            except Empty:
                yield Waiting()
                continue
            match item:
                case _End():
                    return
                case Broken():
                    yield item
                    return
                case _Submitted(info, future):
                    while not wait([future], _TURN).done:
                        yield Waiting()
                    yield _result(info, future)
                case Read() | NotDue():
                    yield item

    def close(self) -> None:
        """Stop reading, and end the workers."""
        self._closed.set()
        self._pool.close()
        self._thread.join(_PATIENCE)

    def _read(self) -> None:
        """What the thread does."""
        end: _Item = _End()
        try:
            with Store(self._store, readonly=True) as store:
                for item in islice(self._items(store), self._settings.limit):
                    if self._stop.is_set() or not self._put(item):
                        break
        except BaseException as error:
            end = Broken(error)
        self._put(end)

    def _items(self, store: Store) -> Iterator[_Item]:
        for document in self._documents:
            about = describe(document)
            status = document_status(about, store, self._signatures)
            if not status.due:
                yield NotDue(status)
            elif isinstance(document, BadRecord):
                yield Read(Prepared(info=about, failure=Failure("input", document.reason)))
            else:
                yield _Submitted(about, self._pool.submit((document, about)))

    def _put(self, item: _Item) -> bool:
        """Put an item into the queue when there is room; False if nobody wants it any more."""
        while not self._closed.is_set():
            try:
                self._queue.put(item, timeout=_TURN)
                return True
            except Full:
                continue
        return False


def _reader(options: Options) -> Callable[[tuple[Document, DocumentInfo]], Prepared]:
    """What a worker calls."""
    # Whatever reading needs is loaded by this, before the first document's time runs.
    sample = Document(id="", name="", content=b"Guten Morgen, meine Damen und Herren.")
    prepare(sample, document_info(sample), options)
    return lambda task: prepare(*task, options)


def _result(info: DocumentInfo, future: Future[Prepared]) -> Read | Broken:
    try:
        return Read(future.result())
    except OSError as error:
        return Broken(error)
    except LostError as error:
        return Read(Prepared(info=info, failure=failure("reading", error)))
