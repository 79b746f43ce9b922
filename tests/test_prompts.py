"""Prompts: every entry is usable in every language, and only chatter is stripped from answers."""

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate import resources
from newsxlate.engines import prompts
from newsxlate.engines.engine import Request
from newsxlate.engines.prompts import BEFORE, TEXT, Prompt, answer, messages, prompt
from newsxlate.errors import UsageError
from newsxlate.languages import languages

DATA = tomllib.loads(
    files("newsxlate").joinpath("data/translating/prompts.toml").read_text(encoding="utf-8")
)
EXAMPLES = {
    code: examples
    for code in languages()
    if (examples := resources.language(code, "translating").get("examples"))
}
CHAT = [name for name, entry in prompts.prompts().items() if entry.chat]


def stripped(output: str, source: str = "Die Katze schläft.", stop: tuple[str, ...] = ()) -> str:
    start, end = answer(output, source, stop)
    return output[start:end]


@pytest.mark.parametrize("name", prompts.prompts())
def test_every_prompt_asks_for_the_text_once_in_every_language(name: str) -> None:
    for code, entry in languages().items():
        for before in (False, True):
            asked = messages(prompt(name), "de", code, before=before)
            last = asked[-1]
            assert last["role"] == "user"
            assert last["content"].count(TEXT) == 1
            whole = "".join(message["content"] for message in asked)
            assert whole.count(TEXT) == 1
            assert whole.count(BEFORE) == (1 if before and prompt(name).context else 0)
            assert entry.name in whole
            assert "{source}" not in whole
            assert "{target}" not in whole


def test_the_default_prompt_exists_and_is_the_empty_id() -> None:
    assert prompt() == prompt(DATA["default"]["id"])


def test_an_unknown_prompt_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="'nonesuch'") as caught:
        prompt("nonesuch")
    assert "plain" in caught.value.hint


def test_examples_are_turns_before_the_text() -> None:
    chosen = Prompt(id="x", user="To {target}: {text}", examples=2)
    asked = messages(chosen, "de", "fr")
    assert [message["role"] for message in asked] == ["user", "assistant"] * 2 + ["user"]
    assert asked[0]["content"] == f"To French: {EXAMPLES['de'][0]}"
    assert asked[3]["content"] == EXAMPLES["fr"][1]
    assert asked[4]["content"] == f"To French: {TEXT}"


def test_a_language_without_examples_is_asked_without() -> None:
    missing = sorted(set(languages()) - set(EXAMPLES))
    if not missing:
        pytest.skip("every language has examples")
    chosen = Prompt(id="x", user="{text}", system="To {target}.", examples=3)
    asked = messages(chosen, "de", missing[0])
    assert [message["role"] for message in asked] == ["system", "user"]


def test_plain_completion_is_one_text() -> None:
    chosen = Prompt(id="x", user="{source}: {text}\n{target}:", chat=False, examples=1)
    (only,) = messages(chosen, "de", "en")
    first, second = EXAMPLES["de"][0], EXAMPLES["en"][0]
    assert only["content"] == f"German: {first}\nEnglish: {second}\nGerman: {TEXT}\nEnglish:"


def test_braces_in_the_text_do_no_harm() -> None:
    chosen = Prompt(id="x", user="{text}", context="{before} {text}")
    assert messages(chosen, "de", "en", before=True)[-1]["content"] == "{before} {text}"


def test_examples_are_complete_and_keep_their_figures() -> None:
    counts = {len(sentences) for sentences in EXAMPLES.values()}
    assert counts == {max(entry.examples for entry in prompts.prompts().values())}
    for code, sentences in EXAMPLES.items():
        for source, target in zip(EXAMPLES["de"], sentences, strict=True):
            wanted = {re.sub(r"\D", "", number) for number in re.findall(r"\d[\d.,]*", source)}
            digits = re.sub(r"(?<=\d)[.,\s](?=\d)", "", target)
            for number in wanted:
                # "19-Jährige" is one word in some languages.
                assert number in digits or number == "19", (code, target)


@pytest.mark.parametrize(
    ("output", "translation"),
    [
        ("The cat sleeps.", "The cat sleeps."),
        ("\n The cat sleeps. \n", "The cat sleeps."),
        ('"The cat sleeps."', "The cat sleeps."),
        ("„Le chat dort.“", "Le chat dort."),
        ("«Le chat dort.»", "Le chat dort."),
        ("```\nThe cat sleeps.\n```", "The cat sleeps."),
        ("```text\nThe cat sleeps.\n```", "The cat sleeps."),
        ("Translation: The cat sleeps.", "The cat sleeps."),
        ("**Translation:** The cat sleeps.", "The cat sleeps."),
        ("English: The cat sleeps.", "The cat sleeps."),
        ("English translation: The cat sleeps.", "The cat sleeps."),
        ("Français : Le chat dort.", "Le chat dort."),
        ("Traduction : Le chat dort.", "Le chat dort."),
        ("Übersetzung:\nLe chat dort.", "Le chat dort."),
        ("Here is the translation:\n\nThe cat sleeps.", "The cat sleeps."),
        ("Here's the English translation of your text:\nThe cat sleeps.", "The cat sleeps."),
        ("Sure!\nThe cat sleeps.", "The cat sleeps."),
        ("Sure! Here is the translation:\n\n“The cat sleeps.”", "The cat sleeps."),
        ("The translation of the text is: The cat sleeps.", "The cat sleeps."),
        ("The cat sleeps.\n\nNote: “cat” stands for Katze.", "The cat sleeps."),
        ("The cat sleeps.\n\n(Translator's note: hm)", "The cat sleeps."),
        ("The cat sleeps.\n\nThis translation keeps the meaning.", "The cat sleeps."),
        ("The cat sleeps. (Note: literally so.)", "The cat sleeps."),
        ("<think>\nA cat.\n</think>\n\nThe cat sleeps.", "The cat sleeps."),
        ('Translation: "The cat sleeps."\n\nNote: done', "The cat sleeps."),
        ("", ""),
    ],
)
def test_chatter_is_stripped(output: str, translation: str) -> None:
    assert stripped(output) == translation


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("„Die Katze schläft.“", '"The cat sleeps."'),
        ("»Die Katze schläft.«", "“The cat sleeps.”"),
        ("Er sagte: „Nein“, und: „Nie.“", '"No," he said, and "never."'),
        ("Er sagte: „Nein“, und: „Nie.“", "“No,” he said, and “never.”"),
        ("Englisch: eine Sprache für alle", "English: a language for all"),
        ("Übersetzung: eine Kunst", "Translation: an art"),
        ("Die Engländer kommen: früh.", "The English are coming: early."),
        ("Der Hinweis (Anmerkung: alt) zählt nicht", "It counts (note: it is old)"),
        ("Sicher ist sicher.", "Sure is sure."),
        ("Natürlich! Die Katze schläft.", "Of course! The cat sleeps."),
        ("Der Code steht zwischen ``` und ```.", "```\nx\n```"),
        ("Das Wort <think> ist ein Fehler.", "The word <think> is an error."),
        ('Ein Zoll ist 1"', 'An inch is 1"'),
        ("‚Ja‘", "‘Yes’"),
        ("Das war alles.“", '"That was all."'),
    ],
)
def test_what_the_source_asks_for_stays(source: str, output: str) -> None:
    assert stripped(output, source) == output


def test_a_second_line_stays_unless_it_is_a_remark() -> None:
    assert stripped("The cat\nsleeps.") == "The cat\nsleeps."


def test_an_answer_ends_before_a_stop_string() -> None:
    assert stripped(" The cat sleeps.\nGerman: Der", stop=("\n",)) == "The cat sleeps."


def test_quotation_marks_around_a_sentence_with_others_inside() -> None:
    source = "Er sagte „Nein“ dazu."
    assert stripped('"He said "no" to it."', source) == 'He said "no" to it.'
    assert stripped("“He said ‘no’ to it.”", source) == "He said ‘no’ to it."


@given(st.text(), st.text())
def test_an_answer_is_a_part_of_the_output(output: str, source: str) -> None:
    start, end = answer(output, source)
    assert 0 <= start <= end <= len(output)
    assert output[start:end] == output[start:end].strip()


WORDS = st.lists(
    st.sampled_from(
        ["the", "Note", "is", "No", "Merkel", "3.5", "„So", "so“,", "(so)", "a:b", "—"]
    ),
    min_size=1,
).map(" ".join)


@given(WORDS)
def test_a_source_given_back_word_for_word_is_left_alone(sentence: str) -> None:
    # Whatever a sentence holds, its own source holds too: nothing in it is chatter.
    assert stripped(sentence, sentence) == sentence


@given(WORDS, st.sampled_from(["Translation: ", "Here is the translation:\n\n", "**English:** "]))
def test_stripping_a_label_leaves_the_rest(sentence: str, label: str) -> None:
    source = "Ein Satz"
    assert stripped(label + sentence, source) == stripped(sentence, source)


def test_names_are_named_where_the_prompt_has_a_place() -> None:
    terms = (("Mailand", "Milan"), ("{text}", "Text"))
    request = Request("Er war in Mailand.", "de", "en", terms=terms)
    asked = prompts.asked(request, prompt("examples"))
    assert prompts.given(asked)[prompts.NAMES] == "Mailand = Milan; {text} = Text"
    _, found = prompts.asking(asked, prompt("examples"), "en")
    last = found[-1]["content"]
    assert last == (
        "Translate into English. Names: {names}. Output only the translation.\n\n{text}"
    )
    # What is translated first as an example has no names to be told.
    assert not any("{names}" in message["content"] for message in found[:-1])


def test_without_names_or_without_a_place_for_them_the_prompt_is_as_ever() -> None:
    plain = prompts.asked(Request("Er ging.", "de", "en"), prompt("examples"))
    told = prompts.asked(Request("Er ging.", "de", "en", terms=(("Kiew", "Kyiv"),)), prompt("news"))
    assert "names" not in plain
    assert "names" not in told
    assert prompts.key(plain) != prompts.key(plain | {"names": "Kiew = Kyiv"})
