from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.entities import Mention
from newsxlate.inputs.article import read_text
from newsxlate.names.recognition.mentions import find_all, find_mentions, locate
from newsxlate.names.recognition.tokenizer import tokenize
from newsxlate.segmenting import segment
from newsxlate.text.flatten import flatten
from profiles import examples

EXAMPLE = Path(__file__).parents[1] / "examples/kim-in-russland.txt"


def article(text: str) -> Article:
    return segment(read_text(text, language="de", keep_boilerplate=True))


def bases(text: str) -> list[str]:
    return [mention.base for mention in find_mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bundeskanzler Olaf Scholz traf Ursula von der Leyen in Brüssel.",
         ["Olaf Scholz", "Ursula von der Leyen", "Brüssel"]),
        ("Gestern kamen Charles de Gaulle, Baschar al-Assad und Vincent van Gogh.",
         ["Charles de Gaulle", "Baschar al-Assad", "Vincent van Gogh"]),
        ("Dort spielt der 1. FC Köln gegen Mainz 05.", ["1. FC Köln", "Mainz 05"]),
        ("Das Erbe von Friedrich II. verfiel.", ["Friedrich II."]),
        ("Die Europäische Union wartet auf Polen.", ["Europäische Union", "Polen"]),
        ("Er war in Bozen und in Sankt Petersburg.", ["Bozen", "Sankt Petersburg"]),
        ("Das meldete die Agentur dpa, nicht Google Inc. allein.", ["dpa", "Google Inc."]),
        ("Das Bundesamt für Gesundheit warnt Anna-Lena Müller-Lüdenscheidt.",
         ["Bundesamt für Gesundheit", "Anna-Lena Müller-Lüdenscheidt"]),
        ("Die Röhre Nord Stream liegt still, und er wohnt in West Virginia.",
         ["Nord Stream", "West Virginia"]),
        ("Der Stürmer geht von West Ham zu Real Madrid.", ["West Ham", "Real Madrid"]),
        ("Morgen spielt Everton gegen Brighton & Hove Albion.",
         ["Everton", "Brighton & Hove Albion"]),
        ("Der Auftrag ging an Heckler & Koch, nicht an Rohde & Schwarz.",
         ["Heckler & Koch", "Rohde & Schwarz"]),
        ("Die Kette Marks & Spencer klagt gegen Johnson & Johnson.",
         ["Marks & Spencer", "Johnson & Johnson"]),
        ("Es reden Angela Merkel & Olaf Scholz.", ["Angela Merkel", "Olaf Scholz"]),
        ("Das stand in der Bozner Allgemeinen Zeitung.", ["Bozner Allgemeine Zeitung"]),
        ("Es siegte Petra Lamm von der LG Ulm.", ["Petra Lamm", "LG Ulm"]),
        ("Sie gewann die U.S. Open, er wechselt vom F.C. Barcelona zu E.ON.",
         ["U.S. Open", "F.C. Barcelona", "E.ON"]),
        ("Es geht um Trump & Putin.", ["Trump", "Putin"]),
        ("Verboten ist auch die Hizb ut-Tahrir.", ["Hizb ut-Tahrir"]),
        ("Rom möchte über Tunesien Rohstoffe kaufen.", ["Rom", "Tunesien"]),
        ("Dafür lobte Jürgen Klopp Kevin De Bruyne.", ["Jürgen Klopp", "Kevin De Bruyne"]),
    ],
)  # fmt: skip
def test_names_of_every_kind_are_found_whole(text: str, expected: list[str]) -> None:
    assert bases(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Das Wetter wird schön, und der Hund bellt laut.",
        "Die Rechnung betrug 50 Euro, also 3 GB für 20 Mio. Nutzer.",
        "Am Mittwoch sprach der Präsident mit dem Minister über die Beziehungen.",
        "Der Wind kommt aus Nord, morgen aus West.",
        "Wir lesen die Seiten Haus & Garten und Land & Leute.",
        "Es heißt, dass hier Obdachlose Decken bekommen.",
        "Der neue PKW hat 120 PS und verbraucht 5 Liter.",
        "",
        "…",
    ],
)
def test_sentences_without_names_have_none(text: str) -> None:
    assert find_mentions(text) == []


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("Peskows Sprecher kam.", "Peskow"),
        ("Kims Zug fuhr ab.", "Kim"),
        ("Nordkoreas Führer kam.", "Nordkorea"),
        ("Der Sprecher des US-Außenministeriums schwieg.", "US-Außenministerium"),
        ("Der Beschluss des UN-Sicherheitsrates gilt.", "UN-Sicherheitsrat"),
        ("Der Sprecher des Auswärtigen Amtes schwieg.", "Auswärtiges Amt"),
        ("Das sagten die Vereinten Nationen.", "Vereinte Nationen"),
        ("Marx’ Werke sind dick.", "Marx"),
        ("Er lebt in Paris.", "Paris"),
        ("Gestern kam Hans nach Hause.", "Hans"),
        ("Die Reise Annalena Baerbocks begann.", "Annalena Baerbock"),
    ],
)
def test_case_endings_are_folded_and_others_are_not(text: str, base: str) -> None:
    assert bases(text) == [base]


def test_titles_are_split_off() -> None:
    [mention] = find_mentions("Gestern kam Präsident Wladimir Putin.")
    assert (mention.text, mention.title) == ("Wladimir Putin", "Präsident")
    [mention] = find_mentions("Das Auto von Herrn Dr. Hans Meier.")
    assert (mention.text, mention.title) == ("Hans Meier", "Herrn Dr.")


def test_a_name_inside_a_compound_is_a_part() -> None:
    text = "Das sagte Kreml-Sprecher Dmitri Peskow."
    part, name = find_mentions(text)
    assert (part.text, part.part) == ("Kreml", True)
    assert text[part.start : part.end] == "Kreml"
    assert (name.text, name.title, name.part) == ("Dmitri Peskow", "Kreml-Sprecher", False)


def test_common_words_in_a_name_are_told() -> None:
    worded = {
        m.base: m.worded for m in find_mentions("Die Europäische Union traf Annalena Baerbock.")
    }
    assert worded == {"Europäische Union": True, "Annalena Baerbock": False}


def test_a_genitive_before_another_name_is_parted() -> None:
    assert bases("Er war im Fernen Osten Russlands.") == ["Ferner Osten", "Russland"]


def test_headlines_in_capitals_are_read() -> None:
    text = "PUTIN TRIFFT KIM IN WLADIWOSTOK"
    assert [(m.text, m.base) for m in find_mentions(text)] == [
        ("PUTIN", "Putin"), ("KIM", "Kim"), ("WLADIWOSTOK", "Wladiwostok"),
    ]  # fmt: skip


def test_what_is_a_name_elsewhere_is_one_here() -> None:
    sentence = "Der alte Trassnick steht leer."
    assert "Trassnick" not in bases(sentence)
    assert "Trassnick" in [m.base for m in find_mentions(sentence, names={"Trassnick"})]
    both = article(f"Der Wirt Otto Trassnick ist verreist.\n\n{sentence}\n")
    assert "Trassnick" in [m.base for _, _, m in find_all(both)]


def test_every_name_of_the_example_is_found_and_no_other() -> None:
    found = {m.base for _, _, m in find_all(segment(read_text(EXAMPLE.read_text("utf-8"))))}
    assert found == {
        "Dmitri Peskow", "Ferner Osten", "Kim", "Kim Jong Un", "Kim Jung Un", "Kreml",
        "Matthew Miller", "Moskau", "Nordkorea", "Peskow", "Pjöngjang", "Putin", "Russland", "UN",
        "UN-Sicherheitsrat", "US-Außenministerium", "USA", "Ukraine", "Vostochny", "Washington",
        "Wladimir Putin", "Wladiwostok",
    }  # fmt: skip


def test_offsets_lead_back_to_the_input() -> None:
    raw = "Der Besuch von Wla\u00addimir\nPutin in  Wladi\u00ad\nwostok endete am Montag."
    sentence = Sentence(2, 2 + len(raw), flatten(raw)[0])
    block = Block(Kind.PARAGRAPH, 0, 2 + len(raw), sentence.text, sentences=(sentence,))
    source = Article(text=f"\n {raw}", blocks=(block,), language="de")
    found = locate(source)
    assert [m.mention.text for m in found] == ["Wladimir Putin", "Wladiwostok"]
    assert [source.text[m.start : m.end] for m in found] == [
        "Wla\u00addimir\nPutin",
        "Wladi\u00ad\nwostok",
    ]


WORDS = st.sampled_from(
    """Putin Herr Kreml-Sprecher von der Leyen 1. FC II. ’s Kims „ “ / - US- al-Assad Köln 3 in für
    PUTIN Bundesamt Dr. St. und Bad È ﬁ İ 中 x""".split()  # noqa: SIM905
)


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join)))
@settings(max_examples=examples(150), deadline=None)
def test_mentions_are_slices_in_order(text: str) -> None:
    tokens = tokenize(text)
    covered = "".join(token.text for token in tokens)
    assert covered == "".join(text.split())
    end = 0
    for mention in find_mentions(text):
        assert isinstance(mention, Mention)
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert mention.base
        end = mention.end


@given(st.text(alphabet="Aa-’s. ", max_size=40))
@settings(max_examples=examples(60), deadline=None)
def test_odd_marks_do_no_harm(text: str) -> None:
    assert all(m.text == text[m.start : m.end] for m in find_mentions(text))


def test_a_monstrous_word_takes_no_monstrous_time() -> None:
    # Analysing by morphemes is quadratic in a word's length: only the end of a word is analysed.
    text = "Er sah " + "Donau" * 20_000 + " und " + "x-" * 5_000 + "y."
    assert isinstance(find_mentions(text), list)


@pytest.mark.parametrize("name", ["Steinmeier", "Wagenknecht", "Habeck", "Klingbeil"])
def test_a_surname_in_the_news_is_one_for_all_that_the_tagger_says(name: str) -> None:
    (mention,) = find_mentions(f"Gestern sprach {name} mit der Presse.")
    assert (mention.base, mention.worded) == (name, False)
