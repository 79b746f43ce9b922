"""What people have translated before: taken over word for word, told to chat models, and named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive_fixtures import write_tmx
from newsxlate.cli import cli
from newsxlate.corrections import Correction, Corrections
from newsxlate.engines import prompts
from newsxlate.engines.engine import Request
from newsxlate.errors import InputError
from newsxlate.inputs.article import read_text
from newsxlate.options import DecodingOptions, Length, NameOptions, Options, SummaryOptions
from newsxlate.outputs.article import json as as_json
from newsxlate.outputs.article import markdown, text
from newsxlate.outputs.article.html import page
from newsxlate.outputs.stream import tmx, xliff12, xliff21
from newsxlate.outputs.stream.record import Record
from newsxlate.pipeline import Pipeline
from newsxlate.result import Result, TranslatedSentence
from newsxlate.signoff import Review, SentenceReview, SentenceState, State
from newsxlate.testing import FakeEngine, FakeEnginePool
from newsxlate.translating import read_memories

ARTICLE = """Brand in Bremen

In Bremen hat am Montag ein Haus gebrannt. Zwei Menschen wurden verletzt. Das teilte die Polizei \
am Montag in Bremen mit. Der Schaden beträgt 30 000 €.
"""
SAID = "Das teilte die Polizei am Montag in Bremen mit."


def known(*pairs: tuple[str, str], language: str = "en") -> Corrections:
    return Corrections([Correction(source=a, text=b, language=language) for a, b in pairs])


def translated(
    corrections: Corrections | None = None,
    *,
    engine: FakeEngine | None = None,
    options: Options | None = None,
    family: str = "marian",
    article: str = ARTICLE,
    **more: Corrections,
) -> Result:
    pool = FakeEnginePool(engine or FakeEngine(), family=family)
    with Pipeline(options or Options(), engines=pool, corrections=corrections, **more) as pipeline:
        return pipeline.translate(read_text(article, language="de"))


def sentences(result: Result) -> list[TranslatedSentence]:
    return [row for _, _, row in result.translations[0].sentences()]


def test_a_sentence_that_is_known_takes_the_human_text_and_no_engine_is_asked() -> None:
    engine = FakeEngine()
    rows = sentences(
        translated(known((SAID, 'So said  police "on" Monday in Bremen .')), engine=engine)
    )
    (human,) = [row for row in rows if row.origin]
    assert human.text == 'So said  police "on" Monday in Bremen .', "nor is it set anew"
    assert (human.origin, human.score, human.attempts, human.fallback) == ("memory", None, 0, False)
    asked = [call.request.text for call in engine.calls]
    assert SAID not in asked
    assert "Zwei Menschen wurden verletzt." in asked
    assert [row.attempts for row in rows if not row.origin].count(0) == 0


def test_what_was_only_accepted_stays_a_machine_s() -> None:
    known = Correction(source=SAID, text="It is.", language="en", state=SentenceState.ACCEPTED)
    (row,) = [row for row in sentences(translated(Corrections([known]))) if row.origin]
    assert (row.text, row.origin, row.attempts) == ("It is.", "accepted", 0)


def test_other_shapes_of_marks_are_the_same_sentence() -> None:
    said = [("Er sagte: „Nein – nie.“", "He said: no, never.")]
    result = translated(known(*said), article='Er  sagte: "Nein - nie."')
    assert [row.text for row in sentences(result)] == ["He said: no, never."]


def test_a_human_text_is_checked_and_not_tried_again() -> None:
    engine = FakeEngine({"Guten Morgen, Berlin.": "Good morning, Berlin."})
    damage = known(("Der Schaden beträgt 30 000 €.", "The damage is €40,000."))
    result = translated(
        damage, engine=engine, article="Guten Morgen, Berlin. Der Schaden beträgt 30 000 €."
    )
    _, human = sentences(result)
    assert human.text == "The damage is €40,000."
    assert any(found.counts and found.code.startswith("N3") for found in human.findings)
    assert human.attempts == 0
    assert len(engine.calls) == 1


def test_repairs_of_names_leave_human_texts_alone() -> None:
    article = "Sie lebt in Mailand. Er lebt in Mailand."
    engine = FakeEngine(
        {"Sie lebt in Mailand.": "She lives in Mailand.", "Er lebt in Mailand.": "-"}
    )
    options = Options(names=NameOptions(fix=True))
    made = translated(
        known(("Er lebt in Mailand.", "He lives in Mailand.")),
        engine=engine, options=options, article=article,
    )  # fmt: skip
    ours, human = sentences(made)
    assert ours.text == "She lives in Milan."
    assert human.text == "He lives in Mailand."
    assert any(found.code.startswith("N5") for found in human.findings), "it is noted all the same"
    assert not any(found.code == "N534" for found in human.findings)


def test_all_capitals_are_another_sentence() -> None:
    result = translated(known(("BRAND IN BREMEN", "FIRE IN BREMEN")))
    assert not any(row.origin for row in sentences(result))


def test_only_the_language_that_is_known_is_filled_in() -> None:
    result = translated(
        known(
            (
                SAID,
                "De politie.",
            ),
            language="nl",
        ),
        options=Options(targets=("en", "nl")),
    )
    origins = {t.language: [row.origin for _, _, row in t.sentences()] for t in result.translations}
    assert "memory" in origins["nl"]
    assert "memory" not in origins["en"]
    models = {t.language: t.model for t in result.translations}
    assert "corrections:" in models["nl"]
    assert "corrections:" not in models["en"]


def test_signatures_name_corrections_that_were_used_and_memories_that_could_have_been() -> None:
    plain = translated().translations[0].model
    said, other = known((SAID, "Police said so.")), known(("Ganz etwas anderes.", "Other."))
    used = translated(said).translations[0].model
    assert used == f"{plain}|corrections:{said.digest}"
    assert translated(other).translations[0].model == plain
    assert translated(memories=other).translations[0].model == f"{plain}|memory:{other.digest}"
    french = known(("Ganz etwas anderes.", "Autre."), language="fr")
    assert translated(memories=french).translations[0].model == plain
    both = translated(said, memories=other).translations[0].model
    assert both == f"{plain}|memory:{other.digest}|corrections:{said.digest}"


def test_of_several_articles_only_those_with_corrections_name_them() -> None:
    articles = [read_text(text, language="de") for text in (ARTICLE, "Guten Morgen, Berlin.")]
    with Pipeline(
        Options(), engines=FakeEnginePool(FakeEngine()), corrections=known((SAID, "So."))
    ) as pipeline:
        first, second = pipeline.translate_many(articles)
    assert "corrections:" in first.translations[0].model
    assert "corrections:" not in second.translations[0].model


def test_corrections_come_before_memories_if_they_are_dated() -> None:
    ours = Corrections(
        [Correction(source=SAID, text="Ours.", language="en", at="2026-11-01T10:00:00+00:00")]
    )
    rows = sentences(translated(ours, memories=known((SAID, "Theirs."))))
    assert [row.text for row in rows if row.origin] == ["Ours."]


def test_summaries_know_human_texts_too() -> None:
    options = Options(summary=SummaryOptions(lengths=(Length("sentences", 9.0),)))
    engine = FakeEngine()
    pool = FakeEnginePool(engine)
    with Pipeline(options, engines=pool, corrections=known((SAID, "Police said so."))) as pipeline:
        result = pipeline.summarize(read_text(ARTICLE, language="de"))
    (summary,) = result.summaries
    assert "Police said so." in [row.text for row in summary.sentences]
    assert SAID not in [call.request.text for call in engine.calls]
    assert "corrections:" in summary.model


def chat(monkeypatch: pytest.MonkeyPatch, near: float) -> FakeEngine:
    """An engine that passes for a chat model whose prompt has room for similar sentences."""
    own = prompts.Prompt(id="p", user="{text}", near=near)
    monkeypatch.setattr("newsxlate.translating.remembering.prompt", lambda _: own)
    return FakeEngine(chat=True)


@pytest.mark.parametrize(
    ("near", "family", "source", "told"),
    [
        (0.8, "chat", SAID.replace("Montag", "Dienstag"), True),
        (0.0, "chat", SAID.replace("Montag", "Dienstag"), False),
        (0.8, "marian", SAID.replace("Montag", "Dienstag"), False),
        (0.8, "chat", SAID.replace("Montag", "Montag um 9 Uhr"), True),
        (0.99, "chat", SAID.replace("Montag", "Dienstag"), False),
    ],
)
def test_chat_models_are_told_a_similar_sentence(
    monkeypatch: pytest.MonkeyPatch, near: float, family: str, source: str, told: bool
) -> None:
    engine = chat(monkeypatch, near)
    rows = known((source, "Police said so on Tuesday."))
    once = Options(decoding=DecodingOptions(retries=0))
    result = translated(rows, engine=engine, family=family, options=once)
    examples = {call.request.text: call.request.example for call in engine.calls}
    expected = (source, "Police said so on Tuesday.") if told else ()
    assert examples[SAID] == expected
    assert examples["Zwei Menschen wurden verletzt."] == ()
    assert not any(row.origin for row in sentences(result)), "its text is never taken over"
    assert ("corrections:" in result.translations[0].model) == told


def test_an_example_that_has_no_end_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = chat(monkeypatch, 0.8)
    rows = known((SAID.replace("Montag", "Dienstag"), "Police said so. " * 99))
    translated(rows, engine=engine, family="chat", article=SAID)
    assert not any(call.request.example for call in engine.calls)


def test_what_fails_is_tried_again_without_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = chat(monkeypatch, 0.8)
    engine._translate = lambda source: ""
    source = SAID.replace("Montag", "Dienstag")
    translated(known((source, "So.")), engine=engine, family="chat", article=SAID)
    given = [bool(call.request.example) for call in engine.calls if call.request.text == SAID]
    assert given[0]
    assert len(given) > 1
    assert not any(given[1:])


def test_an_example_is_one_more_turn_before_the_sentence() -> None:
    own = prompts.Prompt(id="p", user="Into {target}: {text}", examples=1, near=0.8)
    request = Request("Ja {like}.", "de", "en", example=("Nein {text}.", "No {text}."))
    asked = prompts.asked(request, own)
    assert json.loads(json.dumps(asked)) == asked
    _, messages = prompts.asking(asked, own, "en")
    *_, question, answer, last = messages
    assert question == {"role": "user", "content": "Into English: {like}"}
    assert answer == {"role": "assistant", "content": "{liked}"}
    assert last == {"role": "user", "content": "Into English: {text}"}
    assert len(messages) == 5, "the fixed example stays the first"
    filled = prompts.given(asked)
    assert filled["{like}"] == "Nein {text}."
    assert filled["{liked}"] == "No {text}."
    plain = prompts.asked(replace(request, example=()), own)
    assert prompts.key(plain) != prompts.key(asked)
    assert "like" not in plain, "requests without one are what they were"


def test_other_prompts_get_no_example() -> None:
    own = prompts.Prompt(id="p", user="{text}")
    request = Request("Ja.", "de", "en", prompt="summary", example=("Nein.", "No."))
    assert "like" not in prompts.asked(request, own)


def test_writers_say_how_many_sentences_are_human() -> None:
    result = translated(known((SAID, "Police said so.")))
    line = "1 sentence from the translation memory"
    assert f"Note: {line}.\n" in text.write(result)
    assert line not in text.write(result, marks=False)
    assert f"> **Note:** {line}." in markdown.write(result)
    assert line in page.write(result)
    assert as_json.load(as_json.write(result)) == result
    assert line not in page.write(translated())
    more = [(SAID, "Police said so."), ("Brand in Bremen", "Fire in Bremen")]
    several = translated(known(*more), options=Options(targets=("en", "fr")))
    assert "Note: English: 2 sentences from the translation memory." in text.write(several)


def test_the_memories_of_the_options_are_read(tmp_path: Path) -> None:
    first, last = tmp_path / "first.tmx", tmp_path / "last.tmx"
    write_tmx(first, (SAID, "First."), ("Brand in Bremen", "Fire in Bremen"))
    write_tmx(last, (SAID, "Police & others\nsaid so."))
    options = Options(decoding=DecodingOptions(memory=(first, last)))
    made = translated(options=options)
    texts = [row.text for row in sentences(made) if row.origin]
    assert texts == ["Fire in Bremen", "Police & others said so."]
    assert "|memory:" in made.translations[0].model
    other = Options(decoding=DecodingOptions(memory=(last, first)))
    assert made.translations[0].model != translated(options=other).translations[0].model
    with pytest.raises(InputError, match=r"none\.tmx"):
        translated(options=Options(decoding=DecodingOptions(memory=(tmp_path / "none.tmx",))))


@pytest.mark.parametrize("writer", [xliff12, xliff21])
def test_of_an_approved_translation_a_machines_sentences_are_still_a_machines(
    tmp_path: Path, writer: Any
) -> None:
    path, result = tmp_path / "ours.xlf", translated()
    row = SentenceReview(
        block=1, sentence=2, state=SentenceState.EDITED, source="", machine="",
        text="Police said so.", by="Ana", at="",
    )  # fmt: skip
    review = Review(language="en", state=State.APPROVED, by="Ana", sentences=(row,))
    record = Record(id="a", name="a", url=None, result=result, reviews=(review,))
    with path.open("wb") as stream:
        writer.write_alone(iter([record]), stream)
    states = {known.source: str(known.state) for known in read_memories([path])}
    assert states.pop(SAID) == "edited"
    assert set(states.values()) == {"accepted"}


@pytest.mark.parametrize(
    ("state", "taken"),
    [
        ('state="final"', True), ('state="translated"', True), ('state="signed-off"', True),
        ('state="needs-review-translation"', False), ('state="new"', False), ("", True),
        ('state="Unspecified"', False), ('state="RejectedSignOff"', False),
    ],
)  # fmt: skip
def test_what_nobody_has_read_is_no_memory(tmp_path: Path, state: str, taken: bool) -> None:
    path = tmp_path / "ours.xlf"
    unit = f"<source>{SAID}</source><target {state}>Police said so.</target>"
    path.write_text(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file original="a" source-language="de" target-language="en" datatype="plaintext">'
        f'<body><trans-unit id="1">{unit}</trans-unit></body></file></xliff>',
        encoding="utf-8",
    )
    assert bool(read_memories([path]).exact(SAID, "en")) == taken


def test_of_our_own_exports_what_nobody_has_read_is_no_memory(tmp_path: Path) -> None:
    """A memory has to tell a person's sentence from a machine's: so ours say it."""
    path, result = tmp_path / "ours.tmx", translated()
    said = {1: (SentenceState.ACCEPTED, ""), 2: (SentenceState.EDITED, "Police said so.")}
    rows = tuple(
        SentenceReview(
            block=1, sentence=place, state=state, source="", machine="", text=text, by="Ana", at=""
        )
        for place, (state, text) in said.items()
    )

    def read(state: State) -> dict[str, str]:
        review = Review(language="en", sentences=rows, state=state)
        with path.open("wb") as stream:
            tmx.write(iter([Record.of(result, (review,))]), stream)
        return {row.source: str(row.state) for row in read_memories([path])}

    known = {"Zwei Menschen wurden verletzt.": "accepted", SAID: "edited"}
    assert read(State.IN_REVIEW) == known
    others = {sentence.text: "accepted" for _, sentence in result.article.sentences()}
    assert read(State.APPROVED) == others | known


def test_the_command_takes_memories(tmp_path: Path) -> None:
    article, memory = tmp_path / "article.txt", tmp_path / "ours.tmx"
    article.write_text(ARTICLE, encoding="utf-8")
    write_tmx(memory, (SAID, "Police said so."))
    pool = FakeEnginePool(FakeEngine())
    for command in ("translate", "summarize"):
        given = [command, str(article), "--to", "en", "--memory", str(memory), "-f", "json"]
        done = CliRunner().invoke(cli, given, obj=pool)
        assert done.exit_code == 0, done.output
        assert "Police said so." in done.stdout
        assert "|memory:" in done.stdout
    broken = tmp_path / "broken.tmx"
    broken.write_text("no memory", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.tmx"):
        CliRunner().invoke(
            cli, ["translate", str(article), "--memory", str(broken)], obj=pool,
            catch_exceptions=False,
        )  # fmt: skip
