"""Addresses come through letter by letter."""

from __future__ import annotations

import pytest

from newsxlate.checking.addresses import check_anchors, without_heading

SOURCE = "Infos: https://www.beispiel.de/a?b=1, post@beispiel.de, @beispiel und #Wahl."


def test_the_same_addresses_in_any_order():
    target = "#Wahl, @beispiel: post@beispiel.de or (https://www.beispiel.de/a?b=1)."
    assert check_anchors(SOURCE, target) == []


@pytest.mark.parametrize(
    ("code", "old", "new"),
    [
        ("N321", "a?b=1", "a?b=2"),
        ("N321", "https://www.beispiel.de/a?b=1", ""),
        ("N322", "post@beispiel.de", "mail@beispiel.de"),
        ("N323", "@beispiel ", "@example "),
        ("N324", "#Wahl", "#Election"),
    ],
)
def test_another_address(code: str, old: str, new: str):
    findings = check_anchors(SOURCE, SOURCE.replace(old, new))
    assert [finding.code for finding in findings] == [code]


def test_the_message_names_both():
    message = check_anchors("www.beispiel.de", "www.beispiel.com")[0].message
    assert message == "the address ‘www.beispiel.de’ became ‘www.beispiel.com’"


def test_made_up_addresses():
    assert [f.code for f in check_anchors("Mehr dazu.", "More at www.example.com.")] == ["N321"]


def test_letter_case_of_hosts_and_a_repeated_address_do_not_matter():
    assert check_anchors("Auf Beispiel.DE, beispiel.de", "On beispiel.de") == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("#Wie geht es weiter?", "#Quelle est la suite ?"),
        ("#Warum das wichtig ist", "Why this matters"),
        ("## Wie geht es weiter", "## What happens next"),
        ("###Wie geht es weiter", "## #How to go on"),
    ],
)
def test_a_heading_in_markdown_is_no_hashtag(source: str, target: str):
    assert check_anchors(*without_heading(source, target, "de")) == []


def test_a_hashtag_at_the_beginning_is_no_heading():
    pair = ("#Wahl2025 wird spannend", "#Election2025 will be exciting")
    assert without_heading(*pair, "de") == pair
