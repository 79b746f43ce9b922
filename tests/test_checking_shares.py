"""Numbers that nobody counted, parts of a whole, and scores."""

from __future__ import annotations

import pytest

from newsxlate.checking.numbers import check_numbers


def codes(source: str, target: str, language: str = "en") -> list[str]:
    found = check_numbers(source, target, source_language="de", target_language=language)
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [
        ("en", "Hunderttausende kamen.", "Hundreds of thousands came."),
        ("en", "Mehrere Hunderttausend kamen.", "Several hundred thousand came."),
        ("en", "Hunderttausende kamen.", "More than 100,000 came."),
        ("en", "Hunderte Millionen Menschen", "Hundreds of millions of people"),
        ("en", "Tausende kamen, Hunderte blieben.", "Thousands came and hundreds stayed."),
        ("en", "Dutzende kamen.", "Scores came."),
        ("fr", "Dutzende kamen.", "Des dizaines de personnes sont venues."),
        ("fr", "Hunderttausende kamen.", "Des centaines de milliers sont venus."),
        ("es", "Zehntausende kamen.", "Vinieron decenas de miles."),
        ("es", "Milliarden fehlen.", "Faltan miles de millones."),
        ("it", "Zehntausende kamen.", "Sono venute decine di migliaia di persone."),
        ("nl", "Zehntausende kamen.", "Tienduizenden kwamen."),
        ("pl", "Hunderttausende kamen.", "Przyszły setki tysięcy ludzi."),
        ("cs", "Zehntausende kamen.", "Přišly desítky tisíc lidí."),
        ("ru", "Zehntausende kamen.", "Пришли десятки тысяч человек."),
        ("uk", "Hunderttausende kamen.", "Прийшли сотні тисяч."),
        ("pt", "Zehntausende kamen.", "Vieram dezenas de milhares."),
        ("en", "Ein Drittel ist dafür.", "One in three is in favor."),
        ("en", "Jeder Vierte ist dafür.", "A quarter are in favor."),
        ("en", "Zwei Drittel sind dafür.", "Two-thirds are in favor."),
        ("fr", "Jede zweite Frau ist betroffen.", "Une femme sur deux est touchée."),
        ("es", "Jedes vierte Kind ist arm.", "Uno de cada cuatro niños es pobre."),
        ("it", "Jedes vierte Kind ist arm.", "Un bambino su quattro è povero."),
        ("en", "Jeder der drei Täter schwieg.", "Each of the three remained silent."),
        ("en", "Im letzten Drittel traf er.", "He scored in the second half."),
        ("en", "Ein Drittel der Punkte", "A third of the points in the third quarter"),
        ("en", "Sie gewannen 3:1 (1:1).", "They won 3-1 (1-1 at half-time)."),
        ("fr", "Sie gewannen 3:1 (1:1).", "Ils ont gagné 3 à 1 (1 à 1 à la mi-temps)."),
        ("en", "Sie gewannen 3:2 (1:1, 2:2).", "They won 3-2 (1-1, 2-2)."),
        ("en", "Sie siegten mit 3:1 Toren.", "They won by three goals to one."),
        ("en", "Das Verhältnis ist 3:1.", "The ratio is three to one."),
        ("en", "Eine 1:1-Betreuung ist nötig.", "One-on-one care is needed."),
    ],
)
def test_the_same(language: str, source: str, target: str):
    assert codes(source, target, language) == []


@pytest.mark.parametrize(
    ("code", "language", "source", "target"),
    [
        ("N341", "en", "Hunderttausende flohen.", "Hundreds fled."),
        ("N341", "en", "Zehntausende flohen.", "Thousands fled."),
        ("N341", "en", "Milliarden fehlen.", "Millions are missing."),
        ("N341", "fr", "Hunderttausende flohen.", "Des centaines de personnes ont fui."),
        ("N341", "es", "Hunderttausende flohen.", "Cientos huyeron."),
        ("N341", "it", "Hunderttausende flohen.", "Centinaia sono fuggite."),
        ("N341", "nl", "Hunderttausende flohen.", "Honderden vluchtten."),
        ("N341", "pl", "Hunderttausende flohen.", "Uciekły setki ludzi."),
        ("N341", "ru", "Tausende flohen.", "Бежали миллионы человек."),
        ("N342", "en", "Sie gewannen 3:1 (1:1).", "They won 3-1."),
        ("N342", "fr", "Sie gewannen 2:1 (1:1).", "Ils ont gagné 2-1."),
        ("N342", "es", "Sie gewannen 2:1 (1:1).", "Ganaron por 2-1."),
        ("N342", "en", "Es endete 2:2 (2:2).", "It ended 2-2."),
        ("N345", "en", "Ein Drittel der Leute ist dafür.", "One in four people is in favor."),
        ("N345", "en", "Ein Viertel der Leute ist dafür.", "A third of the people is in favor."),
        ("N345", "en", "Jede zweite Frau ist betroffen.", "One in three women is affected."),
        ("N345", "fr", "Ein Drittel der Leute ist dafür.", "Une personne sur quatre est pour."),
        ("N345", "es", "Ein Drittel der Leute ist dafür.", "Un cuarto de la gente está a favor."),
        ("N345", "it", "Ein Drittel der Leute ist dafür.", "Una persona su quattro è a favore."),
    ],
)
def test_another(code: str, language: str, source: str, target: str):
    assert codes(source, target, language) == [code]
