"""A target language with name rules is a folder: one that does not exist is added, and used.

The data folder is read once a process, so what is tested runs in another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import as_file, files
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from name_samples import translated
from newsxlate import checking, resources, typography
from newsxlate.article import SentenceRef
from newsxlate.entities import Outcome
from newsxlate.languages import language, languages
from newsxlate.names.alignment import check
from newsxlate.names.forms import lookup, romanization
from newsxlate.names.repair import repair
from newsxlate.outputs.article.display import direction
from newsxlate.text.casing import upper

FOLDER = {
    "language.toml": """
        name = "Exish"
        own = "exek"
        nllb = "xxx_Latn"
        right_to_left = true
    """,
    "typography.toml": """
        quotes = "» « › ‹"
        decimal = ","
        group = "nbsp"
    """,
    "numbers.toml": """
        decimal = ","
        complete = true
        [cardinals]
        12 = "duvodek"
        [months]
        5 = "mayek"
    """,
    "casing.toml": "dotted_i = true",
    "names.toml": """
        articles = "za zi"
        elisions = "q"
        [repair]
        articles = [["za", "", "zi", "z’", "zo", "", "zu"]]
        vowels = "[aeiou]"
        prepositions = [""]
        [repair.gender]
        m = "-x -n"
        f = "-a"
    """,
    "inflection.tsv": """
        ending|endings
        -|ek
    """,
    "names/cities.tsv": """
        de|xx
        Mailand|Milanox
        München|Ulmunen
        Entenhausen|Kvakox
    """,
    "names/institutions.tsv": """
        de|xx
        Europäische Kommission|Evropa Komisyox
    """,
    "names/demonyms.tsv": """
        name|xx
        USA|amerixan
    """,
    "names/romanisation.tsv": """
        class|de|context|xx
        slavic|w|_|vv
    """,
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's data with one more language."""
    root = tmp_path_factory.mktemp("data")
    with as_file(files("newsxlate").joinpath("data")) as data:
        (root / "languages").mkdir()
        for path in data.iterdir():
            if path.name != "languages":
                (root / path.name).symlink_to(path)
        for path in (data / "languages").iterdir():
            (root / "languages" / path.name).symlink_to(path)
    for name, text in FOLDER.items():
        path = root / "languages" / "xx" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = (line.strip() for line in text.strip().splitlines())
        lines = (line.replace("|", "\t") if name.endswith(".tsv") else line for line in lines)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def there(root: Path) -> Iterator[Callable[..., Any]]:
    """Call a function where the language is known."""
    with ProcessPoolExecutor(1, get_context("spawn"), _use, (root,)) as process:
        yield lambda function, *given: process.submit(function, *given).result()


def _use(root: Path) -> None:
    resources.ROOT = root


def _forms(name: str) -> list[str]:
    return [form.text for form in lookup.forms(name, "xx")]


def _names(source: str, target: str) -> tuple[dict[str, tuple[Outcome, str]], str]:
    """What stands for the names of a sentence, and the sentence after repair."""
    entities = translated((source, target)).ledger
    sources, targets = {SentenceRef(0, 0): source}, {SentenceRef(0, 0): target}
    found = check.check(entities, sources, targets, "xx")
    repairs = repair.plan(found, targets, entities, "xx")
    return {r.source: (r.outcome, r.text) for r in found}, repair.apply(target, repairs)[0]


def _codes(source: str, target: str) -> list[str]:
    found = checking.check(source, target, source_language="de", target_language="xx")
    return [finding.code for finding in found]


def test_it_can_be_named(there: Callable[..., Any]) -> None:
    assert there(language, "xx-YY").name == "Exish"
    assert set(there(_known)) == {*languages(), "xx"}
    assert there(direction, "xx") == "rtl"


def _known() -> list[str]:
    return list(languages())


def test_typography(there: Callable[..., Any]) -> None:
    text = there(typography.apply, "“12.500,5,” Ana said.", "„12.500,5“, sagte Ana.", "xx")
    assert text == "»12\u00a0500,5,« Ana said."
    assert there(upper, "izi", "xx") == "İZİ"


def test_numbers(there: Callable[..., Any]) -> None:
    assert there(_codes, "Am 3. Mai kamen zwölf Leute.", "Kam mayek 3 duvodek lud.") == []
    assert "N303" in there(_codes, "Am 3. Mai kamen 14 Leute.", "Kam mayek 3 duvodek lud.")


def test_forms(there: Callable[..., Any]) -> None:
    assert there(_forms, "Mailand") == ["Milanox"]
    assert there(_forms, "Entenhausen")[0] == "Kvakox"
    assert there(lookup.accepts, "Mailand", "Milanoxek", "xx").accepted
    assert not there(lookup.accepts, "Mailand", "Milan", "xx").accepted
    # The row of the table, and another one, which the language does not have, as in English.
    assert there(romanization.derive, "Walja", "xx", romanization.SLAVIC) == ["Vvalya"]


def test_names_are_aligned(there: Callable[..., Any]) -> None:
    found, _ = there(
        _names,
        "Die Europäische Kommission sprach in Mailand mit den Amerikanern.",
        "Za Evropa Komisyox spros Milanoxek q'amerixanek.",
    )
    assert found["Europäische Kommission"] == (Outcome.VARIANT, "Evropa Komisyox")
    assert found["Mailand"] == (Outcome.VARIANT, "Milanoxek")


def test_names_are_repaired(there: Callable[..., Any]) -> None:
    found, fixed = there(_names, "Sie fuhr nach München.", "Fur za München.")
    assert found["München"] == (Outcome.GERMAN, "München")
    assert fixed == "Fur z’Ulmunen."


def test_no_module_asks_for_a_language() -> None:
    package = Path(str(files("newsxlate")))
    codes = resources.languages()
    asked = [
        f"{path.relative_to(package)}: {line.strip()}"
        for path in package.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        for code in codes
        if f'== "{code}"' in line or f'!= "{code}"' in line or f'in ("{code}"' in line
    ]
    assert asked == []
