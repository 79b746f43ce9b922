"""Interviews and boxes: what is asked, who speaks, and what stands beside."""

import pytest

from newsxlate.article import Article, Kind
from newsxlate.cleaning import clean
from newsxlate.inputs.article.plain import paragraphs

INTRO = "Der Biologe Ole Frank zählt seit 20 Jahren Vögel und hat ein Buch darüber geschrieben."
ANSWERS = (
    "Weil sie immer da sind. Ich bin 61. Seit meiner Jugend schaue ich ihnen zu.",
    "Ach, wer braucht schon den Adler? Die Amsel ist mir lieber.",
    "Im Winter füttere ich sie. Und wer soll es sonst tun?",
    "Nein. Das wäre ja noch schöner.",
)
QUESTIONS = (
    "Herr Frank, warum Spatzen?",
    "Hätten Sie nicht lieber Adler gezählt?",
    "Was tun Sie für die Vögel in Ihrem Garten?",
    "Werden Sie irgendwann aufhören?",
)


def article(*lines: str) -> Article:
    text = "\n\n".join(lines)
    return clean(Article(text=text, blocks=paragraphs(text), language="de"))


def of_kind(found: Article, kind: Kind) -> list[str]:
    return [block.text for _, block in found.kept() if block.kind is kind]


def turns(question: str = "", answer: str = "") -> list[str]:
    pairs = zip(QUESTIONS, ANSWERS, strict=True)
    return [turn for q, a in pairs for turn in (question + q, answer + a)]


@pytest.mark.parametrize(
    "sign",
    [
        "Das Gespräch führte Pia Stark.",
        "Die Fragen stellten Pia Stark und Ivo Rau.",
        "Interview: Pia Stark",
        "Mit Ole Frank sprach Pia Stark",
    ],
)
def test_questions_without_labels(sign: str) -> None:
    found = article("„Spatzen sind die besten Nachbarn“", INTRO, *turns(), sign)
    assert of_kind(found, Kind.QUESTION) == list(QUESTIONS)
    assert of_kind(found, Kind.HEADLINE) == ["„Spatzen sind die besten Nachbarn“"]
    assert of_kind(found, Kind.LEAD) == [INTRO]


@pytest.mark.parametrize(
    ("asks", "answers"),
    [("Frage: ", "Antwort: "), ("MORGENBLATT: ", "Frank: "), ("Morgenblatt: ", "Frank (lacht): ")],
)
def test_questions_with_labels_keep_them(asks: str, answers: str) -> None:
    lines = [*turns(asks, answers), f"{asks}Vielen Dank für das Gespräch."]
    found = article("„Spatzen sind die besten Nachbarn“", *lines)
    asked = [asks + question for question in QUESTIONS]
    assert of_kind(found, Kind.QUESTION) == [*asked, lines[-1]]
    assert of_kind(found, Kind.PARAGRAPH) == [answers + answer for answer in ANSWERS]


def test_questions_may_be_numbered() -> None:
    lines = [turn.replace("Frage", f"Frage {n}") for n, turn in enumerate(turns("Frage: ", ""), 1)]
    assert len(of_kind(article("Der Vogelzähler", *lines), Kind.QUESTION)) == 4


def test_an_answer_of_two_paragraphs_may_end_as_a_question() -> None:
    more = "Und was wäre ein Garten ohne sie?"
    lines = turns()
    lines.insert(2, more)
    found = article("Der Vogelzähler", *lines, "Das Gespräch führte Pia Stark.")
    assert of_kind(found, Kind.QUESTION) == list(QUESTIONS)


def test_who_speaks_once_is_no_interviewer() -> None:
    first = "Frank: Weil sie immer da sind. Warum denn nicht?"
    lines = [QUESTIONS[0], first, *turns("Frage: ", "Antwort: ")[2:]]
    found = article("Der Vogelzähler", "Ole Frank zählt in Kiel die Vögel.", *lines)
    assert first in of_kind(found, Kind.PARAGRAPH)
    assert QUESTIONS[0] in of_kind(found, Kind.QUESTION)


@pytest.mark.parametrize(
    "lines",
    [
        # Rhetorical questions of a column, and those of readers.
        [INTRO, *turns()],
        # An article about an interview, with two questions of its own.
        ["Im Interview wird der Vogelzähler Ole Frank deutlich wie nie zuvor.", *turns()[:4]],
        # A conversation that led nowhere.
        [INTRO, "Das Gespräch führte zu keinem Ergebnis, hieß es am Abend aus Kiel.", *turns()[:4]],
        # Statements of several people.
        [
            "Wir haben auf dem Markt gefragt, was die Leute von Spatzen halten, und viel gehört.",
            *(f"{name}: {ANSWERS[n]}" for n, name in enumerate(("Anna", "Berta", "Carla", "Dora"))),
        ],
        # Parties and what they want.
        [f"{party}: {answer}" for party in ("CDU", "SPD") for answer in ANSWERS[::3]],
    ],
)
def test_what_is_no_interview(lines: list[str]) -> None:
    found = article("Der Vogelzähler von Kiel", *lines)
    assert of_kind(found, Kind.QUESTION) == []


def test_a_line_below_an_interviews_headline_is_its_lead() -> None:
    lead = "Der Biologe Ole Frank über Spatzen, Gärten und die Frage, wer zuletzt piept"
    found = article(
        "„Spatzen sind Nachbarn“", lead, "Von Pia Stark", *turns("Frage: ", "Antwort: ")
    )
    assert found.title == "„Spatzen sind Nachbarn“"
    assert of_kind(found, Kind.LEAD) == [lead]
    assert found.byline == "Pia Stark"


def test_a_quotation_is_the_headline_where_a_line_above_says_it_is_an_interview() -> None:
    above = "Interview mit dem Biologen Ole Frank aus Kiel"
    found = article(above, "„Spatzen sind Nachbarn“", INTRO, *turns("Frage: ", "Antwort: "))
    assert found.title == "„Spatzen sind Nachbarn“"


def test_a_quotation_below_a_headline_that_tells_of_an_interview_is_none() -> None:
    headline = "Vogelzähler Frank fordert im Interview Nistkästen an allen Schulen"
    assert article(headline, "„Spatzen sind Nachbarn“", INTRO, INTRO).title == headline


BOX = "Ole Frank (61) ist Journalist und Biologe. Er lebt in Kiel und schreibt Bücher über Vögel."
AGAIN = "Seine Kurse an der Volkshochschule sind seit Jahren immer schon im Mai ausgebucht."


@pytest.mark.parametrize("heading", ["Zur Person", "Zur Person:", "ZUR PERSON", "Steckbrief"])
def test_a_box_stays_whatever_its_subject_does(heading: str) -> None:
    found = article("Der Vogelzähler", INTRO, INTRO, heading, BOX, AGAIN, "Das Buch ist im Handel.")
    assert of_kind(found, Kind.BOX) == [heading, BOX, AGAIN]
    assert found.byline is None


def test_a_box_may_begin_with_its_heading() -> None:
    found = article("Der Vogelzähler", INTRO, INTRO, f"Zur Person: {BOX}", AGAIN)
    assert of_kind(found, Kind.BOX) == [f"Zur Person: {BOX}", AGAIN]
    sentence = "Zur Person des Täters machte die Polizei am Montag in Kiel noch keine Angaben."
    assert of_kind(article("Der Vogelzähler", INTRO, sentence, INTRO), Kind.BOX) == []


def test_a_box_about_the_author_is_a_biography() -> None:
    found = article("Der Spatz", "Von Ole Frank", INTRO, INTRO, "Zur Person", BOX)
    assert of_kind(found, Kind.BOX) == []
    assert found.byline == "Ole Frank"


def test_a_line_that_names_who_asked_is_a_byline_and_a_sentence_stays() -> None:
    line, sentence = "Die Fragen stellten Ina Moor und Ole Frank", "Das Interview führte Ina Moor."
    found = article("„Spatzen sind Nachbarn“", line, INTRO, *turns("Frage: ", "Antwort: "))
    assert found.byline == "Ina Moor und Ole Frank"
    assert [b.text for b in found.blocks if b.removed] == [line]
    found = article("„Spatzen sind Nachbarn“", INTRO, *turns("Frage: ", "Antwort: "), sentence)
    assert (found.byline, found.blocks[-1].kept) == ("Ina Moor", True)


def test_a_box_about_several_people_goes_on_with_the_next_one() -> None:
    other = "Ina Moor (44) leitet die Vogelwarte in Husum. Sie stammt aus Bremen."
    for heading, of_box in (("Zu den Personen", [BOX, other]), ("Zur Person", [BOX])):
        found = article("Der Vogelzähler", INTRO, INTRO, heading, BOX, other)
        assert of_kind(found, Kind.BOX) == [heading, *of_box]


def test_who_a_release_is_about_stands_in_a_box() -> None:
    text = "Die Nistkasten Nord AG baut seit dem Jahr 1990 Kästen für Vögel aller Art in Kiel."
    found = article("Der Vogelzähler", INTRO, INTRO, "Über die Nistkasten Nord AG", text)
    assert of_kind(found, Kind.BOX) == ["Über die Nistkasten Nord AG", text]
    for heading in ("Über Nacht allein", "Über Kiel hinaus"):
        assert of_kind(article("Der Spatz", INTRO, INTRO, heading, text), Kind.BOX) == []


def test_only_what_goes_on_about_the_person_is_in_the_box() -> None:
    text = "Die Stadt will im nächsten Jahr weitere Nistkästen an den Schulen aufhängen lassen."
    found = article("Der Vogelzähler", INTRO, "Zur Person", BOX, text, text)
    assert of_kind(found, Kind.BOX) == ["Zur Person", BOX]


def test_items_and_rows_are_no_subheads_and_a_line_above_a_list_is() -> None:
    text = "\n".join(["Was hilft", "• Wasser", "• ein Netz", "", "Art\tZahl", "Spatz\t40"])
    found = article("Der Vogelzähler von Kiel", INTRO, text, INTRO)
    assert of_kind(found, Kind.SUBHEAD) == ["Was hilft"]
    assert of_kind(found, Kind.ITEM) == ["Wasser", "ein Netz"]
    assert of_kind(found, Kind.ROW) == ["Art Zahl", "Spatz 40"]


def test_a_time_over_an_entry_is_a_subhead_and_a_result_is_not() -> None:
    found = article("Sport am Abend", INTRO, "18.45", INTRO, "Kiel – Ulm 2:1 (0:1)", INTRO)
    assert of_kind(found, Kind.SUBHEAD) == ["18.45"]
