"""Which German words are common nouns, and no names."""

from __future__ import annotations

import pytest

from newsxlate.inputs.article import read_text
from newsxlate.names.recognition import nouns
from newsxlate.names.recognition.mentions import find_all, find_mentions
from newsxlate.segmenting import segment


def bases(text: str) -> list[str]:
    return [mention.base for mention in find_mentions(text)]


def names_of(text: str) -> set[str]:
    article = segment(read_text(text, language="de", keep_boilerplate=True))
    return {mention.base for _, _, mention in find_all(article)}


@pytest.mark.parametrize(
    "word",
    [
        "Rehe", "Nebelschwaden", "Chlorid", "Pilgerinnen", "Heizungskeller", "Speicherregister",
        "Umladebahnhof", "Antirutschmatte", "Leitplanken", "Solaranlage", "Toxizität", "Laptops",
        "Dopamin", "Rueckfrage", "Rueckgabe", "Grossanlass",
    ],
)  # fmt: skip
def test_plurals_and_compounds_are_common_nouns(word: str) -> None:
    assert nouns.is_common(word)


@pytest.mark.parametrize(
    "word",
    [
        "Kiew", "Merkels", "Oberammergau", "Wagenknecht", "Niederlanden", "Saale", "Volksbank",
        "Abendblatt", "Koch", "Deutschland", "Stoltenberg", "Paddingtons", "dpa", "NATO", "Ahrtal",
        "Nordatlantik", "Rangers", "Weiss",
    ],
)  # fmt: skip
def test_names_are_none_whatever_they_are_made_of(word: str) -> None:
    assert not nouns.is_common(word)


@pytest.mark.parametrize("word", ["Oberstdorf", "Unterwalddorf", "Altenbeuren", "Kleinheubach"])
def test_villages_are_known_by_their_endings(word: str) -> None:
    assert nouns.is_village(word)


@pytest.mark.parametrize(
    "text",
    [
        "Rehe und Füchse laufen durch den Wald.",
        "Oder gibt es noch Fragen?",
        "Gehts noch?",
        "Habt Ihr Euer Auto verkauft, oder fährst Du noch mit Deinem Rad?",
        "Am Schluss wurde er Siebzehnter, sein Bruder Einundzwanzigster.",
        "Brand im Heizungskeller: Tausende ohne Strom",
        "Ich habe den Chat gelesen und einen Screenshot gemacht.",
        "Ein Cappuccino kostet mehr als ein Macchiato.",
        "Oh nein, Sorry, das wollte ich nicht.",
        "Eintritt Erwachsene, Eintritt Kinder",
        "Die Konstanz der Werte ist hoch.",
        "Sie leitet die Abteilung II und kauft LEDs.",
        "Dann hebst Du das Rad an, das Du gelöst hast.",
        "Der Verlauf der Mauser ist gut.",
        "Die Kolleginnen lachen über die PatientInnen.",
    ],
)
def test_common_words_with_a_capital_are_no_names(text: str) -> None:
    assert bases(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das Gold liegt bei Oder und Neiße.", ["Oder", "Neiße"]),
        ("In Konstanz regnet es.", ["Konstanz"]),
        ("Bundestrainer Storch kam mit Herrn Klein.", ["Storch", "Klein"]),
        ("„Das bleibt so“, sagte King.", ["King"]),
        ("Bei Familie Storch brannte es.", ["Storch"]),
        ("Zum Konzern gehören BMW, Jaguar und Rover.", ["BMW", "Jaguar", "Rover"]),
        ("Nach Angaben von Twitter sank die Zahl.", ["Twitter"]),
    ],
)
def test_names_that_are_words_are_names_where_they_stand_as_such(
    text: str, expected: list[str]
) -> None:
    assert bases(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Minister traf in Kiew Scholz und Macron.", ["Kiew", "Scholz", "Macron"]),
        ("Saporischschja und Tschassiw Jar", ["Saporischschja", "Tschassiw Jar"]),
        ("Gestern traf Trump Putin.", ["Trump", "Putin"]),
        ("Das sagt Rektorin Eileen Lyons.", ["Eileen Lyons"]),
        ("Lasse Andersson kam zu Real Madrid.", ["Lasse Andersson", "Real Madrid"]),
        ("Das ist eine Art Nikolaus.", ["Nikolaus"]),
        ("Der Vorstand des ADAC Peter Meier schwieg.", ["ADAC", "Peter Meier"]),
        ("Die Pilotin Anna Weber von Hertha BSC kam.", ["Anna Weber", "Hertha BSC"]),
        ("Vorne lag Schlussfahrerin Lena Brandt.", ["Lena Brandt"]),
        ("Die Detroit Red Wings gewannen.", ["Detroit Red Wings"]),
        ("Nils | Harm", ["Nils", "Harm"]),
    ],
)
def test_names_side_by_side_are_parted(text: str, expected: list[str]) -> None:
    assert bases(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der EC Oberstdorf gewann beim ERC Sonthofen.", ["EC Oberstdorf", "ERC Sonthofen"]),
        ("Oberstdorf (dpa/lby) - Der Auftakt gelang.", ["Oberstdorf", "dpa"]),
        ("Bonn/Essen (AFP) - Es regnet.", ["Bonn", "Essen", "AFP"]),
        ("Skispringen in Oberstdorf", ["Oberstdorf"]),
        ("Das Springen in Garmisch-Partenkirchen endete.", ["Garmisch-Partenkirchen"]),
        ("Sie zahlte mit der EC-Karte.", ["EC"]),
        ("Die Flut im Ahrtal traf auch Nußdorf-Debant.", ["Ahrtal", "Nußdorf-Debant"]),
        ("Er spielt in der Max-Schmeling-Halle.", ["Max-Schmeling"]),
    ],
)
def test_towns_clubs_and_datelines(text: str, expected: list[str]) -> None:
    assert bases(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das teilte Fox News der New York Times mit.", ["Fox News", "New York Times"]),
        ("In Las Vegas gelang Bottas ein Sieg.", ["Las Vegas", "Bottas"]),
        ("Die Tories lehnen das ab.", ["Tories"]),
        ("Gorbunows Buch über die Reise Annalena Baerbocks", ["Gorbunow", "Annalena Baerbock"]),
        ("Eine Sprecherin des Weißen Hauses schwieg.", ["Weißes Haus"]),
        ("Ein Sprecher des Deutschen Wetterdienstes warnte.", ["Deutscher Wetterdienst"]),
        ("Sie fuhr zu den Olympischen Spielen.", ["Olympische Spiele"]),
        ("Er kam zum Deutschen Museum und zur Deutschen Welle.",
         ["Deutsches Museum", "Deutsche Welle"]),
        ("Sie las die Neue Zürcher Zeitung.", ["Neue Zürcher Zeitung"]),
        ("Der Direktor des Bundesamtes für Sport kam.", ["Bundesamt für Sport"]),
        ("Das Buch über die Clintons und der Sprecher Putins", ["Clinton", "Putin"]),
    ],
)  # fmt: skip
def test_an_s_is_a_genitive_only_where_one_can_stand(text: str, expected: list[str]) -> None:
    assert bases(text) == expected


def test_a_title_before_a_public_persons_name_is_a_word() -> None:
    [mention] = find_mentions("Gestern reiste Prinz William ab.")
    assert (mention.base, mention.title) == ("William", "Prinz")


def test_what_is_counted_somewhere_is_a_noun_everywhere() -> None:
    text = "Der Mann bestellte Flattello.\n\nEin Flattello kostet vier Euro.\n"
    assert "Flattello" not in names_of(text)


def test_a_village_named_once_for_sure_is_found_everywhere() -> None:
    text = "In Oberstdorf beginnt die Tournee.\n\nOberstdorf rechnet mit Gästen aus Oberstdorf.\n"
    article = segment(read_text(text, language="de", keep_boilerplate=True))
    assert [m.base for _, _, m in find_all(article)] == ["Oberstdorf"] * 3


def test_an_adjective_that_is_also_written_small_makes_no_name() -> None:
    text = "Was kann Künstliche Intelligenz?\n\nDie künstliche Intelligenz lernt in Bonn.\n"
    assert names_of(text) == {"Bonn"}


def test_a_plural_is_a_noun_if_its_singular_is_one_elsewhere() -> None:
    text = "Ein Tsunami traf Palu.\n\nNach Beben und Tsunamis hilft Indonesien.\n"
    assert "Tsunami" not in names_of(text)
