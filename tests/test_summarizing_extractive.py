from __future__ import annotations

import json
import lzma
import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import summaries
from newsxlate.article import Article, Block, Kind
from newsxlate.inputs.article import read, read_bytes
from newsxlate.options import Length
from newsxlate.segmenting import segment
from newsxlate.summarizing import extractive, lead
from newsxlate.summarizing.terms import related, stem, terms

ROOT = Path(__file__).resolve().parent.parent
THREE = Length("sentences", 3)
METHODS = [extractive.select, lead.select]


def made(text: str) -> Article:
    return segment(read_bytes(text.encode(), language="de"))


def built(*blocks: tuple[Kind, str], removed: frozenset[Kind] = frozenset()) -> Article:
    text, parts = "", []
    for kind, content in blocks:
        start = len(text)
        text += content + "\n\n"
        reason = "clutter" if kind in removed else None
        parts.append(Block(kind, start, len(text), content, removed=reason))
    return segment(Article(text=text, blocks=tuple(parts), language="de"))


def body(*paragraphs: str, title: str = "") -> Article:
    headline = [(Kind.HEADLINE, title)] if title else []
    return built(*headline, *((Kind.PARAGRAPH, paragraph) for paragraph in paragraphs))


def texts(article: Article, length: Length = THREE, select=extractive.select) -> list[str]:
    return [
        article.blocks[one.block].sentences[one.sentence].text for one in select(article, length)
    ]


# Sentences of no interest, no two alike.
FILLER = (
    "Der Verein Grünwald pflegt seit langem einen kleinen Garten hinter dem Bahnhof.",
    "Am Ufer liegen im Herbst oft Boote aus vielen Ländern nebeneinander.",
    "Eine Bäckerei verkauft an dieser Ecke jeden Morgen warme Brezeln und Kuchen.",
    "Viele Besucher fotografieren die alte Brücke bei Sonnenaufgang aus der Ferne.",
    "Das Museum zeigt neuerdings Gemälde, Möbel und Uhren vergangener Jahrhunderte.",
    "Kinder spielen nachmittags auf dem Rasen vor der neuen Turnhalle Fußball.",
)


@pytest.fixture(scope="module")
def article() -> Article:
    return segment(read(ROOT / "examples" / "kim-in-russland.txt"))


class TestAcceptanceArticle:
    @pytest.mark.parametrize("length", [THREE, Length("words", 80), Length("ratio", 0.2)])
    def test_the_news_is_in_the_summary(self, article, length):
        summary = " ".join(texts(article, length))
        for part in (
            r"Kim J[ou]ng Un\b",
            r"Wladimir Putin",
            "Besuch.*verlängert",
            "Waffengeschäft",
        ):
            assert re.search(part, summary)

    def test_clutter_is_never_offered(self, article):
        offered = " ".join(article.blocks[one.block].text for one in extractive.rank(article))
        for clutter in ("Siehe auch", "KCNA", "Sophie", "Schaltfläche", "NachrichtenWelt"):
            assert clutter not in offered

    def test_every_sentence_of_the_body_is_ranked_once(self, article):
        ranked = [(one.block, one.sentence) for one in extractive.rank(article)]
        paragraphs = [(n, b) for n, b in article.kept() if b.kind is Kind.PARAGRAPH]
        assert sorted(ranked) == [(n, i) for n, b in paragraphs for i in range(len(b.sentences))]

    def test_the_ranking_begins_with_the_best(self, article):
        scores = [one.score for one in extractive.rank(article)]
        assert scores == sorted(scores, reverse=True)


class TestWhatIsOffered:
    def test_only_paragraphs_and_leads_are(self):
        kinds = [Kind.HEADLINE, Kind.KICKER, Kind.SUBHEAD, Kind.CAPTION, Kind.CREDIT, Kind.TEASER]
        others = [(kind, f"Kim trifft Putin, so der {kind}.") for kind in kinds]
        article = built(
            *others, (Kind.LEAD, "Kim reist ab."), *((Kind.PARAGRAPH, text) for text in FILLER)
        )
        assert {article.blocks[one.block].kind for one in extractive.rank(article)} == {
            Kind.LEAD,
            Kind.PARAGRAPH,
        }

    def test_removed_paragraphs_are_not(self):
        blocks = [(Kind.PARAGRAPH, text) for text in FILLER]
        article = built(
            *blocks,
            (Kind.BOILERPLATE, "Melden Sie sich zum Newsletter an."),
            removed=frozenset({Kind.BOILERPLATE}),
        )
        assert len(extractive.rank(article)) == len(FILLER)

    @pytest.mark.parametrize("select", METHODS)
    def test_nothing_is_chosen_from_nothing(self, select):
        assert select(built((Kind.HEADLINE, "Nur ein Titel")), THREE) == []

    @pytest.mark.parametrize("select", METHODS)
    @pytest.mark.parametrize("length", [THREE, Length("sentences", 1), Length("words", 5)])
    @pytest.mark.parametrize("count", [1, 2, 3])
    def test_a_brief_is_returned_as_it_is(self, select, length, count):
        brief = ["Nein.", "Er kam nicht?", "„Das ist alles.“"][:count]
        assert texts(body(*brief), length, select) == brief


class TestWhatIsChosen:
    def test_what_the_title_says(self):
        wanted = "Der Stadtrat will die marode Rheinbrücke schon bald für Lastwagen sperren."
        article = body(
            *FILLER[:4], wanted, *FILLER[4:], title="Lastwagen müssen Rheinbrücke meiden"
        )
        assert wanted in texts(article, Length("sentences", 1))

    def test_a_part_of_a_compound_counts_as_the_word(self):
        wanted = "Die Gemeinde verhandelt mit dem Hersteller über seine Windkraftanlagen."
        article = body(*FILLER, wanted, title="Streit um Windkraft im Tal")
        assert wanted in texts(article, Length("sentences", 2))

    def test_what_the_article_repeats_where_there_is_no_title(self):
        about = [
            "Die Werft in Emden entlässt nach Angaben der Leitung viele Arbeiter.",
            "Ein Sprecher der Werft in Emden bestätigte am Abend das Ende der Schicht.",
        ]
        article = body(FILLER[0], FILLER[1], *about, *FILLER[2:])
        assert set(about) <= set(texts(article))

    def test_no_sentence_that_points_to_one_left_out(self):
        pointing = "Er will dort mit Putin über Waffen für den Krieg in der Ukraine sprechen."
        article = body(
            *FILLER[:4], pointing, *FILLER[4:], title="Kim spricht mit Putin über Waffen"
        )
        assert pointing not in texts(article)

    def test_a_sentence_that_points_to_a_chosen_one_may_follow_it(self):
        pair = (
            "Machthaber Kim Jong Un ist am Mittwoch nach Russland gereist. "
            "Er will dort mit Präsident Wladimir Putin über Waffen für den Krieg sprechen."
        )
        article = body(pair, *FILLER, title="Kim spricht mit Putin über Waffen in Russland")
        assert " ".join(texts(article, Length("sentences", 2))) == pair

    @pytest.mark.parametrize(
        "poor",
        [
            "Worüber wird Kim mit Putin in Russland über Waffen reden?",
            "„Kim kommt zu Putin und redet in Russland über Waffen.“",
            "– Kim bei Putin in Russland: Waffen.",
            "Kim, Putin und die Waffen in Russland",
            "Der 39-Jährige spricht mit Putin über Waffen in Russland.",
            "Das ist der Grund, warum Kim mit Putin in Russland über Waffen spricht.",
        ],
    )
    def test_no_sentence_that_is_nothing_alone(self, poor):
        article = body(*FILLER[:4], poor, *FILLER[4:], title="Kim spricht mit Putin über Waffen")
        assert poor not in texts(article, Length("sentences", 1))

    @pytest.mark.parametrize(
        ("flawed", "plain"),
        [
            # Goes on from another; speaks of itself; ends outside; too short; too long.
            ("Auch fährt Kim nach Moskau zu Putin.", "Heute fährt Kim nach Moskau zu Putin."),
            ("Ich fahre mit Kim nach Moskau zu Putin.", "Bald fahre Kim nach Moskau zu Putin."),
            ("Kim reist „nach Moskau, sagte Putin.", "Kim reist nach Moskau, sagte Putin."),
            ("Kim war in Moskau.", "Kim war an diesem Tag in Moskau."),
            (
                f"Kim will nach {'Moskau und ' * 25}Minsk.",
                f"Kim will nach {'Moskau und ' * 5}Minsk.",
            ),
        ],
    )
    def test_a_flawed_sentence_comes_behind_one_like_it(self, flawed, plain):
        article = body(*FILLER, flawed, plain)
        ranked = [article.blocks[one.block].text for one in extractive.rank(article)]
        assert ranked.index(plain) < ranked.index(flawed)

    def test_the_opening_stays_even_where_the_title_says_something_else(self):
        late = "Die Rheinbrücke ist für Lastwagen gesperrt worden."
        article = body(*FILLER, late, title="Lastwagen auf der Rheinbrücke")
        assert texts(article, Length("sentences", 2)) == [FILLER[0], late]

    def test_the_opening_is_one_that_can_be_understood(self):
        article = body("Wer hätte das gedacht?", "Er kommt.", *FILLER)
        assert texts(article, Length("sentences", 1)) == [FILLER[0]]

    def test_early_sentences_come_before_late_ones_that_are_as_good(self):
        same = "Die Stadt Köln plant eine Brücke für Radfahrer am Hafen."
        article = body(FILLER[0], same, *FILLER[1:], same)
        scores = {one.block: one.score for one in extractive.rank(article)}
        assert scores[1] > scores[len(article.blocks) - 1]

    def test_a_quotation_whose_speaker_is_named(self):
        quoted = "„Wir reden in Russland über Waffen für den Krieg“, sagte Kim Jong Un zu Putin."
        article = body(*FILLER, quoted, title="Kim spricht mit Putin über Waffen in Russland")
        assert quoted in texts(article)

    def test_no_middle_of_a_long_quotation(self):
        speech = (
            "Der Kanzler sprach lange: „Die Brücke ist wichtig. Lastwagen müssen die Rheinbrücke "
            "künftig meiden. Das wird teuer.“"
        )
        article = body(*FILLER, speech, title="Lastwagen müssen die Rheinbrücke meiden")
        middle = "Lastwagen müssen die Rheinbrücke künftig meiden."
        assert middle in [s.text for s in article.blocks[-1].sentences]
        assert middle not in texts(article)

    def test_the_same_is_said_once(self):
        once = "Kim Jong Un hat am Mittwoch in Russland mit Putin über Waffen gesprochen."
        again = "In Russland hat Kim Jong Un am Mittwoch mit Putin über Waffen gesprochen."
        article = body(once, *FILLER[:3], again, *FILLER[3:], title="Kim und Putin: Waffen")
        assert len({once, again} & set(texts(article))) == 1


TICKER = """Newsblog: Unwetter in Bayern – die Lage am Montag

Nach den schweren Unwettern in Bayern sind am Montag noch immer 12.000 Haushalte ohne Strom.

18:45 Uhr: Damit verabschieden wir uns für heute. Vielen Dank fürs Mitlesen!

17:30 Uhr: Der Deutsche Wetterdienst hat alle Unwetterwarnungen für Bayern aufgehoben.

16:05 Uhr: Ministerpräsident Söder hat den Betroffenen in Rosenheim 50 Millionen Euro zugesagt.

15:20 Uhr: Wie ist die Lage bei Ihnen? Schreiben Sie uns!

14:10 Uhr: Die Bahn hat den Verkehr zwischen München und Salzburg wieder aufgenommen.

09:15 Uhr: Guten Morgen aus der Redaktion.
"""

INTERVIEW = """„Wir müssen schneller bauen“

Die Architektin Lena Vogt leitet seit Januar das Bauamt der Stadt Freiburg.

Frau Vogt, Sie sind seit hundert Tagen im Amt. Was hat Sie am meisten überrascht?

Mich hat überrascht, wie lange das dauert. In Freiburg vergehen bis zum Bauen oft 14 Monate.

Warum kann man in Freiburg nicht schneller bauen?

Von 40 Stellen im Bauamt sind neun unbesetzt, und der Wohnungsbau wird immer komplizierter.

Sie wollen bis Herbst den digitalen Bauantrag. Kann Freiburg damit schneller bauen?

Wir rechnen fest damit. Genehmigungen in Freiburg sollen nur noch sechs Monate dauern.
"""

LIST = """Was sich für Rentner, Autofahrer und Mieter im Juli ändert

Im Juli treten mehrere neue Gesetze in Kraft.

- Rente: plus 4,57 Prozent für alle Rentner

- Autofahrer: neue Regeln für Assistenten

- Mieter: freie Wahl beim Kabel

Die Renten steigen zum 1. Juli in Ost und West einheitlich um 4,57 Prozent.

Für neue Autos sind ab Juli Assistenzsysteme vorgeschrieben, die Autofahrer warnen.

Mieter dürfen ab Juli ihren Kabelanschluss selbst wählen.
"""


class TestOddArticles:
    def test_a_ticker_gives_its_introduction_and_its_news(self):
        chosen = texts(made(TICKER))
        assert chosen[0].startswith("Nach den schweren Unwettern")
        assert len(chosen) == len([text for text in chosen if "Bayern" in text or "Euro" in text])

    def test_the_newest_entry_of_a_ticker_is_not_the_news_for_being_first(self):
        entries = made(TICKER.replace("Nach den schweren Unwettern", "12:01 Uhr: Nach Unwettern"))
        assert not any("verabschieden" in text for text in texts(entries))

    def test_an_interview_gives_answers(self):
        article = made(INTERVIEW)
        chosen = texts(article)
        assert chosen[0].startswith("Die Architektin Lena Vogt")
        asked = {n for n, block in article.kept() if block.text.endswith("?")}
        assert len(asked) == 3
        assert asked.isdisjoint(one.block for one in extractive.select(article, THREE))

    def test_a_list_gives_sentences(self):
        assert all(text.endswith(".") for text in texts(made(LIST)))

    def test_a_list_alone_still_gives_something(self):
        article = body("- Rente: plus", "- Mindestlohn", "- Regeln", "- Kabel", "- Gas")
        assert len(texts(article)) == 3


class TestLead:
    def test_it_takes_what_comes_first(self):
        assert texts(body(*FILLER), select=lead.select) == list(FILLER[:3])

    def test_it_passes_over_time_stamps(self):
        article = body("14:32 Uhr", *FILLER)
        assert texts(article, select=lead.select) == list(FILLER[:3])

    def test_it_stops_before_a_sentence_that_does_not_fit(self):
        count = len(FILLER[0].split())
        assert texts(body(*FILLER), Length("words", count + 3), lead.select) == [FILLER[0]]


WORDS = st.sampled_from(
    ["Kim", "Putin.", "Er", "sie", "„", "“", "?", ".", "–", ":", "14:32", "Uhr", "-", "und", "ich"]
)
PARAGRAPHS = st.lists(st.lists(WORDS, min_size=1, max_size=15).map(" ".join), max_size=12)


@pytest.mark.parametrize("select", METHODS)
@given(PARAGRAPHS, st.integers(1, 6))
def test_whatever_the_text_sentences_come_once_in_order_and_as_many_as_asked(
    select, paragraphs, most
):
    article = body(*paragraphs, title="Kim trifft Putin")
    chosen = [(one.block, one.sentence) for one in select(article, Length("sentences", most))]
    assert chosen == sorted(set(chosen))
    offered = len(extractive.rank(article))
    wanted = offered if offered <= 3 else min(most, offered)
    # The baseline passes over what is no sentence, as long as there is anything else.
    assert len(chosen) == wanted or (select is lead.select and 0 < len(chosen) < wanted)
    assert select(article, Length("sentences", most)) == select(article, Length("sentences", most))


def test_time_grows_with_the_length_of_an_article_not_its_square():
    documents = summaries.press("test")
    paragraphs = [b.text for d in documents for b in d.article.blocks[1:]]
    taken = {}
    for share in (4, 1):
        article = body(*paragraphs[: len(paragraphs) // share], title="Bundesrat und Ukraine")
        started = time.process_time()
        extractive.select(article, Length("ratio", 0.1))
        taken[share] = time.process_time() - started
    assert taken[1] < 10 * taken[4]
    assert taken[1] < 2


class TestTerms:
    def test_forms_of_a_word_have_one_stem(self):
        assert len({stem(word) for word in ("rakete", "raketen")}) == 1
        assert len({stem(word) for word in ("haus", "häuser", "hauses")}) == 1

    def test_function_words_are_no_terms(self):
        assert terms("Er hat sich in der Stadt und auf dem Land umgesehen", "de") == [
            "stadt",
            "land",
            "umgeseh",
        ]

    def test_a_language_without_lists_has_terms_too(self):
        assert terms("Putin met Kim", "en") == ["puti", "met", "kim"]

    def test_short_parts_make_no_compound(self):
        assert related("geschaft", "waffengeschaft")
        assert not related("rat", "ratlos")
        assert not related("monat", "monarch")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    with lzma.open(summaries.PRESS, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class TestSet:
    def test_no_lead_is_left_in_its_body(self, rows):
        assert not [row["id"] for row in rows if set(row["lead"]) & set(row["body"])]

    def test_the_halves_are_of_different_years_and_share_no_document(self, rows):
        assert {(row["split"], row["id"][:4]) for row in rows} == {
            ("dev", "2023"),
            ("test", "2024"),
        }
        assert len({row["title"] for row in rows}) == len(rows)

    def test_it_is_made_of_the_bounds_that_lie_beside_it(self, rows):
        lines = summaries.PRESS.with_name("bounds.tsv").read_text(encoding="utf-8").splitlines()
        assert [line.split("\t")[4] for line in lines[1:]] == [row["title"] for row in rows]


def test_the_tokenizer_of_the_measure_keeps_umlauts():
    assert summaries.Tokenizer().tokenize("Fünf Straßen, Äpfel!") == ["fünf", "straßen", "äpfel"]


def test_extracts_beat_the_lead_on_releases_of_a_year_not_looked_at():
    documents = summaries.press("test")
    scores = {
        select: summaries.rouge(documents, [summaries.extract(one, select) for one in documents])
        for select in METHODS
    }
    ours, baseline = (scores[select]["rouge2"] for select in METHODS)
    assert sum(ours) / len(ours) >= summaries.FLOORS["rouge2"]
    assert summaries.interval(ours, baseline)[0] >= summaries.FLOORS["above_lead"]
