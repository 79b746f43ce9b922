import re
import time
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsxlate
from newsxlate.article import Article, Kind
from newsxlate.cleaning import clean
from newsxlate.cleaning.lines import fits
from newsxlate.cleaning.parts import make_part
from newsxlate.cleaning.rules import load
from newsxlate.inputs.article.plain import paragraphs
from newsxlate.text.flatten import flatten
from profiles import examples

DATA = Path(__file__).parent / "data"
EXAMPLE = Path(__file__).parent.parent / "examples" / "kim-in-russland.txt"
LANGUAGES = Path(newsxlate.__file__).parent / "data" / "languages"


@dataclass(frozen=True)
class Marked:
    """An article whose paragraphs are marked: "-" goes, "~" should go, the others stay."""

    name: str
    language: str
    byline: str | None
    published: str | None
    rows: tuple[tuple[str, str], ...]


def load_marked(path: Path) -> Marked:
    head: dict[str, str] = {}
    rows: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            mark, _, text = line[1:].partition("] ")
            rows.append((mark, re.sub(r"[ \n]+", " ", text).strip(" ")))
        else:
            name, _, value = line.partition(": ")
            head[name] = value
    return Marked(path.stem, path.stem[:2], head.get("byline"), head.get("published"), tuple(rows))


ARTICLES = [load_marked(path) for path in sorted((DATA / "articles").glob("*.txt"))]
by_name = pytest.mark.parametrize("marked", ARTICLES, ids=lambda marked: marked.name)


def cleaned(text: str, language: str = "de", *, keep_boilerplate: bool = False) -> Article:
    article = Article(text=text, blocks=paragraphs(text), language=language)
    return clean(article, keep_boilerplate=keep_boilerplate)


def test_there_are_articles_of_many_kinds() -> None:
    assert len(ARTICLES) >= 12
    assert {mark.lstrip("-~") for m in ARTICLES for mark, _ in m.rows} >= {k.value for k in Kind}


@by_name
@pytest.mark.parametrize("separator", ["\n\n", "\r\n\r\n", "\n"], ids=["blank", "crlf", "lines"])
def test_clutter_goes_and_text_stays(marked: Marked, separator: str) -> None:
    article = cleaned(separator.join(text for _, text in marked.rows), marked.language)
    printed = [flatten(article.raw(block)).text for block in article.blocks]
    assert printed == [flatten(text).text for _, text in marked.rows]
    lost = [
        (text, block.removed)
        for (mark, text), block in zip(marked.rows, article.blocks, strict=True)
        if block.removed and mark[0] not in "-~"
    ]
    assert lost == []
    stays = [
        text
        for (mark, text), block in zip(marked.rows, article.blocks, strict=True)
        if block.kept and mark.startswith("-")
    ]
    assert stays == []


@by_name
def test_kinds_and_metadata(marked: Marked) -> None:
    article = cleaned("\n\n".join(text for _, text in marked.rows), marked.language)
    kinds = [
        (text, block.kind.value)
        for (mark, text), block in zip(marked.rows, article.blocks, strict=True)
        if mark[0] != "~"
    ]
    assert kinds == [(text, mark.lstrip("-")) for mark, text in marked.rows if mark[0] != "~"]
    headline = next(text for mark, text in marked.rows if mark == "headline")
    assert article.title == headline
    assert article.byline == marked.byline
    assert article.published == marked.published


@by_name
def test_text_without_clutter_loses_nothing(marked: Marked) -> None:
    """What is kept of an article is a clean article: of that, nothing may go."""
    kept = [text for mark, text in marked.rows if mark[0] not in "-~"]
    article = cleaned("\n\n".join(kept), marked.language)
    assert [(b.text, b.removed) for b in article.blocks if b.removed] == []


@by_name
def test_every_removed_block_says_why(marked: Marked) -> None:
    article = cleaned("\n\n".join(text for _, text in marked.rows), marked.language)
    removable = {Kind.TEASER, Kind.CREDIT, Kind.BIOGRAPHY, Kind.BOILERPLATE}
    for block in article.blocks:
        if block.removed is not None:
            assert block.kind in removable
            assert len(block.removed.split()) >= 2


def test_the_acceptance_article() -> None:
    article = cleaned(EXAMPLE.read_text(encoding="utf-8"))
    removed = [(block.text[:33], block.kind) for block in article.blocks if not block.kept]
    assert removed == [
        ("Ukraine-Russland NachrichtenWelt ", Kind.BOILERPLATE),
        ("Siehe auch Die Ukraine weist den ", Kind.TEASER),
        ("Bild: KCNA", Kind.CREDIT),
        ("Sophie Müller", Kind.BIOGRAPHY),
        ("Sophie Müller ist eine gebürtige ", Kind.BIOGRAPHY),
        ("Ähnliche Artikel", Kind.TEASER),
        ('Schaltfläche "Zurück zum Anfang"', Kind.BOILERPLATE),
    ]
    kept = [block for _, block in article.kept()]
    assert [block.kind for block in kept] == [Kind.HEADLINE] + 16 * [Kind.PARAGRAPH]
    assert article.title == "Nordkoreas Machthaber Kim Jong Un bleibt mehrere Tage in Russland"
    assert article.byline == "Sophie Müller"


@by_name
def test_decomposed_text_is_cleaned_like_composed_text(marked: Marked) -> None:
    text = "\n\n".join(text for _, text in marked.rows)
    decomposed = unicodedata.normalize("NFD", text)
    composed, article = cleaned(text, marked.language), cleaned(decomposed, marked.language)
    assert [b.removed for b in article.blocks] == [b.removed for b in composed.blocks]
    assert [b.kind for b in article.blocks] == [b.kind for b in composed.blocks]
    assert (article.byline, article.published) == (composed.byline, composed.published)
    assert "".join(article.raw(block) for block in article.blocks) == decomposed


def test_a_decomposed_name_is_found_in_the_text() -> None:
    bio = "Jürgen Höß ist ein Journalist, der aus vielen Kriegen berichtet hat."
    told = around("Mit dem Bus kam auch Jürgen Höß, den hier viele aus dem Fernsehen kennen.", 2)
    text = unicodedata.normalize("NFD", f"{told}\n\n{bio}")
    assert cleaned(text).blocks[-1].kept
    alone = unicodedata.normalize("NFD", around(f"Jürgen Höß\n\n{bio}", 3))
    assert not cleaned(alone).blocks[-1].kept
    assert cleaned(alone).byline == "Jürgen Höß"


BODY = (
    "Der Stadtrat hat am Montag über den neuen Fahrplan beraten.",
    "Die Busse sollen vom Sommer an alle zehn Minuten fahren, sagte die Bürgermeisterin.",
    "Das kostet die Stadt im Jahr zwei Millionen Euro mehr als bisher.",
)


def around(line: str, number: int) -> str:
    """A clean article with ``line`` before its paragraph ``number``."""
    body = [*BODY[:number], line, *BODY[number:]]
    return "\n\n".join(["Mehr Busse für die Innenstadt", *body])


@pytest.mark.parametrize(
    "line",
    [
        "Anzeige erstattete niemand.",
        "Mehr zum Thema wollte der Sprecher nicht sagen.",
        "Teilen wollte er nicht.",
        "„Teilen.“",
        "„Weiter.“",
        "„Nein“",
        "Kommentare aus der Wirtschaft fielen gemischt aus.",
        "Das Foto zeigt den Minister beim Verlassen des Ministeriums am Abend.",
        "Foto: Der Minister bei seiner Ankunft am Flughafen in Berlin",
        "Der Konzern verschickte einen Newsletter an 40.000 Kunden und entschuldigte sich.",
        "Das Unternehmen setzt auf seiner Website Cookies ein, ohne die Nutzer zu fragen.",
        "„Melden Sie sich hier nicht mehr blicken“, rief er den Reportern hinterher.",
        "Bitte gehen Sie weiter, hier gibt es nichts zu sehen.",
        "Lesen Sie die Packungsbeilage und fragen Sie Ihren Arzt.",
        "Herr Kim, was halten Sie von dem Vertrag?",
        "Und dann?",
        "Warum?",
        "14:32 Uhr: Die Feuerwehr rückt aus.",
        "Bayern München – Borussia Dortmund 3:1",
        "1. Platz: Anna Huber (Graz) 1:12,30 Minuten",
        "- mehr Geld für Kitas",
        "• Steuern senken",
        "Der Zeitplan steht",
        "Von Berlin nach Paris",
        "Quelle der Gerüchte war ein Blog aus Kassel, der seit Jahren gegen den Verein schreibt.",
        "Siehe auch Paragraf 12 des Gesetzes.",
        "Video und Tonaufnahmen liegen dem Gericht seit Dienstag vor.",
        "Sophie Müller ist eine Journalistin aus Stuttgart und seit Mai vermisst.",
        "Thema des Abends war der Haushalt.",
        "© oder nicht ©: Darüber streiten die Anwälte der beiden Verlage seit Jahren vor Gericht.",
        "Mit Material von Baumärkten baute er sich ein Haus.",
        "Stand jetzt fehlen 30 Stimmen.",
        "Die Zustimmung der Länder gilt als sicher.",
        "Jetzt müssen die Bürger entscheiden.",
        "Weitere Artikel der Verfassung sollen folgen, kündigte der Präsident an.",
        "Der Präsident dankte der Nachrichtenagentur dpa und Reuters für ihre Arbeit im Krieg.",
    ],
)
@pytest.mark.parametrize("number", [1, 2])
def test_text_that_looks_like_clutter_stays(line: str, number: int) -> None:
    article = cleaned(around(line, number))
    assert [(b.text, b.removed) for b in article.blocks if b.removed] == []


def lines(name: str) -> list[str]:
    return (DATA / "clutter" / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", lines("de-stays.txt"))
def test_sentences_that_begin_like_notes_of_a_site_stay(line: str) -> None:
    article = cleaned(around(line, 2))
    assert [(b.text, b.removed) for b in article.blocks if b.removed] == []
    article = cleaned(around(line, 3))
    assert [(b.text, b.removed) for b in article.blocks if b.removed] == []


@pytest.mark.parametrize(
    ("line", "number"),
    [
        *((line, 2) for line in lines("de-goes.txt")),
        *((line, 3) for line in lines("de-goes-below.txt")),
    ],
)
def test_notes_of_the_site_go(line: str, number: int) -> None:
    article = cleaned(around(line, number))
    assert [b.text for b in article.blocks if b.removed] == [line]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Lesen Sie auch: Wie Busse leiser werden", Kind.TEASER),
        ("Lesen Sie hier, wie andere Städte ihre Fahrpläne geändert haben.", Kind.TEASER),
        ("Siehe auch  Neue Busse für Kassel", Kind.TEASER),
        ("Mehr zum Thema: Busse und Bahnen", Kind.TEASER),
        ("Foto: picture alliance/dpa", Kind.CREDIT),
        ("Bild: KCNA", Kind.CREDIT),
        ("(Foto: Erika Muster)", Kind.CREDIT),
        ("© Erika Muster", Kind.CREDIT),
        ("Quelle: AFP/dpa", Kind.CREDIT),
        ("dpa/AFP", Kind.CREDIT),
        ("jog/dpa", Kind.CREDIT),
        ("Mit Material von dpa", Kind.CREDIT),
        ("Anzeige", Kind.BOILERPLATE),
        ("- Anzeige -", Kind.BOILERPLATE),
        ("Teilen", Kind.BOILERPLATE),
        ("Facebook | X | WhatsApp | E-Mail", Kind.BOILERPLATE),
        ("Newsletter abonnieren", Kind.BOILERPLATE),
        ("Jetzt den Newsletter abonnieren und nichts mehr verpassen!", Kind.BOILERPLATE),
        ("Video wird geladen …", Kind.BOILERPLATE),
        ("Schaltfläche „Nach oben“", Kind.BOILERPLATE),
        ("Zum Inhalt springen", Kind.BOILERPLATE),
        ("Wir verwenden Cookies, um Ihnen den besten Service zu bieten.", Kind.BOILERPLATE),
        ("Stand: 12.03.2024, 14:30 Uhr", Kind.BOILERPLATE),
        ("Lesezeit: 3 Minuten", Kind.BOILERPLATE),
        ("12 Kommentare", Kind.BOILERPLATE),
    ],
)
def test_clutter_between_paragraphs_goes(line: str, kind: Kind) -> None:
    article = cleaned(around(line, 2))
    assert [(b.text, b.kind) for b in article.blocks if b.removed] == [
        (" ".join(line.split()), kind)
    ]


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Von Max Muster", "Max Muster"),
        ("Von Max Muster, Berlin", "Max Muster"),
        ("VON MAX MUSTER", "MAX MUSTER"),
        ("Von Max Muster und Erika Beispiel", "Max Muster und Erika Beispiel"),
        ("Von Dr. Max von der Muster", "Dr. Max von der Muster"),
        ("Ein Kommentar von Max Muster", "Max Muster"),
        ("Autorin: Erika Muster-Beispiel", "Erika Muster-Beispiel"),
        ("Von Max Muster | 12. März 2024", "Max Muster"),
        ("Von Max Muster (Text) und Erika Beispiel (Fotos)", "Max Muster und Erika Beispiel"),
        ("Von Max Muster, dpa", "Max Muster"),
        ("Von Max Muster, Korrespondentin Berlin", "Max Muster"),
        ("Von unserem Korrespondenten Max Muster", "Max Muster"),
        ("Von Max Muster, TVD Wien", "Max Muster"),
        ("Autor:innen: Max Muster, Erika Beispiel", "Max Muster, Erika Beispiel"),
    ],
)
def test_byline(line: str, byline: str) -> None:
    article = cleaned(around(line, 0))
    assert article.byline == byline
    assert [block.text for block in article.blocks if block.removed] == [line]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("12. März 2024, 14:30 Uhr", "2024-03-12T14:30"),
        ("Dienstag, 12.03.2024", "2024-03-12"),
        ("12.3.24 | 9.05 Uhr", "2024-03-12T09:05"),
        ("Veröffentlicht am 12. Jänner 2024", "2024-01-12"),
        ("Stand: 12.03.2024 - 14:30 Uhr", "2024-03-12T14:30"),
        ("Berlin, 12. März 2024", "2024-03-12"),
        ("2024-03-12", "2024-03-12"),
    ],
)
def test_date(line: str, published: str) -> None:
    article = cleaned(around(line, 0))
    assert article.published == published
    assert [block.text for block in article.blocks if block.removed] == [line]


def test_the_first_date_counts_before_that_of_a_change() -> None:
    text = around("Aktualisiert: 13.03.2024, 8:00 Uhr\n\nVeröffentlicht: 12.03.2024", 0)
    assert cleaned(text).published == "2024-03-12"


def test_a_day_that_does_not_exist_is_no_date() -> None:
    article = cleaned(around("Stand: 31.02.2024", 0))
    assert article.published is None


def test_a_line_below_the_headline_of_a_plain_text_is_the_lead() -> None:
    line = "Rat stimmt nach langem Streit für das Konzept"
    head, *body = around(line, 0).split("\n\n")
    assert [b.kind for b in cleaned(around(line, 0)).blocks[:2]] == [Kind.HEADLINE, Kind.LEAD]
    short = cleaned("\n\n".join([head, "So geht es weiter", *body[1:]]))
    result = cleaned("\n\n".join([head, "Der VfL Rot gegen den SC Blau 2:1 (0:1)", *body[1:]]))
    assert [a.blocks[1].kind for a in (short, result)] == [Kind.SUBHEAD, Kind.PARAGRAPH]


def test_a_biography_of_the_subject_stays() -> None:
    bio = "Karl Wendt ist ein Journalist, der aus vielen Kriegen berichtet hat."
    text = around(f"Karl Wendt\n\n{bio}", 3)
    assert not cleaned(text).blocks[-1].kept
    about = text.replace("die Bürgermeisterin", "Karl Wendt")
    assert cleaned(about).blocks[-1].kept


def test_titles_under_a_heading_over_links_go_and_the_next_subhead_stays() -> None:
    links = ["Bahn: Warum Kassel neue Züge kauft", "Rad: Wo die Stadt neue Wege plant"]
    heading, subhead = "Lokale Hintergründe – für Sie recherchiert", "So geht es nun weiter im Rat"
    text = "\n\n".join(["Mehr Busse", BODY[0], heading, *links, subhead, *BODY[1:]])
    for kind in (Kind.ITEM, Kind.PARAGRAPH):
        kinds = dict.fromkeys(links, kind) | {heading: Kind.SUBHEAD, subhead: Kind.SUBHEAD}
        blocks = [replace(b, kind=kinds.get(b.text, b.kind)) for b in paragraphs(text)]
        article = clean(Article(text=text, blocks=tuple(blocks), language="de"))
        assert [b.text for b in article.blocks if b.removed] == [heading, *links]


CONTACT = ("Busbau Kassel", "Erika Muster", "Gleis 3", "Tel.: 0561 999-0", "presse@bus.example")
ABOUT = (
    "Über Busbau Kassel",
    "Busbau Kassel baut seit 1970 Busse, die in der ganzen Stadt fahren.",
)


@pytest.mark.parametrize("below", [(), ABOUT, BODY[2:], ("Abdruck honorarfrei.",)])
def test_the_contact_of_a_press_release_goes(below: tuple[str, ...]) -> None:
    lines = ["Mehr Busse", *BODY[:2], "Pressekontakt:", *CONTACT, *below]
    gone = ["Pressekontakt:", *CONTACT, *(line for line in below if line.startswith("Abdruck"))]
    removed = [b for b in cleaned("\n\n".join(lines)).blocks if b.removed]
    assert [(b.text, b.removed) for b in removed] == [(t, "contact for the press") for t in gone]


def test_how_readers_reach_somebody_is_text() -> None:
    text = around("Kontakt: Tierheim Kassel, Tel. 0561 999-0", 3)
    assert cleaned(text).blocks[-1].kept


def test_initials_are_the_byline_if_no_name_is() -> None:
    assert cleaned(around("(kas)", 3)).byline == "kas"
    assert cleaned(around("ssi, dan; Foto: Erika Muster", 3)).byline == "ssi, dan"
    assert cleaned(around("Von Max Muster", 0) + "\n\n(kas)").byline == "Max Muster"


def test_the_known_author_below_the_text_is_no_text() -> None:
    text = around("Erika Muster", 3)
    known = "Max Beispiel, Erika Muster"
    article = clean(Article(text=text, blocks=paragraphs(text), language="de", byline=known))
    assert [b.text for b in article.blocks if b.removed] == ["Erika Muster"]


@pytest.mark.parametrize(
    "unit",
    ["a", "Sie ", "Ihre Zustimmung ", "Newsletter, ", "a: true ", ">> ", "Max Muster, ", "x/y/"],
)
def test_no_line_takes_long(unit: str) -> None:
    """A pattern that tries every way to divide a line would take minutes."""
    text = around(unit * (100_000 // len(unit)), 2)
    blocks = paragraphs(text)
    started = time.process_time()
    clean(Article(text=text, blocks=blocks, language="de"))
    assert time.process_time() - started < 1


def test_rules_that_would_take_most_of_the_text_are_not_believed() -> None:
    note = "Wir verwenden Cookies, um Ihnen auf dieser Website den besten Service zu bieten."
    text = "\n\n".join(["Hinweise", note, note, note, BODY[0]])
    assert sum(block.kept for block in cleaned(text).blocks) >= 4


def test_keep_boilerplate_keeps_all_and_names_kinds() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    plain, kept = cleaned(text), cleaned(text, keep_boilerplate=True)
    assert all(block.kept for block in kept.blocks)
    assert [block.kind for block in kept.blocks] == [block.kind for block in plain.blocks]
    assert kept.byline == "Sophie Müller"


def test_what_reading_removed_stays_removed() -> None:
    text = around("Ein Satz, der hier nicht steht.", 2)
    blocks = list(paragraphs(text))
    gone = blocks[3].__class__(
        Kind.BOILERPLATE, blocks[3].start, blocks[3].end, blocks[3].text, "outside the article"
    )
    article = Article(text=text, blocks=(*blocks[:3], gone, *blocks[4:]), language="de")
    assert clean(article).blocks[3] == gone
    assert clean(article, keep_boilerplate=True).blocks[3].kept


def test_known_metadata_is_not_overwritten() -> None:
    text = around("Von Max Muster, 12.03.2024", 0)
    article = Article(
        text=text,
        blocks=paragraphs(text),
        language="de",
        title="Anderer Titel",
        byline="Erika Beispiel",
        published="2020-01-01",
    )
    result = clean(article)
    assert (result.title, result.byline, result.published) == (
        "Anderer Titel",
        "Erika Beispiel",
        "2020-01-01",
    )


def test_a_line_of_signs_takes_no_time() -> None:
    lines = ["+ " * 600, "(" * 1200, ". " * 600, "- " * 600] * 5
    started = time.process_time()
    clean(Article(text="\n\n".join(lines), blocks=paragraphs("\n\n".join(lines)), language="de"))
    assert time.process_time() - started < 5


def test_a_language_without_rules_loses_nothing() -> None:
    lines = ("Un titre sans nouvelles", "Lire aussi : un autre article", "Le maire a parlé hier.")
    text = "\n\n".join(lines)
    article = cleaned(text, "fr")
    assert all(block.kept for block in article.blocks)
    assert article.title == "Un titre sans nouvelles"


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_phrase_is_found_by_its_own_rule(language: str) -> None:
    rules = load(language)
    table = tomllib.loads((LANGUAGES / language / "clutter.toml").read_text(encoding="utf-8"))
    for rule, row in zip(rules.rules, table["rule"], strict=True):
        lines = [*row.get("alone", ()), *(f"{p}: Noch etwas" for p in row.get("label", ()))]
        for line in lines:
            blocks = paragraphs(line)
            assert fits(rule, make_part(blocks[0], rules)), (rule.name, line)


@given(
    st.lists(st.sampled_from(sorted({text for m in ARTICLES for _, text in m.rows})), max_size=12),
    st.booleans(),
)
@settings(max_examples=examples(60), deadline=None)
def test_any_mixture_keeps_its_tiling(lines: list[str], keep: bool) -> None:
    text = "\n\n".join(lines)
    article = cleaned(text, keep_boilerplate=keep)
    assert "".join(article.raw(block) for block in article.blocks) == text
    if keep:
        assert all(block.kept for block in article.blocks)


@given(st.text(alphabet=st.sampled_from(" \n.:|-aÄ1„“©Foto"), max_size=200))
@settings(max_examples=examples(100), deadline=None)
def test_any_text_keeps_its_tiling(text: str) -> None:
    article = cleaned(text)
    assert "".join(article.raw(block) for block in article.blocks) == text
