"""Dates as they are written where articles are read."""

import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.text.dates import central_european, iso, moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-12", "2024-03-12"),
        ("2024-03-12T14:30:00Z", "2024-03-12T14:30:00+00:00"),
        ("2024-03-12T14:30:00.000+0100", "2024-03-12T14:30:00+01:00"),
        ("2024-03-12 14:30:00 +0100", "2024-03-12T14:30:00+01:00"),
        ("2024-03-12 14:30:00 UTC", "2024-03-12T14:30:00+00:00"),
        ("2024-03-12T14:30:00+01:00[Europe/Berlin]", "2024-03-12T14:30:00+01:00"),
        ("2024/03/12 14:30", "2024-03-12T14:30:00"),
        ("2024.03.12 14:30:26", "2024-03-12T14:30:26"),
        ("20240312", "2024-03-12"),
        ("20240312T101500+0100", "2024-03-12T10:15:00+01:00"),
        ("1710250200", "2024-03-12T13:30:00+00:00"),
        ("1710250200000", "2024-03-12T13:30:00+00:00"),
        ("Tue, 12 Mar 2024 14:30:00 +0100", "2024-03-12T14:30:00+01:00"),
        ("Tue, 12 Mar 2024 14:30:00 +0100 (CET)", "2024-03-12T14:30:00+01:00"),
        ("Tuesday, 12-Mar-24 14:30:00 GMT", "2024-03-12T14:30:00+00:00"),
        ("28 Feb 98 14:30 GMT", "1998-02-28T14:30:00+00:00"),
        ("Tue Mar 12 14:30:00 2024", "2024-03-12T14:30:00"),
        ("Tue Mar 12 2024 14:30:00 GMT+0100 (Mitteleuropäische Normalzeit)",
         "2024-03-12T14:30:00+01:00"),
        ("March 12, 2024 2:30 p.m.", "2024-03-12T14:30:00"),
        ("March 12, 2024", "2024-03-12"),
        # German names of days, months and zones.
        ("Mi, 04 Dez 2019 06:05:09 +0100", "2019-12-04T06:05:09+01:00"),
        ("Sonntag, 3. Mai 2020 um 7.05 Uhr", "2020-05-03T07:05:00"),
        ("Fr., 1. Okt. 2021 18:00:00 MESZ", "2021-10-01T18:00:00+02:00"),
        ("Mo, 6. Jänner 2020, 18 Uhr MEZ", "2020-01-06T18:00:00+01:00"),
        ("Sat, 05 Dec 2020 11:09:01 CEST", "2020-12-05T11:09:01+02:00"),
        ("9 Mär 2021 23:59 (MEZ)", "2021-03-09T23:59:00+01:00"),
        ("12.3.2024", "2024-03-12"),
        ("12. 03. 24", "2024-03-12"),
        ("12.03.2024, 9:05 Uhr", "2024-03-12T09:05:00"),
        ("12.03.2024 - 14.30", "2024-03-12T14:30:00"),
        ("Donnerstag, 29. Februar 2024, 24.00 Uhr", "2024-03-01T00:00:00"),
        ("12. März\xa02024 | 14:30 Uhr", "2024-03-12T14:30:00"),
        # An unknown zone is none, which is better than a wrong one.
        ("Tue, 12 Mar 2024 14:30:00 XYZ", "2024-03-12T14:30:00"),
        ("gestern", None),
        ("Di, 12", None),
        ("32.13.2024", None),
        ("30. Februar 2024", None),
        ("12.03.2024, 25:00 Uhr", None),
        # The day could be either.
        ("03/04/2024", None),
        ("Der 12. März 2024 war ein Dienstag.", None),
        ("1" * 500, None),
        (" ", None),
        (None, None),
    ],
)  # fmt: skip
def test_dates(text: str | None, expected: str | None):
    assert iso(text) == expected
    assert iso(unicodedata.normalize("NFD", text or "")) == expected


@given(
    st.text(max_size=60)
    | st.from_regex(r"(Di, )?\d{1,2}\.? ?(Mai|\d\d)\.? ?\d{2,4}.*", fullmatch=True)
)
def test_whatever_is_read_is_a_point_in_time(text: str):
    found = iso(text)
    assert found is None or moment(found) is not None


@pytest.mark.parametrize(
    ("local", "offset"),
    [
        ("2024-03-31T01:59", "+01:00"),
        ("2024-03-31T03:00", "+02:00"),
        ("2024-10-27T01:59", "+02:00"),
        ("2024-10-27T02:30", "+01:00"),
        ("2026-03-29T03:00", "+02:00"),
        ("2026-10-25T03:00", "+01:00"),
        ("2030-03-31T12:00", "+02:00"),
        ("2030-12-24T18:00", "+01:00"),
    ],
)
def test_clocks_of_central_europe(local: str, offset: str):
    assert central_european(datetime.fromisoformat(local)).isoformat().endswith(offset)


def test_a_day_is_its_midnight_and_a_time_without_a_zone_is_utc():
    assert str(moment("2024-03-12")) == "2024-03-12 00:00:00+00:00"
    assert str(moment("2024-03-12T14:30")) == "2024-03-12 14:30:00+00:00"
    assert str(moment("2024-03-12T14:30+01:00")) == "2024-03-12 14:30:00+01:00"
    assert moment("12. März 2024") is None
