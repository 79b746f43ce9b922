"""A model's own words: checked, asked for again, and given up."""

import pytest

from model_fixtures import chat_model
from newsxlate.models.model import FolderSource
from newsxlate.options import Length
from newsxlate.summarizing.abstractive import Order, RefusedError, make_writer, problems
from newsxlate.summarizing.rendering import Original
from newsxlate.summarizing.source import Source
from newsxlate.summarizing.summarize import summarize
from summary_samples import ENGLISH, TEXT, Human, Scripted, article, english, writer

GOOD = (
    "Angela Merkel met Volodymyr Zelensky in Kyiv on Monday. They talked about gas deliveries of"
    " 40 billion cubic metres. Russia had criticised the negotiations."
)
GERMAN = "Angela Merkel hat Wolodymyr Selenskyj in Kiew getroffen."
TWO = Length("sentences", 2)


def run(engine, *, length=TWO, order=Order.DIRECT, rendering=None, tokens=2800, text=TEXT, **more):
    write = writer(engine, order=order, tokens=tokens)
    source = Source(article(text))
    [made] = summarize(
        source, rendering or english(), [length], method="abstractive", writer=write, **more
    )
    return made


def test_the_model_is_asked_with_the_prompt_for_summaries():
    engine = Scripted(GOOD)
    made = run(engine)
    [(request, decoding)] = engine.asked
    assert (request.prompt, request.length) == ("summary", "2 sentences")
    assert (request.source, request.target) == ("de", "en")
    assert "Merkel trifft Selenskyj" in request.text
    assert "Morawiecki" in request.text
    assert decoding.temperature == 0
    assert made.method == "abstractive"
    assert made.fallback == ""
    assert made.text == GOOD[: GOOD.index(" Russia")]
    assert all(sentence.support for sentence in made.sentences)
    assert made.model.startswith("summary:scripted|")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("", "empty"),
        ("Die Kanzlerin sprach mit dem Präsidenten lange über das Gas für Europa.", ""),
        ("gas and gas and gas and gas and gas and gas and gas.", "gas"),
        ("This article discusses a meeting of Merkel and Zelensky in Kyiv.", "article discuss"),
        ("I'm sorry, but as an AI language model I cannot assist with this article.", ""),
        ("Emmanuel Macron likes fish. Boris Johnson sails to Marseille.", "does not support"),
    ],
)
def test_a_useless_answer_is_asked_for_again_and_then_given_up(answer, said):
    engine = Scripted(answer)
    made = run(engine)
    assert len(engine.asked) == 3
    assert engine.asked[1][1].temperature > 0
    assert made.method == "extractive"
    assert said in made.fallback
    assert made.fallback
    assert made.sentences[0].findings[0].code == "N612"
    assert made.text.split(". ")[0] in " ".join(ENGLISH)


def test_the_second_answer_is_taken_if_it_is_better():
    made = run(Scripted("This article discusses politics.", GOOD))
    assert made.method == "abstractive"
    assert made.fallback == ""


def test_an_answer_that_was_cut_off_is_not_taken():
    made = run(Scripted(GOOD, finished=False))
    assert made.method == "extractive"
    assert made.fallback


def test_german_is_written_first_and_then_translated():
    human = Human(**{GERMAN: "Angela Merkel met Volodymyr Zelensky in Kyiv."})
    engine = Scripted(GERMAN)
    made = run(engine, order=Order.TRANSLATED, rendering=english(human))
    assert engine.asked[0][0].target == "de"
    assert made.text == "Angela Merkel met Volodymyr Zelensky in Kyiv."
    assert made.sentences[0].support[0].score > 0.5
    assert human.asked[0] == GERMAN


def test_a_german_summary_needs_no_translation():
    content = article()
    made = run(Scripted(GERMAN), rendering=Original(content))
    assert made.text == GERMAN
    assert made.method == "abstractive"


def test_quotation_marks_around_what_nobody_said_come_off():
    answer = "Merkel hat den ukrainischen Präsidenten Selenskyj in Kiew „zum Glück“ getroffen."
    made = run(Scripted(answer), rendering=Original(article()))
    assert "„" not in made.text
    assert "zum Glück" in made.text
    assert "N613" in [f.code for f in made.sentences[0].findings]


def test_strict_replaces_what_the_article_does_not_support():
    answer = f"{GOOD.split('. ')[0]}. Emmanuel Macron sails to Marseille."
    loose = run(Scripted(answer))
    assert "N608" in [f.code for f in loose.sentences[1].findings]
    strict = run(Scripted(answer), strict=True)
    assert strict.method == "abstractive"
    assert strict.sentences[1].replaced.startswith("Emmanuel Macron")
    assert strict.sentences[1].text in ENGLISH


def test_a_long_article_is_summarised_in_parts():
    engine = Scripted(*[GERMAN] * 3, GOOD)
    made = run(engine, tokens=40)
    assert len(engine.asked) > 2
    parts, last = engine.asked[:-1], engine.asked[-1]
    assert all(request.target == "de" and engine.count(request.text) <= 40 for request, _ in parts)
    assert last[0].target == "en"
    assert GERMAN in last[0].text
    assert made.method == "abstractive"


def test_an_article_that_does_not_get_shorter_is_given_up():
    engine = Scripted(" ".join([GERMAN] * 40))
    made = run(engine, tokens=20)
    assert made.method == "extractive"
    assert "too long" in made.fallback


def test_a_summary_in_words_stops_before_it_is_too_long():
    made = run(Scripted(GOOD), length=Length("words", 12))
    assert len(made.sentences) == 1


def test_lists_lose_their_markers():
    made = run(Scripted("- Angela Merkel met Volodymyr Zelensky in Kyiv on Monday."))
    assert made.text.startswith("Angela")


def test_the_language_of_a_german_answer_is_checked():
    found = problems(GOOD, TEXT, "de", "de", finished=True)
    assert [one.code for one in found] == ["N210"]
    assert problems(GERMAN, TEXT, "de", "de", finished=True) == []


def test_chat_models_write_in_the_language_of_the_article():
    model = chat_model(FolderSource(None))  # type: ignore[arg-type]
    made = make_writer(Scripted(GOOD), model)  # type: ignore[arg-type]
    assert made.order is Order.TRANSLATED
    assert made.tokens > 2000
    assert make_writer(Scripted(GOOD), model, Order.DIRECT).order is Order.DIRECT  # type: ignore[arg-type]


def test_a_refusal_says_why():
    assert RefusedError("it loops").reason == "it loops"
