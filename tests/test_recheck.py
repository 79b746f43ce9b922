"""What a person changed is checked again as if the whole result were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summary_samples
from name_samples import article, translated
from newsxlate.article import Article, SentenceRef
from newsxlate.checking import check
from newsxlate.findings import Finding
from newsxlate.names import NameChecker, load_glossary
from newsxlate.options import Length, NameOptions
from newsxlate.outputs.article.json import load, write
from newsxlate.recheck import recheck, recheck_summary
from newsxlate.result import Result, TranslatedBlock, TranslatedSentence, Translation
from newsxlate.signoff import TEASER, TITLE
from newsxlate.summarizing.rendering import Original
from newsxlate.summarizing.source import Source
from newsxlate.summarizing.summarize import summarize

PAIRS = (
    ("Peskow sprach am 3. Mai in Kiew mit Kim.", "Peskov spoke with Kim in Kyiv on May 3."),
    ("Danach reiste Peskow nach Moskau.", "Peskov then travelled on to Moscow."),
    ("Die Rangers zahlten 40 Millionen Euro.", "The Rangers paid 40 million euros."),
    ("„Das ist gut“, sagte der Chef aus China.", "“That is good,” the boss from China said."),
    ("Die Rangers spielten in Kiew.", "The Rangers played in Kyiv."),
    ("Er kam nicht nach Kiew.", "He did not come to Kyiv."),
)  # fmt: skip
PLAIN = NameChecker(NameOptions())

# What a person may write: another translation, nothing, German, another name, number or country.
TEXTS = st.sampled_from(
    (
        *(target for _, target in PAIRS),
        *(source for source, _ in PAIRS),
        "",
        "Peskow spoke with Selenskyj in Kiev on May 4.",
        "Peskov then travelled on to Kiev.",
        "The rangers paid 50 million euros to Donald Trump.",
        "“That is good,” the boss from Japan said",
        "The Rangers played in Kiew.",
        "He came to Kyiv, to Kyiv, to Kyiv, to Kyiv.",
    )
)
EDITS = st.lists(st.tuples(st.integers(0, len(PAIRS) - 1), TEXTS), min_size=1, max_size=4)


def whole(source: Article, texts: list[str], names: NameChecker) -> Result:
    """A result of these texts, all of it checked."""
    rows = []
    for number, text in enumerate(texts):
        found = check(
            source.sentence(SentenceRef(0, number)),
            text,
            source_language="de",
            target_language="en",
        )
        located = tuple(replace(f, block=0, sentence=number) for f in found)
        rows.append(TranslatedSentence(text=text, findings=located))
    blocks = (TranslatedBlock(block=0, sentences=tuple(rows)),)
    made = Translation(language="en", model="test", blocks=blocks)
    result = Result(article=source, translations=(made,), ledger=names.entities(source))
    return names.check(result)


def codes(result: Result) -> list[list[str]]:
    return [[f.code for f in row.findings] for _, _, row in result.translation("en").sentences()]


@given(EDITS)
def test_checking_what_was_changed_is_checking_all(edits: list[tuple[int, str]]) -> None:
    source = article(*(german for german, _ in PAIRS))
    texts = [english for _, english in PAIRS]
    result = whole(source, texts, PLAIN)
    for number, text in edits:
        texts[number] = text
        result = recheck(result, "en", {SentenceRef(0, number): text}, PLAIN)
        assert result == whole(source, texts, PLAIN)


@given(EDITS)
def test_several_at_once_are_as_one_after_the_other(edits: list[tuple[int, str]]) -> None:
    result = whole(article(*(german for german, _ in PAIRS)), [t for _, t in PAIRS], PLAIN)
    changes = {SentenceRef(0, number): text for number, text in edits}
    one_by_one = result
    for place, text in changes.items():
        one_by_one = recheck(one_by_one, "en", {place: text}, PLAIN)
    assert recheck(result, "en", changes, PLAIN) == one_by_one


def test_a_finding_goes_and_another_comes() -> None:
    result = whole(article(*(g for g, _ in PAIRS)), ["", *(t for _, t in PAIRS[1:])], PLAIN)
    assert codes(result)[0] == ["N201"]
    mended = recheck(result, "en", {SentenceRef(0, 0): PAIRS[0][1]}, PLAIN)
    assert codes(mended) == [[]] * 6
    broken = recheck(mended, "en", {SentenceRef(0, 2): "The Rangers paid 50 million euros."}, PLAIN)
    found = [(f.code, f.language, f.block, f.sentence) for f in broken.all_findings()]
    assert found == [("N303", "en", 0, 2)]


def test_other_sentences_are_told_what_they_are_told_because_of_it() -> None:
    """The first sentence decides how a name is rendered; the second differs from it."""
    result = whole(
        article("Er kam nach Kiew.", "Kiew ist groß."),
        ["He came to Kyiv.", "Kyiv is large."],
        PLAIN,
    )
    changed = recheck(result, "en", {SentenceRef(0, 0): "He came to Kiev."}, PLAIN)
    assert codes(result) == [[], []]
    assert codes(changed) == [[], ["N512"]]
    assert [(n.text, n.start) for n in changed.translations[0].names] == [("Kiev", 11), ("Kyiv", 0)]
    assert recheck(changed, "en", {SentenceRef(0, 0): "He came to Kyiv."}, PLAIN) == result


def test_a_persons_text_is_neither_set_nor_repaired() -> None:
    fixing = NameChecker(NameOptions(fix=True))
    made = fixing.check(
        translated(
            ("Kim kam nach Wladiwostok.", "Kim came to Wladiwostok."),
            ("Wladiwostok ist groß.", "Wladiwostok is large."),
        )
    )
    assert codes(made) == [["N534"], ["N534"]]
    text = 'Kim "came" to Wladiwostok .'
    changed = recheck(made, "en", {SentenceRef(0, 0): text}, fixing)
    rows = [row.text for _, _, row in changed.translation("en").sentences()]
    assert rows == [text, "Vladivostok is large."]
    assert "N511" in codes(changed)[0]
    # What the machine wrote first stands by its own sentence, and no more by the person's.
    assert codes(changed)[1] == ["N534"]
    assert [(n.text, n.replaced) for n in changed.translation("en").names] == [
        ("Kim", ""),
        ("Wladiwostok", ""),
        ("Vladivostok", "Wladiwostok"),
    ]


def test_what_was_left_in_german_is_a_translation_once_a_person_wrote_one() -> None:
    result = translated(("Das ist gut.", "Das ist gut."))
    row = TranslatedSentence(text="Das ist gut.", fallback=True, score=-1.0)
    block = TranslatedBlock(block=0, sentences=(row,))
    left = result.with_translation(replace(result.translations[0], blocks=(block,)))
    ((_, _, made),) = (
        recheck(left, "en", {SentenceRef(0, 0): "That is good."}, PLAIN)
        .translation("en")
        .sentences()
    )
    assert (made.text, made.fallback, made.score, made.findings) == (
        "That is good.",
        False,
        None,
        (),
    )
    # The same text from a person is a translation, and checked as one.
    ((_, _, same),) = (
        recheck(left, "en", {SentenceRef(0, 0): row.text}, PLAIN).translation("en").sentences()
    )
    assert not same.fallback
    assert [f.code for f in same.findings] == ["N208"]


def test_names_that_are_not_wanted_are_not_looked_for() -> None:
    unwanted = NameChecker(NameOptions(check=False))
    result = whole(article(*(g for g, _ in PAIRS)), [t for _, t in PAIRS], unwanted)
    changed = recheck(result, "en", {SentenceRef(0, 1): "Peskow travelled on to Moskau."}, unwanted)
    assert changed.translation("en").names == ()
    assert codes(changed)[1] == []
    # A result that knows its names keeps those of the sentences that are as they were.
    known = whole(article(*(g for g, _ in PAIRS)), [t for _, t in PAIRS], PLAIN)
    changed = recheck(known, "en", {SentenceRef(0, 1): "Peskow travelled on to Moskau."}, unwanted)
    before = [n for n in known.translation("en").names if n.sentence != 1]
    assert list(changed.translation("en").names) == before


def test_the_users_terms_are_checked_again(tmp_path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text("source,en\nRangers,Forest Rangers\n", encoding="utf-8")
    names = NameChecker(NameOptions(glossary=path), load_glossary(path))
    result = whole(article(*(g for g, _ in PAIRS)), [t for _, t in PAIRS], names)
    assert codes(result)[2]
    mended = {SentenceRef(0, 2): "The Forest Rangers paid 40 million euros."}
    assert codes(recheck(result, "en", mended, names))[2] == []


def test_other_translations_and_what_concerns_the_article_stay() -> None:
    result = whole(article(*(g for g, _ in PAIRS)), [t for _, t in PAIRS], PLAIN)
    french = replace(result.translations[0], language="fr", model="other")
    result = replace(result, translations=(french, *result.translations), findings=(told(),))
    changed = recheck(result, "en", {SentenceRef(0, 0): "Peskow spoke."}, PLAIN)
    assert changed.translation("fr") == french
    assert changed.findings == result.findings
    assert changed.translation("en") != result.translation("en")


def test_where_there_is_nothing_to_check_again() -> None:
    result = whole(article("Das ist gut."), ["That is good."], PLAIN)
    assert recheck(result, "en", {}, PLAIN) == result
    assert recheck(result, "en", {SentenceRef(0, 0): "That is good."}, PLAIN) == result
    with pytest.raises(KeyError):
        recheck(result, "fr", {}, PLAIN)
    with pytest.raises(KeyError):
        recheck(result, "en", {SentenceRef(0, 7): "That is good."}, PLAIN)


def told() -> Finding:
    from newsxlate.findings import finding

    return finding("N212", language="en", model="m", why="it is small")


def summarized(*, translation: bool = True, german: bool = False) -> Result:
    """The article of the samples with two summaries, and a translation where one is wanted."""
    source = summary_samples.article()
    rendering = Original(source) if german else summary_samples.english()
    ledger = PLAIN.entities(source)
    lengths = [Length("sentences", 2), Length("sentences", 3)]
    made = summarize(Source(source, ledger), rendering, lengths)
    result = Result(article=source, ledger=ledger, summaries=tuple(made))
    if not translation:
        return result
    texts = iter(summary_samples.ENGLISH)
    blocks = tuple(
        TranslatedBlock(
            block=number,
            sentences=tuple(TranslatedSentence(text=next(texts)) for _ in block.sentences),
        )
        for number, block in source.kept()
    )
    english = Translation(language="en", model="human", blocks=blocks)
    return replace(result, translations=(english,))


def changed(result: Result, changes: Mapping[int, str], index: int = 0, language: str = "en"):
    return recheck_summary(result, language, index, changes).summaries[index]


@pytest.mark.parametrize("translation", [True, False])
def test_a_summary_of_which_nothing_was_changed_is_the_same(translation: bool) -> None:
    result = summarized(translation=translation)
    assert recheck_summary(result, "en", 1, {}) == result
    same = {0: result.summaries[1].sentences[0].text, TITLE: result.summaries[1].title}
    assert recheck_summary(result, "en", 1, same) == result


@pytest.mark.parametrize("translation", [True, False])
def test_what_a_person_wrote_is_held_to_the_article(translation: bool) -> None:
    result = summarized(translation=translation)
    before = result.summaries[0]
    right = "Angela Merkel met Volodymyr Zelensky in Kyiv on Monday."
    made = changed(result, {0: right})
    assert made.sentences[0].text == right
    assert made.sentences[0].findings == ()
    assert made.sentences[0].support[0].ref == SentenceRef(1, 0)
    assert made.sentences[1:] == before.sentences[1:]
    assert made.precision.entities == 1.0
    wrong = "Angela Merkel met Emmanuel Macron in Kyiv and offered him 90 million euros."
    made = changed(result, {0: wrong})
    codes = [f.code for f in made.sentences[0].findings]
    assert {"N601", "N603"} <= set(codes)
    assert all(f.target == wrong and f.language == "en" for f in made.sentences[0].findings)
    assert made.precision.entities < 1.0
    assert made.precision.numbers < 1.0
    assert recheck_summary(result, "en", 0, {0: wrong}).summaries[1] == result.summaries[1]


def test_a_sentence_about_something_else_rests_on_something_else() -> None:
    result = summarized()
    other = "Russia had criticised the negotiations."
    (support, *_) = changed(result, {0: other}).sentences[0].support
    assert result.article.sentence(support.ref).startswith("Russland")
    invented = changed(result, {0: "The weather was wonderful all through the summer holidays."})
    assert [f.code for f in invented.sentences[0].findings] == ["N608"]


def test_words_that_nobody_said_are_told_in_any_part() -> None:
    result = summarized()
    speech = f"Merkel said: “We will {'never ever ' * 20}pay for any of this.”"
    for place in (0, TEASER):
        made = changed(result, {place: speech})
        found = made.sentences[0].findings if place == 0 else made.teaser_findings
        assert "N606" in [f.code for f in found]
    made = changed(
        result, {TITLE: "Merkel meets Steinmeier in Kyiv", TEASER: "Merkel was in Kyiv."}
    )
    assert (made.title, made.teaser) == ("Merkel meets Steinmeier in Kyiv", "Merkel was in Kyiv.")
    assert [f.code for f in made.title_findings] == ["N601"]
    assert made.teaser_findings == ()
    told = recheck_summary(result, "en", 0, {TITLE: "Merkel meets Steinmeier"}).all_findings()
    assert [f.code for f in told] == ["N601"]


def test_a_headline_need_not_have_the_words_of_the_article() -> None:
    made = changed(summarized(), {TITLE: "A handshake that says more than speeches"})
    assert made.title_findings == ()


def test_what_is_found_in_a_headline_is_kept_in_json() -> None:
    result = recheck_summary(summarized(), "en", 0, {TITLE: "Merkel meets Steinmeier"})
    assert load(write(result)) == result


def test_a_headline_or_teaser_can_go() -> None:
    made = changed(summarized(), {TITLE: "", TEASER: ""})
    assert (made.title, made.teaser, made.title_findings) == (None, None, ())


def test_a_summary_in_the_articles_own_language() -> None:
    result = summarized(german=True)
    made = changed(result, {0: "Merkel traf in Kiew Macron."}, language="de")
    assert [f.code for f in made.sentences[0].findings] == ["N608", "N601"]
    assert changed(result, {0: "Merkel traf Selenskyj."}, language="de").sentences[0].findings == ()


def test_the_second_summary_in_a_language_is_the_second_of_that_language() -> None:
    english, german = summarized(), summarized(german=True)
    result = replace(english, summaries=(*german.summaries, *english.summaries))
    made = recheck_summary(result, "en", 1, {TITLE: "Merkel"})
    assert [s.title == "Merkel" for s in made.summaries] == [False, False, False, True]


@pytest.mark.parametrize(
    ("language", "index", "changes"),
    [("fr", 0, {}), ("en", 2, {}), ("en", -1, {}), ("en", 0, {5: "x"}), ("en", 0, {-3: "x"})],
)
def test_a_summary_that_is_not_there(language: str, index: int, changes: dict[int, str]) -> None:
    with pytest.raises(KeyError):
        recheck_summary(summarized(), language, index, changes)
