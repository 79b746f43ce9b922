"""Embargoes: until when they hold, and what is said of them."""

from datetime import UTC, datetime

import pytest

from newsxlate.embargo import Status, notice, read, status
from newsxlate.inputs.article import read_text

EVENING = datetime(2031, 5, 6, 16, 0, tzinfo=UTC)


def test_an_embargo_is_a_point_in_time():
    assert read("2031-05-06T18:00:00+02:00") == "2031-05-06T18:00:00+02:00"
    assert read("Dienstag, 6. Mai 2031, 18 Uhr MESZ") == "2031-05-06T18:00:00+02:00"
    # Without a zone it is over an hour or two later than in Germany, never before.
    assert read("06.05.2031 18:00") == "2031-05-06T18:00:00+00:00"
    assert read("2031-05-06") == "2031-05-06T00:00:00+00:00"
    assert read("bis zum Abend") is None


def test_what_is_under_embargo_is_withheld_until_it_is_over():
    assert status(None, EVENING) is Status.USABLE
    assert status("2031-05-06T18:00:00+02:00", EVENING) is Status.USABLE
    assert status("2031-05-06T18:00:01+02:00", EVENING) is Status.WITHHELD
    assert status("2031-05-06T17:00:00+01:00", EVENING) is Status.USABLE
    assert status("until further notice", EVENING) is Status.WITHHELD
    assert status("2001-01-01T00:00:00+00:00") is Status.USABLE
    assert status("2901-01-01T00:00:00+00:00") is Status.WITHHELD


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("Sperrfrist: Dienstag, 6. Mai 2031, 18 Uhr MESZ", "2031-05-06T18:00:00+02:00"),
        ("+++ ACHTUNG, SPERRFRIST BIS 06.05.2031, 18.00 UHR! +++", "2031-05-06T18:00:00+02:00"),
        ("Embargo: 6. Ma\u0308rz 2031", "2031-03-06T00:00:00+01:00"),
        ("Frei ab 6. März 2031", None),
        ("Sperrfrist: Beginn der Rede", None),
        ("Die Sperrfrist endet am 6. Mai 2031.", None),
        ("Sperrfrist am 6. Mai 2031 gebrochen, sagt der Sender", None),
    ],
)
def test_a_text_may_say_it_in_a_line(line: str, until: str | None):
    text = f"{line}\n\nDer Bericht ist fertig. Er wird am Abend vorgestellt, sagte ein Sprecher."
    article = read_text(text)
    assert article.embargoed == until
    assert (article.blocks[0].removed is None) is (until is None)


def test_it_is_said():
    said = notice("rat.json", "2031-05-06T19:00:00+02:00", EVENING)
    assert said == (
        "rat.json is embargoed until 2031-05-06T19:00:00+02:00: do not publish it before"
    )
    assert notice("rat.json", "2031-05-06T18:00:00+02:00", EVENING) is None
