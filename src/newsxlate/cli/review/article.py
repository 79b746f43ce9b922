"""An article that is to be reviewed is translated into a store of its own first."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from newsxlate.archive.settings import Settings
    from newsxlate.inputs.document import Document

_STOPPED = 130


def translated(
    file: Path, store: Path | None, settings: Settings, *, quiet: bool
) -> tuple[Path, tuple[str, str]]:
    """Translate an article into a store, but for what is done already.

    Args:
        file: The article.
        store: The store; None for the one beside it.
        settings: How it is translated.
        quiet: Whether the terminal is told of errors only.

    Returns:
        The store, and which part to show: the document's id and the first target language.

    Raises:
        InputError: The file is no article, or more than one; or it cannot be translated.
        StorageError: A run is at work on the store, or it cannot be written to.
    """
    from newsxlate.cli.archive.run import Watch, work_through
    from newsxlate.errors import InputError

    beside = store is None
    store = store or file.with_suffix(".sqlite")
    document = _only(file, settings)
    if beside:
        # The same from wherever the command is called.
        document = replace(document, id=file.name)
    _take_up_again(store, document.id)
    watch = Watch(quiet=quiet, log=None, metrics=None)
    read = iter([document])
    _, stopped = work_through(read, store, settings, watch, None, ([str(file)], {}, None, 1))
    if stopped:
        click.get_current_context().exit(_STOPPED)
    if reason := _failure(store, document.id):
        raise InputError(f"{file}: {reason}")
    return store, (document.id, settings.options.targets[0])


def _only(file: Path, settings: Settings) -> Document:
    """The one article of a file."""
    from newsxlate.errors import InputError
    from newsxlate.inputs.document import Document
    from newsxlate.inputs.stream import documents

    read = documents([file], max_bytes=settings.options.reading.max_bytes)
    found = list(islice(read, 2))
    if len(found) > 1:
        raise InputError(
            f"{file} has more than one article",
            hint="`newsxlate archive run` translates them into a store, which can be reviewed.",
        )
    if not found:
        raise InputError(f"{file} has no article")
    if not isinstance(found[0], Document):
        raise InputError(f"cannot read {found[0].name}: {found[0].reason}")
    return found[0]


def _take_up_again(store: Path, id_: str) -> None:
    """Let the run try a document that failed before: it was asked for by name."""
    from newsxlate.archive.store.database import Store
    from newsxlate.archive.store.lock import locked

    if store.exists():
        with locked(store), Store(store) as opened:
            opened.retry([id_])


def _failure(store: Path, id_: str) -> str:
    """Why there is no translation; nothing if there is."""
    from newsxlate.archive.store.database import Store
    from newsxlate.archive.store.statistics import failures

    with Store(store, readonly=True) as opened:
        return next((row["reason"] for row in failures(opened) if row["id"] == id_), "")
