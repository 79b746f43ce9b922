"""What the page says, in the languages it speaks: ``data/review/interface``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsxlate import resources
from newsxlate.findings import codes

#: The languages of the interface; the first if a browser wants none of them.
LANGUAGES = ("en", "de")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language.

    Attributes:
        language: ISO 639-1 code.
        table: The texts by key, such as "queue.title".
    """

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, **fields: object) -> str:
        """A text with its fields filled in.

        Of a text that counts there are two: ``n`` decides between "KEY.one" and "KEY.other".

        Raises:
            KeyError: There is none, or a field is missing.
        """
        count = fields.get("n")
        if isinstance(count, int):
            if key not in self.table:
                key += ".one" if count == 1 else ".other"
            fields["n"] = self.number(count)
        text = self.table[key]
        return text.format(**fields) if fields else text

    def has(self, key: str) -> bool:
        """Whether there is a text."""
        return key in self.table

    def section(self, start: str) -> list[tuple[str, str]]:
        """The texts of a section in the order of the file, their keys without the section's."""
        start += "."
        return [
            (key.removeprefix(start), text)
            for key, text in self.table.items()
            if key.startswith(start)
        ]

    def number(self, number: int) -> str:
        """A number as the language groups its digits."""
        return f"{number:,}".replace(",", self.table["number.thousands"])

    def decimal(self, number: float, digits: int = 2) -> str:
        """A number with decimals."""
        return f"{number:.{digits}f}".replace(".", self.table["number.decimal"])

    def date(self, stamp: str) -> str:
        """The day of a time or date in ISO 8601; what is none stays as it is."""
        year, _, rest = stamp[:10].partition("-")
        month, _, day = rest.partition("-")
        try:
            name = self.table["date.months"].split()[int(month) - 1]
            return self.table["date.format"].format(day=int(day), month=name, year=int(year))
        except (ValueError, IndexError):
            return stamp[:10]

    def code(self, code: str) -> str:
        """What a kind of finding is called."""
        known = codes().get(code)
        name = known.name.replace("-", " ") if known else code
        return self.table.get(f"codes.{code}", name)


@cache
def texts(language: str) -> Texts:
    """The texts of a language: of ``CODE.toml`` and of every ``….CODE.toml``."""
    assert language in LANGUAGES
    found: dict[str, str] = {}
    for file in sorted(resources.path("review/interface").iterdir(), key=lambda file: file.name):
        if file.name == f"{language}.toml" or file.name.endswith(f".{language}.toml"):
            _flatten(tomllib.loads(file.read_text(encoding="utf-8")), "", found)
    return Texts(language, found)


def _flatten(table: Mapping[str, Any], start: str, found: dict[str, str]) -> None:
    for key, value in table.items():
        if isinstance(value, Mapping):
            _flatten(value, f"{start}{key}.", found)
        else:
            found[start + key] = str(value)


def preferred(accepted: str) -> str:
    """The language that a browser likes best, by its Accept-Language header."""
    best, weight = LANGUAGES[0], 0.0
    for part in accepted[:1000].split(","):
        code, _, quality = part.partition(";")
        code = code.strip().lower().partition("-")[0]
        try:
            wanted = float(quality.strip().removeprefix("q=")) if quality else 1.0
        except ValueError:
            continue
        if code in LANGUAGES and wanted > weight:
            best, weight = code, wanted
    return best
