"""Cities of the world with all their names, in whatever language (see ``tools/build_places.py``).

The table is one text of 3 MB, searched by bisection: 5 MB of memory, no dictionary to build.
"""

from __future__ import annotations

import gzip
import sys
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from newsxlate import resources
from newsxlate.text.folding import fold

# A namesake with fewer inhabitants than this share of the largest is not what news means.
_NAMESAKE = 0.1
_STRIDE = 8
#: Thousands of inhabitants from which on a city's name is taken for the city's: news writes of it.
NOTABLE_CITY_THOUSANDS = 30
#: The same where the word may be a common one, or a club's: of these everybody has heard.
LARGE_CITY_THOUSANDS = 100


@dataclass(frozen=True, slots=True)
class City:
    """A city.

    Attributes:
        offset: Where its line starts; identifies it.
        country: ISO 3166-1 code.
        population: Inhabitants, in thousands.
        names: GeoNames' own name, then the others, in Latin and Cyrillic letters.
    """

    offset: int
    country: str
    population: int
    names: tuple[str, ...]


@cache
def _atlas() -> tuple[bytes, array[int]]:
    folder = resources.path("names")
    text = gzip.decompress(folder.joinpath("atlas.txt.gz").read_bytes())
    offsets: array[int] = array("I")
    offsets.frombytes(gzip.decompress(folder.joinpath("atlas.idx.gz").read_bytes()))
    if sys.byteorder == "big":
        offsets.byteswap()
    return text, offsets


@cache
def _landmarks() -> list[str]:
    """Every eighth name of the index, folded: where to begin to look."""
    text, offsets = _atlas()
    return [fold.__wrapped__(_name_at(text, offset)) for offset in offsets[::_STRIDE]]


def _name_at(text: bytes, offset: int) -> str:
    line = text.index(b"\n", offset)
    tab = text.find(b"\t", offset, line)
    return text[offset : tab if tab >= 0 else line].decode()


def _place_at(text: bytes, offset: int) -> City:
    start = text.rfind(b"\n", 0, offset) + 1
    country, population, *names = text[start : text.index(b"\n", start)].decode().split("\t")
    return City(start, country, int(population), tuple(names))


def is_large(name: str, thousands: int) -> bool:
    """Whether a city called ``name`` in some language has so many thousands of inhabitants."""
    return any(city.population >= thousands for city in lookup(name))


@lru_cache(maxsize=16384)
def lookup(name: str) -> tuple[City, ...]:
    """The cities called ``name`` in some language, the largest first, small namesakes left out."""
    text, offsets = _atlas()
    wanted = fold(name)
    near = bisect_left(_landmarks(), wanted)
    low, high = max(0, (near - 1) * _STRIDE), min(near * _STRIDE, len(offsets))
    while low < high:
        middle = (low + high) // 2
        if fold.__wrapped__(_name_at(text, offsets[middle])) < wanted:
            low = middle + 1
        else:
            high = middle
    found: dict[int, City] = {}
    while low < len(offsets) and fold.__wrapped__(_name_at(text, offsets[low])) == wanted:
        place = _place_at(text, offsets[low])
        found[place.offset] = place
        low += 1
    ordered = sorted(found.values(), key=lambda place: (-place.population, place.offset))
    return tuple(p for p in ordered if p.population >= _NAMESAKE * ordered[0].population)
