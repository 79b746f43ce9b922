"""Summaries as a whole: methods, lengths, strictness, and what is done with odd articles."""

from dataclasses import replace

import pytest

from newsxlate.findings import finding
from newsxlate.options import Length
from newsxlate.result import TranslatedBlock, TranslatedSentence, Translation
from newsxlate.summarizing.rendering import Original, Translated
from newsxlate.summarizing.source import Source
from newsxlate.summarizing.summarize import summarize
from summary_samples import ENGLISH, TEXT, Human, Scripted, article, english, writer

THREE = Length("sentences", 3)


def run(text=TEXT, lengths=(THREE,), **options):
    content = article(text)
    return summarize(Source(content), Original(content), lengths, **options)


def test_sentences_of_the_article_are_linked_to_themselves():
    [summary] = run()
    texts = [s.text for _, block in article().kept() for s in block.sentences]
    for sentence in summary.sentences:
        [support] = sentence.support
        assert sentence.text == article().blocks[support.block].sentences[support.sentence].text
        assert sentence.text in texts
        assert sentence.findings == ()
    assert summary.title == "Merkel trifft Selenskyj in Kiew"
    assert (summary.language, summary.length, summary.model) == ("de", "3 sentences", "")
    assert (summary.precision.entities, summary.fallback) == (1.0, "")
    assert len(summary.sentences) == 3


def test_several_lengths_at_once_translate_nothing_twice():
    human = Human()
    lengths = [Length("sentences", n) for n in (1, 2, 3)]
    made = summarize(Source(article()), english(human), lengths)
    assert [len(summary.sentences) for summary in made] == [1, 2, 3]
    assert len(human.asked) == len(set(human.asked))
    assert all(s.text in ENGLISH for summary in made for s in summary.sentences)
    assert made[0].title == ENGLISH[0]
    assert made[0].teaser in ENGLISH


def test_what_is_translated_already_is_not_translated_again():
    content, human = article(), Human()
    blocks = tuple(
        TranslatedBlock(
            block=number,
            sentences=tuple(TranslatedSentence(text=human.known[s.text]) for s in block.sentences),
        )
        for number, block in content.kept()
    )
    translation = Translation(language="en", model="m", blocks=blocks)
    [made] = summarize(Source(content), Translated.of(content, translation, human), [THREE])
    assert human.asked == []
    assert made.model == "m"
    assert made.sentences[0].text in ENGLISH


def test_findings_of_the_translation_come_with_their_place():
    class Marked(Human):
        def __call__(self, segments):
            found = (finding("N204", end="x"),)
            return [
                TranslatedSentence(text=s.text, findings=found) for s in super().__call__(segments)
            ]

    [made] = summarize(Source(article()), english(Marked()), [THREE])
    for sentence in made.sentences:
        assert sentence.findings[0].language == "en"
        assert sentence.findings[0].block == sentence.support[0].block


def test_strict_replaces_a_sentence_that_names_somebody_else():
    wrong = ENGLISH[1].replace("Zelensky", "Lukashenko")
    source = article().blocks[1].sentences[0].text
    [loose] = summarize(Source(article()), english(Human(**{source: wrong})), [THREE])
    assert loose.sentences[0].text == wrong
    assert loose.precision.entities is not None
    assert loose.precision.entities < 1
    [strict] = summarize(Source(article()), english(Human(**{source: wrong})), [THREE], strict=True)
    assert wrong not in [s.text for s in strict.sentences]
    [replaced] = [s for s in strict.sentences if s.replaced]
    assert replaced.replaced == wrong
    assert replaced.text in ENGLISH
    assert [f.code for f in replaced.findings] == ["N611"]
    assert strict.precision.entities == 1.0


def test_a_brief_is_returned_as_it_is():
    text = "Ein Titel für alle\n\nErster Satz hier. Zweiter Satz hier.\n\nDritter Satz hier.\n"
    for method in ("extractive", "lead"):
        [made] = run(text, [Length("sentences", 1)], method=method)
        assert made.text == "Erster Satz hier. Zweiter Satz hier. Dritter Satz hier."
    engine = Scripted("Never asked.")
    [made] = run(text, method="abstractive", writer=writer(engine))
    assert engine.asked == []
    assert made.method == "lead"


def test_an_article_of_a_headline_alone_has_an_empty_summary():
    content = article()
    blocks = tuple(
        replace(block, removed="test", sentences=()) if number else block
        for number, block in enumerate(content.blocks)
    )
    content = replace(content, blocks=blocks)
    [made] = summarize(Source(content), Original(content), [THREE])
    assert (made.sentences, made.text, made.teaser) == ((), "", None)
    assert made.precision.entities is None
    assert made.title == "Merkel trifft Selenskyj in Kiew"


def test_a_very_long_article_is_summarised():
    paragraph = "Die Stadt Bonn plant im Jahr 2027 eine neue Brücke über den Rhein. " * 5
    text = "Bonn baut\n\n" + "\n\n".join(
        f"{paragraph}Abschnitt {n} handelt von Köln." for n in range(330)
    )
    assert len(text.split()) > 20_000
    [made] = run(text)
    assert 1 <= len(made.sentences) <= 3


@pytest.mark.parametrize(
    "text",
    [
        "Ticker\n\n14:05 Uhr: Das Spiel beginnt in München.\n\n14:20 Uhr: Tor für Bayern.\n\n"
        "14:45 Uhr: Pause.\n\n15:10 Uhr: Ausgleich durch Dortmund.\n\n15:30 Uhr: Schluss.\n",
        "Interview\n\nWas ändert sich jetzt?\n\nWir bauen Wohnungen in Essen.\n\nWer zahlt das?\n\n"
        "Das Land zahlt 40 Millionen Euro.\n\nWann geht es los?\n\nIm Mai beginnen wir.\n",
        "Liste\n\n- Berlin\n\n- Hamburg\n\n- Das Rathaus öffnet am Montag.\n\n- München\n",
    ],
)
def test_tickers_interviews_and_lists_have_summaries(text):
    [made] = run(text, [Length("sentences", 2)])
    assert made.sentences
    assert all(s.support for s in made.sentences)


def test_an_abstractive_summary_needs_a_model():
    with pytest.raises(ValueError, match="needs a model"):
        run(method="abstractive")
