"""The checks of a run for translations that no run has made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.checking import check as check_sentence
from newsxlate.errors import UsageError
from newsxlate.findings import Finding
from newsxlate.inputs.bilingual import Unit
from newsxlate.languages import language as find_language
from newsxlate.names import NameChecker, load_glossary
from newsxlate.options import NameOptions
from newsxlate.outputs.article.view import Places
from newsxlate.recheck import check_anew
from newsxlate.result import Result, TranslatedBlock, TranslatedSentence, Translation

if TYPE_CHECKING:
    from newsxlate.names import Glossary

# A document's units are checked together, as the sentences of an article; of longer ones so many at
# a time: finding and grouping names takes time by the square of the names.
_TOGETHER = 200
# What parts the units in the text of the article that is made of them.
_BETWEEN = "\n\n"
# What stands for the model, which nobody knows.
_UNKNOWN = "unknown"

#: Told how many units, or sentences, have just been checked.
Done = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding, and where it stands.

    Attributes:
        document: What the file calls the document; "" if it does not say.
        id: What the file calls the unit; "b3s0" in ours; "" if it has no name.
        place: Where it stands, for people: "unit 12", "line 3", "paragraph 2, sentence 1".
        finding: The finding. Its block is the index of the unit among those checked together.
    """

    document: str
    id: str
    place: str
    finding: Finding


def check(
    source: str | Sequence[str],
    target: str | Sequence[str],
    *,
    source_language: str = "de",
    target_language: str = "en",
    glossary: Glossary | str | Path | None = None,
    names: bool = True,
    finished: bool = True,
) -> list[Finding]:
    """Everything about a translation that an editor should look at.

    Args:
        source: A sentence, or the sentences of an article.
        target: Its translation, or theirs, in the same order; an empty one is told as missing.
        source_language: ISO 639-1 code.
        target_language: ISO 639-1 code.
        glossary: The terms that are to be heeded: a glossary, or the path of one.
        names: Whether names are looked for, too. German ones only are known. Of several sentences,
            those of an article, it is seen that a name reads the same in all.
        finished: False if a model was stopped at its length limit.

    Returns:
        Findings; for several sentences with ``block``, the index of the pair. Their codes are
        explained in ``docs/findings.md``.

    Raises:
        UsageError: There are more sentences than translations, or fewer; or a language is unknown.
        InputError: The glossary cannot be read, or has bad rows.
    """
    alone = isinstance(source, str) and isinstance(target, str)
    sources = [source] if isinstance(source, str) else list(source)
    targets = [target] if isinstance(target, str) else list(target)
    if len(sources) != len(targets):
        raise UsageError(
            f"sentences and translations are not as many: {len(sources)} and {len(targets)}",
            hint="Give a translation for each sentence, an empty one where there is none.",
        )
    languages = [find_language(code).code for code in (source_language, target_language)]
    units = [
        Unit(
            id=str(number),
            file="",
            source=german,
            target=translated,
            source_language=languages[0],
            target_language=languages[1],
        )
        for number, (german, translated) in enumerate(zip(sources, targets, strict=True))
    ]
    found = []
    for remark in check_units(units, name_checker(glossary, wanted=names), finished=finished):
        block, sentence = (None, None) if alone else (int(remark.id), remark.finding.sentence)
        found.append(replace(remark.finding, block=block, sentence=sentence))
    return found


def name_checker(
    glossary: Glossary | str | Path | None = None, *, wanted: bool = True
) -> NameChecker:
    """What checks the names of a translation, and repairs none.

    Raises:
        InputError: The glossary cannot be read, or has bad rows.
    """
    terms = load_glossary(Path(glossary)) if isinstance(glossary, str | Path) else glossary
    return NameChecker(NameOptions(check=wanted), terms)


def check_units(
    units: Iterable[Unit],
    names: NameChecker,
    *,
    finished: bool = True,
    on_done: Done | None = None,
) -> Iterator[Remark]:
    """What is found in units: document by document, in the order of its units.

    Args:
        units: The units, each with both languages.
        names: What is done about names. All units of a document are taken for one article.
        finished: False if a model was stopped at its length limit.
        on_done: Told of the units of each document.
    """
    for together in _documents(units):
        result = _result(together, names, finished)
        for found in sorted(result.all_findings(), key=lambda one: one.block or 0):
            unit = together[found.block or 0]
            yield Remark(unit.file, unit.id, unit.place, found)
        if on_done:
            on_done(len(together))


def _documents(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    """The units of each document and pair of languages, of long ones some at a time."""
    documents: dict[tuple[str, str, str], list[Unit]] = {}
    for unit in units:
        key = unit.file, unit.source_language, unit.target_language
        documents.setdefault(key, []).append(unit)
    for rows in documents.values():
        for start in range(0, len(rows), _TOGETHER):
            yield rows[start : start + _TOGETHER]


def _result(units: Sequence[Unit], names: NameChecker, finished: bool) -> Result:
    """An article of which each block is a unit, with its translation, checked."""
    first = units[0]
    texts, blocks, rows = [], [], []
    start = 0
    for number, unit in enumerate(units):
        texts.append(unit.source + _BETWEEN)
        behind = start + len(texts[-1])
        sentence = Sentence(start, start + len(unit.source), unit.source)
        blocks.append(Block(Kind.PARAGRAPH, start, behind, unit.source, None, (sentence,)))
        start = behind
        found = check_sentence(
            unit.source,
            unit.target or "",
            source_language=unit.source_language,
            target_language=unit.target_language,
            finished=finished,
        )
        located = tuple(replace(f, block=number, sentence=0) for f in found)
        row = TranslatedSentence(text=unit.target or "", findings=located)
        rows.append(TranslatedBlock(block=number, sentences=(row,)))
    article = Article(text="".join(texts), blocks=tuple(blocks), language=first.source_language)
    made = Translation(language=first.target_language, model=_UNKNOWN, blocks=tuple(rows))
    ledger = names.entities(article)
    return names.check(Result(article=article, translations=(made,), ledger=ledger))


def check_results(
    results: Iterable[tuple[str, Result]], names: NameChecker, *, on_done: Done | None = None
) -> Iterator[Remark]:
    """What is found in results as they read now, whatever was found when they were made.

    Args:
        results: Each with what its document is called.
        names: What is done about names.
        on_done: Told of the sentences of each result.
    """
    for document, result in results:
        places = Places(result.article)
        for found in check_anew(result, names).all_findings():
            block = "" if found.block is None else f"b{found.block}"
            id_ = block if found.sentence is None else f"{block}s{found.sentence}"
            yield Remark(document, id_, places.label(found.block, found.sentence), found)
        if on_done:
            on_done(sum(1 for made in result.translations for _ in made.sentences()))
