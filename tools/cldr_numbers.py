"""Write ``data/languages/CODE/numbers.toml`` from Unicode CLDR, if nobody curates it.

    python tools/cldr_numbers.py [CODE ...]   # needs babel; without codes, all that it wrote before

These files know separators, magnitudes, months, weekdays and the names of currencies and units, but
no number words: the checks are lenient where a number may have been written out.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel import Locale, __version__

FOLDER = Path(__file__).parent.parent / "src/newsxlate/data/languages"
HEAD = "# From Unicode CLDR by Babel"
CURRENCIES = {
    "euro": "EUR", "dollar": "USD", "pound": "GBP", "franc": "CHF", "krone": "SEK NOK DKK CZK",
    "zloty": "PLN", "rouble": "RUB", "hryvnia": "UAH", "yen": "JPY", "yuan": "CNY",
    "rupee": "INR", "lira": "TRY", "forint": "HUF", "shekel": "ILS",
}  # fmt: skip
UNITS = {
    "mm": "length-millimeter", "cm": "length-centimeter", "m": "length-meter",
    "km": "length-kilometer", "in": "length-inch", "ft": "length-foot", "yd": "length-yard",
    "mi": "length-mile", "g": "mass-gram", "kg": "mass-kilogram", "t": "mass-tonne",
    "oz": "mass-ounce", "lb": "mass-pound", "ha": "area-hectare", "ac": "area-acre",
    "l": "volume-liter", "gal": "volume-gallon",
}  # fmt: skip

# Turkish names of currencies carry a possessive ending in CLDR.
EXTRA = {
    "tr": {
        "euro": "avro*", "dollar": "dolar*", "pound": "sterlin*", "franc": "frank*",
        "krone": "kron*", "lira": "lira*", "rouble": "ruble*", "yuan": "yuan*", "yen": "yen",
    }
}  # fmt: skip


def words(texts: object) -> str:
    """The distinct words of some texts, without placeholders and digits, as one string."""
    found = re.findall(r"[^\W\d_]{2,}", " ".join(map(str, texts)))  # type: ignore[call-overload]
    return inflected([word.lower() for word in found])


def last_words(texts: object) -> str:
    """The words that all of the texts end in or hold alone: "US-Dollar" gives "dollar"."""
    found = [re.findall(r"[^\W\d_]{2,}", str(text)) for text in texts]  # type: ignore[attr-defined]
    return inflected([row[-1].lower() for row in found if row])


def scales(locale: Locale) -> dict[str, str]:
    """Words for a thousand, a million ... from the compact number formats."""
    table: dict[str, set[str]] = {}
    for width in ("long", "short"):
        for forms in locale.compact_decimal_formats.get(width, {}).values():
            for size, pattern in forms.items():
                zeros = len(re.findall("0", str(pattern.pattern)))
                power = len(size) - zeros
                for word in re.findall(r"[^\W\d_]{2,}", re.sub("0+", " ", pattern.pattern)):
                    if power % 3 == 0 and power:
                        table.setdefault(f"1e{power}", set()).add(word.lower())
    return {key: inflected(sorted(forms)) for key, forms in sorted(table.items())}


def inflected(forms: list[str]) -> str:
    """Forms as one string; long ones stand for whatever ending follows."""
    distinct = dict.fromkeys(forms)
    shortest = {
        form
        for form in distinct
        if not any(o != form and len(o) > 4 and form.startswith(o) for o in distinct)
    }
    return " ".join(f"{form}*" if len(form) > 4 else form for form in distinct if form in shortest)


def calendar(locale: Locale, kind: str) -> dict[int, str]:
    """Names of months (1 to 12) or days (Monday is 1) in every form CLDR has."""
    table = getattr(locale, kind)
    rows: dict[int, list[str]] = {}
    for context in ("format", "stand-alone"):
        for index, name in table[context]["wide"].items():
            number = index + 1 if kind == "days" else index
            rows.setdefault(number, []).append(str(name).lower())
    return {
        number: inflected([n for n in names if " " not in n])
        for number, names in sorted(rows.items())
    }


def section(name: str, rows: dict[str, str] | dict[int, str]) -> list[str]:
    """A TOML table; empty rows are left out."""
    lines = [f'{key} = "{forms}"' for key, forms in rows.items() if forms]
    return ["", f"[{name}]", *lines] if lines else []


def page(code: str) -> str:
    """The file for one language."""
    locale = Locale.parse("nb" if code == "no" else code)
    symbols = locale.number_symbols["latn"]
    units = locale._data["unit_patterns"]
    lines = [
        f"{HEAD} {__version__} (tools/cldr_numbers.py). No number words.",
        f'decimal = "{symbols["decimal"]}"',
        *section("scales", scales(locale)),
    ]
    percent = {"tr": "yüzde", "sv": "procent", "da": "procent pct", "no": "prosent"}
    percent |= {"fi": "prosentti prosenttia", "hu": "százalék*", "ro": "la_sută procent*"}
    percent |= {"bg": "процент*", "el": "τοις_εκατό", "hr": "posto", "sk": "percent*"}
    percent |= {"sl": "odstot*", "et": "protsent*", "lv": "procent*", "lt": "procent*"}
    if code in percent:
        lines += section("percent", {"words": percent[code]})
    lines += section("months", calendar(locale, "months"))
    lines += section("weekdays", calendar(locale, "days"))
    names = locale._data["currency_names_plural"]
    lines += section(
        "currencies",
        {
            name: EXTRA.get(code, {}).get(name)
            or last_words(
                form
                for currency in codes.split()
                for form in [locale.currencies.get(currency, ""), *names.get(currency, {}).values()]
            )
            for name, codes in CURRENCIES.items()
        },
    )
    lines += section(
        "units",
        {
            unit: words(v for k, v in units.get(key, {}).get("long", {}).items() if k != "per")
            for unit, key in UNITS.items()
        },
    )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the files."""
    written = (
        file for file in FOLDER.glob("*/numbers.toml") if file.read_text("utf-8").startswith(HEAD)
    )
    for code in sys.argv[1:] or sorted(file.parent.name for file in written):
        (FOLDER / code / "numbers.toml").write_text(page(code), encoding="utf-8")


if __name__ == "__main__":
    main()
