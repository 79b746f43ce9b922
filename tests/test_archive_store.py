"""The store: what goes in comes out, whole windows or none, and nothing of a full disk is lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from newsxlate.archive.results import DocumentInfo, DocumentResult, Failure, WindowResult
from newsxlate.archive.run import locked
from newsxlate.archive.settings import Signatures
from newsxlate.archive.store.codec import join, split
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.reader import records
from newsxlate.archive.store.report import page
from newsxlate.archive.store.statistics import failures, status
from newsxlate.errors import InputError, StorageError
from newsxlate.result import Result
from newsxlate.summary import Summary, SummarySentence
from profiles import examples
from writing_samples import kim_result
from writing_strategies import results

SIGNATURES = Signatures({"en": b"en-1", "fr": b"fr-1"}, b"whole", {})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "a.sqlite", create=True) as store:
        store.begin_run("{}", 1)
        yield store


def outcome(
    name: str, text: bytes = b"text", result: Result | None = None, embargoed: str | None = None
) -> DocumentResult:
    made = split(result) if result else None
    info = DocumentInfo(
        id=name,
        name=f"{name}.txt",
        source=name.encode(),
        url=f"https://x/{name}",
        embargoed=embargoed,
    )
    return DocumentResult(info=info, text=text, parts=made, words=10, sentences=2)


def commit(store: Store, *outcomes: DocumentResult, signatures: Signatures = SIGNATURES) -> None:
    rows = [(f"key{store.last_window()}".encode(), b"[0,true,[]]")]
    store.commit(
        WindowResult(outcomes, rows), window=store.last_window() + 1, run=1, signatures=signatures
    )


@settings(max_examples=examples(60), deadline=None)
@given(results())
def test_a_result_survives_being_taken_apart(result: Result) -> None:
    parts = split(result)
    summaries = list(parts.summaries.values())
    made = join(parts.article, parts.translations, summaries, parts.ledger)
    assert made == result
    assert sum(count for *_, count in parts.findings) == result.count()


def test_a_document_that_cannot_be_stored_fails_alone(store: Store) -> None:
    result = kim_result()
    signatures = Signatures({made.language: b"1" for made in result.translations}, b"whole", {})
    bad = DocumentResult(
        info=DocumentInfo(id="bad", name="bad.txt", source=b"bad", url="https://x/\ud800"),
        failure=Failure("reading", "it is empty"),
    )
    # Of "lost", the text is stored nowhere.
    made = [outcome("a", result=result), bad, outcome("lost", text=b"none"), outcome("b")]
    stored = store.commit(WindowResult(made), window=1, run=1, signatures=signatures)
    assert [one.failure.stage if one.failure else "" for one in stored] == [
        "", "storing", "storing", ""
    ]  # fmt: skip
    rows = store.connection.execute("SELECT id, status FROM documents ORDER BY number").fetchall()
    assert rows == [("a", "done"), ("bad", "failed"), ("lost", "failed"), ("b", "done")]
    assert store.connection.execute("SELECT documents, failed FROM windows").fetchall() == [(4, 2)]


def test_copies_share_a_result_under_their_own_names(store: Store) -> None:
    result = kim_result()
    languages = {made.language: b"1" for made in result.translations}
    signatures = Signatures(languages, b"whole", {})
    commit(store, outcome("a", result=result), outcome("b"), signatures=signatures)
    first, second = records(store)
    assert first.result.translations == tuple(
        sorted(result.translations, key=lambda made: made.language)
    )
    assert second.result.translations == first.result.translations
    assert [record.result.article.source for record in (first, second)] == [
        "https://x/a",
        "https://x/b",
    ]
    counts = status(store)
    assert (counts["documents"]["done"], counts["texts"], counts["copies"]) == (2, 1, 1)
    assert sum(counts["findings"].values()) == result.count()


def test_each_document_has_its_own_embargo_and_status_counts_those_that_hold(store: Store) -> None:
    result = kim_result()
    held = replace(result, article=replace(result.article, embargoed="2090-01-01T00:00:00+00:00"))
    signatures = Signatures({made.language: b"1" for made in result.translations}, b"whole", {})
    later, over = "2095-06-01T06:00:00+02:00", "2020-06-01T06:00:00+02:00"
    commit(
        store,
        outcome("a", result=held, embargoed="2090-01-01T00:00:00+00:00"),
        outcome("b", embargoed=later),
        outcome("c", embargoed=over),
        outcome("d"),
        signatures=signatures,
    )
    found = [record.result.article.embargoed for record in records(store)]
    assert found == ["2090-01-01T00:00:00+00:00", later, over, None]
    assert status(store)["embargoed"] == 2
    assert "<dt>under embargo</dt><dd>2</dd>" in page(store)
    # A new version of the document that may be published.
    commit(store, outcome("b"), signatures=signatures)
    assert status(store)["embargoed"] == 1


def test_summaries_are_replaced_with_their_text(store: Store) -> None:
    plain = Result(article=kim_result().article)
    long, short = (
        Summary(language="de", method="lead", length=n, sentences=(SummarySentence(text="Ja."),))
        for n in ("3 sentences", "1 sentence")
    )
    commit(store, outcome("a", result=replace(plain, summaries=(long, short))))
    (record,) = records(store)
    assert record.result.summaries == (long, short)
    commit(store, outcome("a", result=replace(plain, summaries=(short,))))
    (record,) = records(store)
    assert record.result.summaries == (short,)


def test_a_text_that_nobody_has_any_more_is_dropped(store: Store) -> None:
    result = Result(article=kim_result().article)
    commit(store, outcome("a", b"old", result), outcome("b", b"old"))
    commit(store, outcome("a", b"new", result))
    assert status(store)["texts"] == 2
    commit(store, outcome("b", b"new"))
    assert status(store)["texts"] == 1
    assert [r.id for r in records(store)] == ["a", "b"]


def test_a_failure_keeps_its_reason_and_counts_its_attempts(store: Store) -> None:
    failed = replace(outcome("a"), text=None, failure=Failure("reading", "it is empty"))
    commit(store, failed)
    commit(store, failed)
    (row,) = failures(store)
    assert (row["stage"], row["reason"], row["attempts"]) == ("reading", "it is empty", 2)
    assert store.retry(["none"]) == 0
    assert store.retry() == 1
    assert next(failures(store))["status"] == "waiting"


def test_a_window_is_stored_whole_or_not_at_all(store: Store) -> None:
    good = outcome("a", result=Result(article=kim_result().article))
    spoiled = WindowResult([good], [(b"key", b"row"), (b"key without a row",)])  # type: ignore[list-item]
    with pytest.raises((ValueError, sqlite3.ProgrammingError)):
        store.commit(spoiled, window=1, run=1, signatures=SIGNATURES)
    assert store.last_window() == 0
    assert status(store)["texts"] == 0


def test_a_full_disk_is_said_and_loses_nothing(store: Store) -> None:
    result = Result(article=kim_result().article)
    commit(store, outcome("a", result=result))
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages}")

    def fill() -> None:
        for number in range(1000):
            commit(store, outcome(str(number), str(number).encode(), result))

    with pytest.raises(StorageError, match="the disk is full") as caught:
        fill()
    assert "safe" in caught.value.hint
    with Store(store.path, readonly=True) as again:
        assert len(list(records(again))) == again.last_window()
        assert again.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_only_stores_are_opened(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no archive store"):
        Store(tmp_path / "none.sqlite")
    (tmp_path / "text").write_text("Das ist keine Datenbank. " * 100)
    with pytest.raises(InputError, match="no archive store"):
        Store(tmp_path / "text", create=True)
    with sqlite3.connect(tmp_path / "foreign.sqlite") as foreign:
        foreign.execute("CREATE TABLE t (a)")
    with pytest.raises(InputError, match="no archive store"):
        Store(tmp_path / "foreign.sqlite", create=True)
    with Store(tmp_path / "later.sqlite", create=True) as store:
        store.connection.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="version 99"):
        Store(tmp_path / "later.sqlite")
    with pytest.raises(StorageError, match="cannot be opened"):
        Store(tmp_path / "no" / "folder.sqlite", create=True)


def test_a_second_run_is_kept_away_until_the_first_ends(tmp_path: Path) -> None:
    with locked(tmp_path / "a.sqlite"):
        with (
            pytest.raises(StorageError, match="another run is at work"),
            locked(tmp_path / "a.sqlite"),
        ):
            pass
        with locked(tmp_path / "b.sqlite"):
            pass
    with locked(tmp_path / "a.sqlite"):
        pass
