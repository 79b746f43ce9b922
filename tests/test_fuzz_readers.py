"""Every reader, with files that are damaged in every way: nothing but a record may fail."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from archive_samples import broken, good
from hostile_inputs import Made, files, folders
from newsxlate.archive import BadRecord, Document
from newsxlate.errors import NewsxlateError
from newsxlate.inputs import single
from newsxlate.inputs.stream import documents, to_article
from newsxlate.segmenting import segment
from profiles import examples

# Seconds, of the processor, and bytes that one input may take.
_SECONDS = 2.0
_BYTES = 500_000_000
# Articles of one input that are read to the end: this takes most of the time.
_READ = 2
COUNT = min(examples(1_000), 10_000)
few = settings(
    max_examples=COUNT, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


def _peak() -> int:
    """The most memory that this process has had, in bytes; 0 where nobody says."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _check(made: Made, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in made.files.items():
        (folder / name).write_bytes(data)
    path = folder if len(made.files) > 1 else folder / next(iter(made.files))
    before = _peak()
    with _in_time():
        found = list(documents([path]))
        for document in good(found)[:_READ]:
            _read(document)
    if len(made.files) == 1:
        with _in_time(), suppress(NewsxlateError):
            single.read(path, language="de")
    _check_fields(found)
    # What was not damaged has to come out; and of what was, it has to be said.
    assert len(good(found)) >= made.whole
    if made.whole == made.records:
        assert len(good(found)) == made.records
        assert not broken(found)
    elif made.whole:
        assert len(found) >= made.whole
    assert _peak() - before < _BYTES


def _read(document: Document) -> None:
    """Read a document to the end: what is wrong with it may be said, and nothing else happen."""
    with suppress(NewsxlateError):
        article = segment(to_article(document, language="de"))
        assert "".join(article.text[b.start : b.end] for b in article.blocks) == article.text


@contextmanager
def _in_time() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < _SECONDS


def _check_fields(found: list[Document | BadRecord]) -> None:
    assert len({each.id for each in found}) == len(found)
    for each in found:
        fields = [each.id, each.name, getattr(each, "title", None), getattr(each, "url", None)]
        fields += [getattr(each, "byline", None), getattr(each, "reason", None)]
        for field in fields:
            assert field is None or not any(c < " " or "\x7f" <= c < "\xa0" for c in field)
            assert field is None or field.encode("utf-8")


@few
@given(files())
def test_a_damaged_file_costs_what_is_damaged(folder: Path, made: Made) -> None:
    _check(made, folder)


@settings(few, max_examples=COUNT // 20)
@given(folders())
def test_a_damaged_file_costs_nothing_beside_it(folder: Path, made: Made) -> None:
    _check(made, folder)
