"""Summaries of interviews, tickers, agencies' reports, and articles with lists and boxes."""

from __future__ import annotations

import pytest

from kind_samples import made_of
from newsxlate.article import Kind
from newsxlate.options import Length
from newsxlate.result import TranslatedSentence
from newsxlate.summarizing.abstractive import Order
from newsxlate.summarizing.likeness import Likeness
from newsxlate.summarizing.openings import bare
from newsxlate.summarizing.rendering import Original, Translated
from newsxlate.summarizing.source import Source
from newsxlate.summarizing.summarize import summarize
from summary_samples import scripted, writer

THREE = Length("sentences", 3)

INTERVIEW = [
    (Kind.HEADLINE, ["„Der Deich hält noch zehn Jahre“"]),
    (Kind.QUESTION, ["Frau Harms, Sie prüfen die Deiche an der Ems.", "Wie steht es um sie?"]),
    (Kind.PARAGRAPH, ["Harms: Der Deich bei Leer hält noch zehn Jahre.", "Dann wird es eng."]),
    (Kind.QUESTION, ["Frage: Was kostet ein neuer Deich?"]),
    (Kind.PARAGRAPH, ["Antwort: Ein neuer Deich kostet 40 Millionen Euro an dieser Stelle."]),
    (Kind.QUESTION, ["Wer bezahlt das?"]),
    (Kind.PARAGRAPH, ["Das Land bezahlt zwei Drittel der Kosten für jeden neuen Deich."]),
    (Kind.BOX, ["Zur Person"]),
    (
        Kind.BOX,
        ["Imke Harms leitet seit 2019 die Deichbehörde in Leer.", "Der Deich ist 9 Meter hoch."],
    ),
]


def lines(rows, length=THREE, rendering=None, **more):
    article = made_of(rows)
    [made] = summarize(Source(article), rendering or Original(article), [length], **more)
    return [sentence.text for sentence in made.sentences], made


def test_answers_come_with_who_gives_them_and_boxes_not_at_all():
    texts, made = lines(INTERVIEW, Length("sentences", 4))
    assert texts[0] == "Harms: Der Deich bei Leer hält noch zehn Jahre."
    # The next sentence of the same answer needs no label of its own.
    assert texts[1] == "Dann wird es eng."
    assert texts[2] == "Harms: Ein neuer Deich kostet 40 Millionen Euro an dieser Stelle."
    assert texts[3] == "Harms: Das Land bezahlt zwei Drittel der Kosten für jeden neuen Deich."
    assert {s.support[0].block for s in made.sentences} <= {2, 4, 6}


def test_an_answer_of_nobody_known_comes_with_its_question():
    rows = [
        (kind, [part.replace("Frau Harms, ", "").replace("Harms: ", "") for part in parts])
        for kind, parts in INTERVIEW
        if kind is not Kind.BOX
    ]
    texts, _ = lines(rows, Length("sentences", 1))
    assert texts[0].count("?") == 1
    assert texts[0].split("? ")[0] in (
        "Wie steht es um sie",
        "Wer bezahlt das",
        "Frage: Was kostet ein neuer Deich",
    )


def test_of_two_who_answer_each_is_named():
    rows = [
        (Kind.HEADLINE, ["Zwei über den Deich: Harms und Dirks"]),
        (Kind.QUESTION, ["Was kostet ein neuer Deich?"]),
        (Kind.PARAGRAPH, ["Harms: Ein neuer Deich kostet 40 Millionen Euro an dieser Stelle."]),
        (Kind.PARAGRAPH, ["Dirks: Der alte Deich kostet uns jedes Jahr eine ganze Million."]),
        (Kind.QUESTION, ["Wer bezahlt das?"]),
        (Kind.PARAGRAPH, ["Ganz klar: Das Land bezahlt zwei Drittel der Kosten für den Deich."]),
    ]
    texts, _ = lines(rows)
    assert texts[:2] == [rows[2][1][0], rows[3][1][0]]
    assert (
        texts[2]
        == "Wer bezahlt das? Ganz klar: Das Land bezahlt zwei Drittel der Kosten für den Deich."
    )


TICKER = [
    (Kind.HEADLINE, ["Sturm „Xandra“ trifft die Küste"]),
    (Kind.PARAGRAPH, ["+++ 06:10 Uhr +++ Der Sturm hat in Emden zwölf Dächer abgedeckt."]),
    (Kind.PARAGRAPH, ["07.45 Uhr: Die Fähre nach Borkum fährt wegen des Sturms nicht."]),
    (Kind.PARAGRAPH, ["08:30 Der Sturm erreicht an der Küste Böen von 140 Stundenkilometern."]),
    (Kind.PARAGRAPH, ["+++ Korrektur: Früher stand hier, der Sturm habe den Deich zerstört."]),
    (Kind.PARAGRAPH, ["+++ 09:20 Uhr +++ Die Feuerwehr in Aurich zählt schon 80 Einsätze. +++"]),
]  # fmt: skip


def test_a_tickers_times_and_signs_and_its_corrections_are_left_out():
    texts, made = lines(TICKER, Length("sentences", 5))
    assert texts == [
        "Der Sturm hat in Emden zwölf Dächer abgedeckt.",
        "Die Fähre nach Borkum fährt wegen des Sturms nicht.",
        "Der Sturm erreicht an der Küste Böen von 140 Stundenkilometern.",
        "Die Feuerwehr in Aurich zählt schon 80 Einsätze.",
    ]
    assert made.teaser is None, "everything is said"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Emden (dpa/lni) - Der Hafen ist zu.", "Der Hafen ist zu."),
        ("Kiel (xyz) - Die Fähre ist zu.", "Die Fähre ist zu."),
        ("Bad Bentheim/Rheine (AFP) – „Nein“, sagte sie.", "„Nein“, sagte sie."),
        ("Wien/Graz – Die Regierung in Wien will sparen.", "Die Regierung in Wien will sparen."),
        ("Die Kanzlerin (CDU) - Chefin der Partei - kommt.", None),
        ("Merkel (CDU) - Die Kanzlerin kommt.", None),
        ("Merkel – Chefin einer Partei, die groß ist – kommt.", None),
        ("Der Hafen – Das Tor zur Welt ist seit Montag zu.", None),
        ("Ostende – Köln ist die Strecke.", None),
        ("Emden (dpa) bleibt eine Stadt.", None),
    ],
)
def test_an_agencys_dateline_is_left_out(text, shown):
    assert bare(text, "de", opens=True, stamped=False) == (shown or text)
    assert bare(text, "de", opens=False, stamped=False) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("+++ 7.15 Uhr +++ Es regnet.", "Es regnet."),
        ("+++ Es regnet.", "Es regnet."),
        ("17:23 Uhr | Es regnet.", "Es regnet."),
        ("3. Mai, 14:32 Uhr: Es regnet.", "Es regnet."),
        ("14 Uhr ist es, als es regnet.", None),
        ("5.36 Millionen Menschen sehen zu.", None),
    ],
)
def test_the_time_of_an_entry_is_left_out(text, shown):
    assert bare(text, "de", opens=False, stamped=True) == (shown or text)


def test_a_place_that_is_a_sentence_is_none():
    rows = [
        (Kind.HEADLINE, ["Bad bleibt zu"]),
        (Kind.PARAGRAPH, ["Aurich.", "Das Bad in Aurich bleibt bis Mai zu."]),
    ]
    texts, _ = lines(rows)
    assert texts == ["Das Bad in Aurich bleibt bis Mai zu."]


REPORT = [
    (Kind.HEADLINE, ["Der Hafen von Emden ist gesperrt"]),
    (
        Kind.LEAD,
        ["Emden (dpa/lni) - Der Hafen von Emden ist seit Montag wegen Hochwassers gesperrt."],
    ),
    (Kind.ITEM, ["Der Hafen von Emden ist 600 Hektar groß."]),
    (Kind.ROW, ["Hafen Emden", "600 Hektar"]),
    (Kind.PARAGRAPH, ["Wegen des Hochwassers ist der Hafen von Emden seit Montagmorgen gesperrt."]),
    (Kind.PARAGRAPH, ["Zwölf Schiffe mit zusammen 9000 Autos warten vor Borkum auf die Einfahrt."]),
    (Kind.PARAGRAPH, ["Volkswagen hat die Arbeit im Werk für zwei Tage eingestellt."]),
    (Kind.PARAGRAPH, ["Am Mittwoch soll der Pegel nach Angaben der Behörde wieder sinken."]),
]


def test_what_the_lead_says_is_not_said_again_and_not_by_the_teaser():
    texts, made = lines(REPORT, Length("sentences", 2))
    assert texts[0] == "Der Hafen von Emden ist seit Montag wegen Hochwassers gesperrt."
    assert not any("600" in text or "Montagmorgen" in text for text in texts)
    assert made.teaser in {parts[0] for kind, parts in REPORT if kind is Kind.PARAGRAPH}
    assert made.teaser not in texts
    assert "Montagmorgen" not in made.teaser


class Angled:
    """Translates by angle quotes, behind what it is told to put before a sentence."""

    def __init__(self, **put: str) -> None:
        self.put = put
        self.asked: list[str] = []

    def __call__(self, segments):
        self.asked += [one.text for one in segments]
        return [TranslatedSentence(text=self._made(one.text)) for one in segments]

    def _made(self, text: str) -> str:
        start, _, rest = text.partition(" - ")
        return f"{self.put.get(start, start)} - The ‹{rest}›" if rest else f"The ‹{text}›"


@pytest.mark.parametrize(
    ("put", "alone"), [({}, False), ({"Emden (dpa/lni)": "From Emden, dpa reports"}, True)]
)
def test_the_dateline_goes_from_a_translation_too(put, alone):
    article = made_of(REPORT)
    translate = Angled(**put)
    rendering = Translated(article, "en", "angled", translate)
    [made] = summarize(Source(article), rendering, [Length("sentences", 1)])
    bare_text = REPORT[1][1][0].partition(" - ")[2]
    assert made.sentences[0].text == f"The ‹{bare_text}›"
    # Only where it cannot be found in the translation are the words translated alone.
    assert (bare_text in translate.asked) is alone


def test_a_model_is_given_no_boxes_and_knows_who_answers():
    article = made_of(INTERVIEW)
    engine = scripted("Der Deich bei Leer hält noch zehn Jahre.")
    source = Source(article)
    summarize(
        source, Original(article), [Length("sentences", 1)],
        method="abstractive", writer=writer(engine, order=Order.TRANSLATED),
    )  # fmt: skip
    given = engine.calls[0].request.text
    assert "Zur Person" not in given
    assert "Harms: Ein neuer Deich kostet" in given
    assert "Antwort" not in given


def test_an_article_of_a_list_alone_is_summarised():
    rows = [
        (Kind.HEADLINE, ["Drei Wege"]),
        *((Kind.ITEM, [f"Weg {n} führt an der Ems entlang nach Leer."]) for n in "123"),
    ]
    texts, _ = lines(rows, Length("sentences", 1))
    assert len(texts) == 3


def test_a_line_of_names_and_figures_is_no_sentence():
    goals = "Tore: 1:0 Emden Harms (12.), 1:1 Emden Bolt (40.), 2:1 Emden Harms (88.)."
    rows = [
        (Kind.HEADLINE, ["Emden siegt spät durch Harms"]),
        (Kind.PARAGRAPH, ["Emden hat am Samstag das Spiel gegen Leer spät gewonnen.", goals]),
        (Kind.PARAGRAPH, ["Der Trainer lobte danach vor allem die Abwehr vor 900 Zuschauern."]),
        (Kind.PARAGRAPH, ["Am Mittwoch kommt der Meister aus Aurich in das Stadion am Hafen."]),
        (Kind.PARAGRAPH, ["Karten gibt es ab Montag im Vereinsheim und an den Kassen."]),
    ]
    texts, _ = lines(rows)
    assert texts[0] == rows[1][1][0]
    assert goals not in texts


def test_what_a_sentence_repeats_weighs_by_how_rare_it_is():
    rows = [
        "hafen emden tanker beschlagnahm",
        "hafen emden oltanker beschlagnahm",
        "hafen emden werk pause",
        "hafen emden kran neu",
        "hafen emden fahr klein",
    ]
    likeness = Likeness.of([row.split() for row in rows])
    assert likeness.plain(0, 1) == pytest.approx(0.75)
    assert likeness.plain(0, 2) == pytest.approx(0.5)
    # The compound counts, and what all the article is about hardly does.
    assert likeness.weighted(0, 1) > 0.7
    assert likeness.weighted(0, 2) < 0.35
    assert Likeness.of([[], ["a"]]).weighted(0, 1) == 0
