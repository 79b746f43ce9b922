"""``newsxlate archive import``: corrections from CAT tools, and by hand."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from newsxlate import cli
from newsxlate.article import SentenceRef
from newsxlate.review.desk import ConflictError, Desk, Editor, Place
from newsxlate.signoff import SentenceState, State
from review_stores import SCHOOL, store

RIGHT = "The work will cost 240 euros, according to the administration."
WRONG = SCHOOL[2][1]
ANA = Editor("Ana")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return store(tmp_path / "a.sqlite", {"a": SCHOOL, "b": (*SCHOOL[:3], ("Nein.", "No."))})


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = cli.run(["archive", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def exported(capsys: pytest.CaptureFixture[str], path: Path, format_: str, *more: str) -> Path:
    output = path.parent / f"out.{format_}"
    line = ("export", "--store", path, "--format", format_, "-o", output, "--state", "any", *more)
    assert call(capsys, *line)[0] == 0
    return output


def bring_in(
    capsys: pytest.CaptureFixture[str], path: Path, file: Path, *more: str, by: str = "Ben"
) -> tuple[int, str]:
    code, out, err = call(capsys, "import", file, "--store", path, "--by", by, *more)
    assert out == "" or "--json" in more
    return code, err if out == "" else out


def change(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for was, now in changes:
        assert was in text, was
        text = text.replace(was, now)
    file.write_text(text, encoding="utf-8")


def sheet(path: Path, document: str = "a") -> Any:
    with Desk(path) as desk:
        return desk.sheet(document, "en")


def texts(path: Path, document: str = "a") -> list[str]:
    return [row.text for row in sheet(path, document).rows.values()]


@pytest.mark.parametrize("format_", ["xliff", "xliff2", "tmx", "jsonl"])
def test_what_was_changed_elsewhere_is_edited(
    format_: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(capsys, path, format_, "--id", "a")
    change(file, (WRONG, RIGHT))
    if format_ == "jsonl":
        file = file.rename(file.with_suffix(".json"))
    code, err = bring_in(capsys, path, file)
    assert (code, err) == (
        0,
        f"{file} into {path}: 1 sentence edited, 0 accepted in 1 document; 3 unchanged, 0 left"
        " out\n",
    )
    made = sheet(path)
    row = made.rows[SentenceRef(2, 0)]
    assert (row.text, row.machine, row.review.by) == (RIGHT, WRONG, "Ben")
    assert row.review.state is SentenceState.EDITED
    # It was checked again: 240 is what the source says. And nothing was signed off.
    assert made.open_errors == ()
    assert made.review.state is State.IN_REVIEW
    assert texts(path, "b")[2] == WRONG
    # Once more, it says nothing new.
    assert "0 sentences edited, 0 accepted" in bring_in(capsys, path, file)[1]


def test_the_audit_says_by_which_file_it_came(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(capsys, path, "xliff", "--id", "a")
    change(file, (WRONG, RIGHT))
    bring_in(capsys, path, file)
    with Desk(path) as desk:
        (event,) = desk.history(Place("a", "en", 2, 0))
    assert (event.action, event.was, event.now) == ("edit", WRONG, RIGHT)
    assert (event.by, event.authenticated, event.note) == ("Ben", False, "import of out.xliff")


@pytest.mark.parametrize(
    ("format_", "state"), [("xliff", "final"), ("xliff2", "reviewed"), ("tmx", "accepted")]
)
def test_what_its_state_calls_right_is_accepted(
    format_: str, state: str, path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(capsys, path, format_, "--id", "a")
    text = file.read_text(encoding="utf-8")
    for was in ("needs-review-translation", "initial"):
        text = text.replace(f'state="{was}"', f'state="{state}"', 2)
    text = text.replace('"x-state">untouched', f'"x-state">{state}', 2)
    file.write_text(text, encoding="utf-8")
    code, err = bring_in(capsys, path, file)
    assert (code, "0 sentences edited, 2 accepted in 1 document; 2 unchanged" in err) == (0, True)
    assert [row.review and row.review.state for row in sheet(path).rows.values()] == [
        SentenceState.ACCEPTED, SentenceState.ACCEPTED, None, None
    ]  # fmt: skip


def test_an_untouched_file_changes_nothing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for format_ in ("xliff", "xliff2", "tmx", "jsonl"):
        code, err = bring_in(capsys, path, exported(capsys, path, format_))
        assert (code, "0 sentences edited, 0 accepted in 0 documents; 8 unchanged" in err) == (
            0,
            True,
        ), err
    with sqlite3.connect(path) as opened:
        assert opened.execute("SELECT count(*) FROM audit").fetchone() == (0,)


def test_what_does_not_fit_is_named_and_the_rest_goes_in(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(capsys, path, "xliff", "--id", "a")
    change(
        file,
        (WRONG, RIGHT),
        ('id="b0s0"', 'id="b70s0"'),
        (SCHOOL[0][0], "Gemeinderat beschließt nichts"),
        (SCHOOL[1][0], "Der Gemeinderat hat etwas anderes beschlossen."),
        (f">{SCHOOL[3][1]}</target>", "></target>"),
    )
    code, err = bring_in(capsys, path, file)
    assert code == 1
    assert f"left out: {file}, unit 1 (b70s0) in a: there is no such sentence" in err
    assert f"left out: {file}, unit 2 (b1s0) in a: its source reads otherwise there" in err
    assert f"left out: {file}, unit 4 (b2s1) in a: it has no translation" in err
    assert "1 sentence edited, 0 accepted in 1 document; 0 unchanged, 3 left out" in err
    assert texts(path)[2] == RIGHT


@pytest.mark.parametrize("format_", ["xliff", "xliff2", "tmx"])
def test_what_has_moved_in_its_document_is_found_by_its_source(
    path: Path, tmp_path: Path, format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(capsys, path, format_, "--id", "a")
    change(file, (WRONG, RIGHT))
    more = ("Ein Absatz, der dazugekommen ist.", "A paragraph that was added.")
    later = store(tmp_path / "later.sqlite", {"a": (SCHOOL[0], more, *SCHOOL[1:])})
    code, err = bring_in(capsys, later, file)
    assert (code, "1 sentence edited, 0 accepted in 1 document; 3 unchanged" in err) == (0, True)
    assert texts(later)[3] == RIGHT


def test_a_document_that_is_not_there_is_named(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(capsys, path, "xliff")
    other = store(tmp_path / "other.sqlite", {"c": SCHOOL})
    code, err = bring_in(capsys, other, file)
    assert code == 1
    assert err.count("there is no document") == 8
    file.write_text("<xliff", encoding="utf-8")
    code, err = bring_in(capsys, path, file)
    assert (code, len(err.splitlines())) == (1, 2), err
    code, err = bring_in(capsys, path, file, by=" ")
    assert (code, "--by is empty" in err) == (2, True)
    code, err = bring_in(capsys, path, tmp_path / "none.xlf")
    assert (code, "there is no file" in err) == (1, True)
    code, err = bring_in(capsys, tmp_path / "none.sqlite", exported(capsys, path, "tmx"))
    assert (code, "there is no archive store" in err) == (1, True)


def test_what_a_person_wrote_meanwhile_stays_unless_it_is_to_go(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(capsys, path, "xliff", "--id", "a")
    change(file, (WRONG, RIGHT))
    with Desk(path) as desk:
        desk.edit(Place("a", "en", 2, 0), "It costs 240 euros.", seen=0, editor=ANA)
        desk.edit(Place("a", "en", 1, 0), "On Tuesday they decided.", seen=0, editor=ANA)
    code, err = bring_in(capsys, path, file)
    assert code == 1
    assert "unit 3 (b2s0) in a: Ana wrote something else there on 20" in err
    # The other sentence is in the file as the machine had it: nobody has said anything of it.
    assert "0 sentences edited, 0 accepted in 0 documents; 3 unchanged, 1 left out" in err
    assert texts(path)[1:3] == ["On Tuesday they decided.", "It costs 240 euros."]
    code, err = bring_in(capsys, path, file, "--overwrite")
    assert (code, texts(path)[2]) == (0, RIGHT), err
    with Desk(path) as desk:
        assert desk.history(Place("a", "en", 2, 0))[0].was == "It costs 240 euros."


def test_what_was_exported_with_a_persons_text_can_be_changed_again(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Desk(path) as desk:
        desk.edit(Place("a", "en", 2, 0), "It costs 240 euros.", seen=0, editor=ANA)
    texts_of_others = {
        "xliff": "It costs €240.",
        "xliff2": "The price is 240 euros.",
        "jsonl": "240 euros are spent.",
    }
    for format_, now in texts_of_others.items():
        file = exported(capsys, path, format_, "--id", "a")
        change(file, (texts(path)[2], now))
        code, err = bring_in(capsys, path, file)
        assert (code, texts(path)[2]) == (0, now), err


def test_a_dry_run_does_nothing_and_says_what_it_would_do(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(capsys, path, "xliff", "--id", "a")
    gone = (SCHOOL[0][0], "Gemeinderat beschließt nichts")
    change(file, (WRONG, RIGHT), ('id="b0s0"', 'id="b9s0"'), gone)
    code, out = bring_in(capsys, path, file, "--dry-run", "--json")
    assert code == 1
    done = json.loads(out)
    assert (done["units"], done["edited"], done["unchanged"], done["documents"]) == (4, 1, 2, 1)
    assert done["left_out"] == [
        {
            "place": "unit 1",
            "id": "b9s0",
            "document": "a",
            "reason": "there is no such sentence in the translation",
        }
    ]
    assert texts(path)[2] == WRONG
    assert "1 sentence would be edited" in bring_in(capsys, path, file, "--dry-run")[1]


def test_a_memory_without_our_ids_goes_to_every_place_with_its_source(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "theirs.tmx"
    file.write_text(
        '<tmx version="1.4"><header srclang="de-DE" segtype="sentence" datatype="plaintext"'
        ' creationtool="x" creationtoolversion="1" o-tmf="x" adminlang="en"/><body>'
        f'<tu tuid="17"><tuv xml:lang="de-DE"><seg>{SCHOOL[2][0]}</seg></tuv>'
        f'<tuv xml:lang="en-GB"><seg>{RIGHT}</seg></tuv></tu>'
        '<tu><tuv xml:lang="de"><seg>Das steht nirgends.</seg></tuv>'
        '<tuv xml:lang="en"><seg>Nowhere.</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    code, err = bring_in(capsys, path, file)
    assert code == 1
    assert "unit 2: no document has its source sentence" in err
    assert "2 sentences edited, 0 accepted in 2 documents" in err
    assert (texts(path)[2], texts(path, "b")[2]) == (RIGHT, RIGHT)


def test_units_that_a_tool_cut_in_two_are_joined(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(capsys, path, "xliff2", "--id", "a")
    text = file.read_text(encoding="utf-8")
    start = text.index('<unit id="b2s0"')
    before, _, rest = text[start:].partition("<segment")
    _, _, after = rest.partition("</segment>")
    first, second = SCHOOL[2][0].split(" nach ")
    segments = (
        f"<segment id='s1' state='reviewed'><source>{first} </source><target>The work will cost"
        " 240 euros, </target></segment><segment id='s2' state='reviewed'>"
        f"<source>nach {second}</source><target>they say.</target></segment>"
    )
    file.write_text(text[:start] + before + segments + after, encoding="utf-8")
    code, err = bring_in(capsys, path, file)
    assert (code, texts(path)[2]) == (0, "The work will cost 240 euros, they say."), err


def test_json_that_translate_wrote_goes_to_the_document_with_its_text(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from newsxlate import write
    from review_stores import result

    file = tmp_path / "article.json"
    file.write_text(write(result(SCHOOL), "json"), encoding="utf-8")
    change(file, (WRONG, RIGHT))
    code, err = bring_in(capsys, path, file)
    assert (code, texts(path)[2], texts(path, "b")[2]) == (0, RIGHT, WRONG), err
    lines = exported(capsys, path, "jsonl")
    change(lines, (SCHOOL[1][1], "They did."))
    lines.write_text(lines.read_text(encoding="utf-8") + '{"id": "x"}\n{"id"\n', encoding="utf-8")
    code, err = bring_in(capsys, path, lines)
    assert code == 1
    assert f"left out: {lines}, line 3: not a newsxlate JSON file" in err
    assert f"left out: {lines}, line 4: it is no JSON" in err
    assert (texts(path)[1], texts(path, "b")[1]) == ("They did.", "They did.")


def test_a_store_of_an_earlier_version_is_brought_up_to_date(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from newsxlate.archive.store.migrations import MIGRATIONS

    path = store(tmp_path / "old.sqlite", {"a": SCHOOL}, migrations=MIGRATIONS[:2])
    file = exported(capsys, path, "xliff")
    change(file, (WRONG, RIGHT))
    code, err = bring_in(capsys, path, file, "--dry-run")
    assert (code, "of version 2; this needs version 3" in err) == (1, True)
    assert bring_in(capsys, path, file)[0] == 0
    assert texts(path)[2] == RIGHT


def test_what_others_change_in_the_moment_it_is_brought_in_stays(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = exported(capsys, path, "xliff", "--id", "a")
    change(file, (WRONG, RIGHT), (SCHOOL[1][1], "They did."))
    replace, calls = Desk.replace, []

    def late(desk: Desk, *arguments: Any, **more: Any) -> Any:
        if not calls:
            with Desk(path) as other:
                other.edit(Place("a", "en", 2, 0), "240 euros.", seen=0, editor=ANA)
        calls.append(arguments)
        return replace(desk, *arguments, **more)

    monkeypatch.setattr(Desk, "replace", late)
    code, err = bring_in(capsys, path, file)
    assert (code, len(calls)) == (1, 2)
    assert "unit 3 (b2s0) in a: Ana wrote something else there" in err
    assert "1 sentence edited, 0 accepted in 1 document; 2 unchanged, 1 left out" in err
    assert texts(path)[1:3] == ["They did.", "240 euros."]
    calls.clear()
    monkeypatch.setattr(Desk, "replace", always_in_conflict)
    code, err = bring_in(capsys, path, file, "--overwrite")
    assert (code, err.count("others are changing it")) == (1, 4)


def always_in_conflict(*_: Any, **__: Any) -> Any:
    raise ConflictError("somebody has changed it")


def test_what_is_no_sentence_is_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = exported(capsys, path, "xliff", "--id", "a")
    change(file, (WRONG, "long " * 5000), (SCHOOL[1][1], "They\u2028 did.  \n So."))
    code, err = bring_in(capsys, path, file)
    assert (code, "its translation has more than 20,000 characters" in err) == (1, True)
    assert texts(path)[1] == "They did. So."
    change(file, ('target-language="en"', ""))
    code, err = bring_in(capsys, path, file)
    assert (code, err.count("the file does not say its target language")) == (1, 4)


def test_of_an_earlier_release_translated_says_nothing(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = exported(capsys, path, "xliff", "--id", "a")
    text = re.sub(
        r" xmlns:\w+=\"[^\"]*/its\"| \w+:(version|provenanceRecordsRef)=\"[^\"]*\"",
        "",
        re.sub(
            r"<(\w+:provenanceRecords).*?</\1>",
            "",
            file.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        ),
    )
    text = text.replace("needs-review-translation", "translated")
    file.write_text(text, encoding="utf-8")
    assert "its" not in re.findall(r"xmlns:(\w+)", text)
    code, err = bring_in(capsys, path, file)
    assert (code, "0 accepted in 0 documents; 4 unchanged" in err) == (0, True), err


def test_a_run_that_is_at_work_is_not_in_the_way(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from newsxlate.archive.store.lock import locked
    from newsxlate.archive.store.migrations import MIGRATIONS

    old = store(tmp_path / "old.sqlite", {"a": SCHOOL}, migrations=MIGRATIONS[:2])
    file = exported(capsys, path, "xliff", "--id", "a")
    change(file, (WRONG, RIGHT))
    with locked(path), locked(old):
        assert bring_in(capsys, path, file)[0] == 0
        code, err = bring_in(capsys, old, file)
        assert (code, "a run is at work on it" in err) == (1, True), err
    assert texts(path)[2] == RIGHT
    assert bring_in(capsys, old, file)[0] == 0
