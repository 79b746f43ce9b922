"""Brackets and quotations are those of the source."""

from __future__ import annotations

import pytest

from newsxlate.checking.structure import check_structure, quotations


def codes(source: str, target: str) -> list[str]:
    return [finding.code for finding in check_structure(source, target)]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("„Wir gehen jetzt alle heim“, sagte er.", "“We are all going home now,” he said."),
        ("„Wir gehen jetzt alle heim“, sagte er.", "«\u202fOn rentre tous,\u202f» dit-il."),
        ("„Wir gehen jetzt alle heim“, sagte er.", "'We are all going home now,' he said."),
        ("Sie sagte: „Wir gehen jetzt heim.", "She said: “We are going home now."),
        ("Wir gehen heim“, sagte er.", "We are going home,” he said."),
        ("Der Verein (gegründet 1899) gewann.", "The club [founded in 1899] won."),
        ("a) Der erste Punkt", "(a) The first item"),
        ("Er lachte :-)", "He laughed :-)"),
        ("Das ist's.", "That's it, isn't it?"),
        ("Der Spiegel berichtet.", "«Шпигель» сообщает."),
        ('Der 32"-Monitor kostet viel.', "The 32-inch monitor costs a lot."),
        ("Der 32“-Monitor kostet viel.", "The 32-inch monitor costs a lot."),
        ('"Das ist ein 27"-Gerät", sagte er.', "“That is a 27-inch device,” he said."),
        ('Das ist an Lukas" Haus gescheitert.', "That failed at Lukas' house."),
        ('Das ist an Lukas" Haus gescheitert.', 'That failed at Lukas" house.'),
        ("Es stand 61:72 (28:38) am Ende.", "It was 61:72 (28: 38) in the end."),
    ],
)
def test_the_same_structure(source: str, target: str):
    assert codes(source, target) == []


@pytest.mark.parametrize(
    ("code", "source", "target"),
    [
        ("N331", "Der Verein (gegründet 1899) gewann.", "The club (founded in 1899 won."),
        ("N331", "Der Verein gewann.", "The club) won."),
        ("N332", "„Wir gehen jetzt alle heim“, sagte er.", "We are all going home, he said."),
        ("N333", "Wir gehen heim.", "“We are going home.”"),
        ("N334", "Der „Spiegel“ berichtet.", "Spiegel reports."),
        ("N334", "„A“ und „B“", "“A” and B"),
        ("N335", "Er sagte: „Wir gehen.“", "He said: “We are going."),
        ("N335", "Er rief die Firma an.", 'He called the firms" office.'),
    ],
)
def test_another_structure(code: str, source: str, target: str):
    assert codes(source, target) == [code]


def test_quotations():
    assert quotations("„Er sagte ‚nie‘“ und „dann ging er") == [
        "Er sagte ‚nie‘",
        "nie",
        "dann ging er",
    ]
