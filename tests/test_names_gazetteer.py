from __future__ import annotations

from newsxlate.names.knowledge import gazetteer
from newsxlate.names.knowledge.gazetteer import lookup
from newsxlate.text.folding import fold


def test_a_city_is_found_by_its_names_in_any_language() -> None:
    (moscow,) = lookup("Moskau")
    assert moscow.names[0] == "Moscow"
    assert moscow.country == "RU"
    assert moscow.population > 5000
    assert lookup("Moscou") == lookup("москва") == (moscow,)


def test_an_unknown_name_is_not_found() -> None:
    assert lookup("Qwertzuiop") == ()
    assert lookup("") == ()


def test_small_namesakes_are_left_out() -> None:
    assert {city.country for city in lookup("Paris")} == {"FR"}


def test_the_index_is_in_the_order_that_lookup_searches() -> None:
    text, offsets = gazetteer._atlas()
    names = [fold(gazetteer._name_at(text, offset)) for offset in offsets[::97]]
    assert names == sorted(names)


def test_every_offset_is_at_the_start_of_a_name() -> None:
    text, offsets = gazetteer._atlas()
    assert len(offsets) > 100_000
    assert all(text[offset - 1 : offset] == b"\t" for offset in offsets[::101])
