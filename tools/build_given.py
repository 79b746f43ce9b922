"""Build the lists of given names and surnames that the finder of names knows.

    pip install faker==40.54.0
    python tools/build_given.py      # writes src/newsxlate/data/names/given.txt and family.txt

The names are those of faker's locales (MIT licence) that are written in Latin letters: one word,
or several with hyphens. Compounds of two listed names ("Hans-Peter") are left out.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import faker
import faker.providers.person as person

from newsxlate.files import write_atomic

DATA = Path(__file__).parents[1] / "src/newsxlate/data/names"
USABLE = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’]*[a-zà-öø-ÿĀ-ž](?:-[A-ZÀ-Ž][a-zà-ž]+)*")
HEAD = """\
# {what} in Latin letters from faker {version} (MIT licence, https://github.com/joke2k/faker), all
# locales. Built by tools/build_given.py: do not edit. A line for each first letter.
"""


def collect(prefix: str) -> Iterator[str]:
    """The names in every list whose attribute starts with ``prefix``."""
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            value = getattr(provider, attribute)
            if attribute.startswith(prefix) and isinstance(value, Iterable):
                yield from (name for name in value if isinstance(name, str))


def usable(names: Iterable[str]) -> list[str]:
    """Names worth a line, in alphabetical order."""
    found = {name for name in names if USABLE.fullmatch(name)}
    return sorted(n for n in found if "-" not in n or not found.issuperset(n.split("-")))


def write(name: str, what: str, prefix: str) -> None:
    """Write one list."""
    lines: dict[str, list[str]] = {}
    for entry in usable(collect(prefix)):
        lines.setdefault(entry[0], []).append(entry)
    text = "".join(f"{' '.join(entries)}\n" for entries in lines.values())
    write_atomic(DATA / name, HEAD.format(what=what, version=faker.VERSION) + text)
    print(name, sum(map(len, lines.values())))


if __name__ == "__main__":
    write("given.txt", "Given names", "first_name")
    write("family.txt", "Surnames", "last_name")
