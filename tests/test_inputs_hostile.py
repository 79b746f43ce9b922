"""Inputs made to hang, crash or mislead: each costs itself, and says so in one line."""

import json
import time
from pathlib import Path

import pytest

from archive_samples import broken, good, read
from newsxlate.archive import BadRecord, Document

TEXT = "Der Gemeinderat tagt am Montag im Rathaus. Beraten wird der Haushalt."


def test_fields_are_cleaned_before_anything_sees_them(tmp_path: Path) -> None:
    record = {
        "id": "a\x1b[2Jb\ud800",
        "text": TEXT,
        "title": "Der \x00Haushalt\udfff",
        "author": "Eva\x07 Kern",
        "url": "https://blatt.example/\ud83d",
    }
    (only,) = good(read(tmp_path / "a.jsonl", json.dumps(record).encode()))
    assert only.title == "Der Haushalt\ufffd"
    assert only.byline == "Eva Kern"
    assert only.url == "https://blatt.example/\ufffd"
    assert "\x1b" not in only.id + only.name
    only.id.encode("utf-8")


def test_absurdly_long_fields_are_cut() -> None:
    long = Document(
        id="x" * 50_000, content=b"", name="x", title="T" * 50_000, url="https://x/" + "y" * 50_000
    )
    other = Document(id="x" * 50_001, content=b"", name="x")
    assert len(long.id) < 5_000 and long.id != other.id
    assert long.title is not None and len(long.title) == 2_000 and long.title.endswith("…")
    assert long.url is None


def test_what_differs_before_it_is_cleaned_differs_afterwards() -> None:
    ids = {BadRecord(id=f"a{c}", name="a", reason="").id for c in ("", "\x01", "\x02", "\ud800")}
    assert len(ids) == 4


def test_files_whose_names_cannot_be_shown_have_ids_of_their_own(tmp_path: Path) -> None:
    for name in (b"\xe4.txt", b"\xf6.txt"):
        try:
            (tmp_path / "x").with_name(name.decode("utf-8", "surrogateescape")).write_text(TEXT)
        except OSError:  # this file system has no such names
            pytest.skip("no such names")
    found = good(read(tmp_path))
    assert len({document.id for document in found}) == 2
    assert all(document.id.isprintable() for document in found)


def test_records_that_share_an_id_take_no_longer(tmp_path: Path) -> None:
    line = json.dumps({"id": "same", "text": TEXT}).encode() + b"\n"
    started = time.process_time()
    found = good(read(tmp_path / "a.jsonl", line * 10_000))
    assert time.process_time() - started < 10
    assert len({document.id for document in found}) == 10_000
    assert found[-1].id.endswith("#same~10000")
