"""Articles become segments and their translations blocks; names reach the engine as they should."""

from __future__ import annotations

from name_samples import article
from newsxlate.article import Article, Block, Kind, Sentence, SentenceRef
from newsxlate.findings import finding
from newsxlate.names.hints import Hints
from newsxlate.names.recognition import entities
from newsxlate.result import TranslatedSentence
from newsxlate.testing import FakeEngine
from newsxlate.translating import LoadedStep, Segment, translate
from newsxlate.translating.segments import context, gather, origins, segment


def blocks(*rows: tuple[Kind, str | None, list[str]]) -> Article:
    made, text = [], ""
    for kind, removed, sentences in rows:
        start = len(text)
        spans = []
        for sentence in sentences:
            spans.append(Sentence(len(text), len(text) + len(sentence), sentence))
            text += sentence + " "
        kept = () if removed else tuple(spans)
        made.append(Block(kind, start, len(text), text[start:].strip(), removed, kept))
    return Article(text=text, blocks=tuple(made), language="de")


ARTICLE = blocks(
    (Kind.HEADLINE, None, ["Titel"]),
    (Kind.TEASER, "link", ["Siehe auch"]),
    (Kind.CREDIT, None, ["Foto: dpa"]),
    (Kind.PARAGRAPH, None, ["Eins.", "Zwei."]),
)


def test_every_kept_sentence_becomes_a_segment() -> None:
    found = list(origins([ARTICLE, ARTICLE]))
    assert [one.ref for one in found[:4]] == [(0, 0), (2, 0), (3, 0), (3, 1)]
    assert [one.article for one in found] == [0] * 4 + [1] * 4


def test_context_skips_what_runs_beside_the_text() -> None:
    assert context(ARTICLE, SentenceRef(3, 1)) == "Eins."
    assert context(ARTICLE, SentenceRef(3, 0)) == "Titel"
    assert context(ARTICLE, SentenceRef(0, 0)) == ""


def test_sentences_return_to_their_blocks_with_their_findings() -> None:
    where = list(origins([ARTICLE, ARTICLE]))
    made = [TranslatedSentence(text=str(n), findings=(finding("N201"),)) for n in range(len(where))]
    first, second = gather(2, where, made, "en")
    assert [[s.text for s in block.sentences] for block in first] == [["0"], ["1"], ["2", "3"]]
    assert [block.block for block in second] == [0, 2, 3]
    found = second[2].sentences[1].findings[0]
    assert (found.language, found.block, found.sentence) == ("en", 3, 1)


SENTENCE = "Peskow besucht Wladiwostok."


def test_a_segment_keeps_its_sentence_beside_what_the_model_gets() -> None:
    source = article(SENTENCE)
    names = entities.find_entities(source)
    ref = SentenceRef(0, 0)
    assert segment(source, names, ref, Hints(language="en")) == Segment(SENTENCE)
    replaced = segment(source, names, ref, Hints(language="en", method="source"))
    assert (replaced.text, replaced.hinted) == (SENTENCE, "Peskov besucht Vladivostok.")
    told = segment(source, names, ref, Hints(language="en", method="prompt"))
    assert (told.hinted, dict(told.terms)["Wladiwostok"]) == ("", "Vladivostok")


def test_the_first_engine_gets_what_is_given_and_the_terms() -> None:
    first, second = FakeEngine(), FakeEngine()
    steps = [LoadedStep(first, "de", "en"), LoadedStep(second, "en", "fr")]
    terms = (("Kim", "K"), ("X", "Y"))
    changed = Segment("Kim Jung Un kam.", hinted="Kim Jong Un kam.", terms=terms)
    (made,) = translate([changed], steps, retries=0)
    assert [(call.request.text, call.request.terms) for call in first.calls] == [
        ("Kim Jong Un kam.", (("Kim", "K"),))
    ]
    assert [call.request.terms for call in second.calls] == [()]
    # Findings speak of the article's own sentence.
    assert {found.source for found in made.findings} <= {"", "Kim Jung Un kam."}
