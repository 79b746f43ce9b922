"""Stores for the tests of review: small articles, translated by a table, with real findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from newsxlate import Options, Pipeline
from newsxlate.archive.results import DocumentInfo, DocumentResult, WindowResult
from newsxlate.archive.settings import Signatures
from newsxlate.archive.store.codec import split
from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import MIGRATIONS, Migration
from newsxlate.archive.work import text_hash
from newsxlate.article import Article
from newsxlate.inputs.article import read_text
from newsxlate.result import Result
from newsxlate.segmenting import segment
from newsxlate.testing import FakeEngine, FakeEnginePool

#: German and English; the first is the headline, the others are a paragraph each but for the last
#: two, which are one. "340" is not what the source says.
SCHOOL = (
    ("Gemeinderat beschließt Umbau der Schule", "Council decides on conversion of the school"),
    (
        "Der Gemeinderat hat am Dienstag den Umbau der alten Schule beschlossen.",
        "The council decided on Tuesday to convert the old school.",
    ),
    (
        "Die Arbeiten kosten nach Angaben der Verwaltung 240 Euro.",
        "The work will cost 340 euros, according to the administration.",
    ),
    (
        "Kritik kam von der Opposition, die den Zeitplan für zu knapp hält.",
        "Criticism came from the opposition, which considers the schedule too tight.",
    ),
)


def article(pairs: Sequence[tuple[str, str]]) -> Article:
    """The German article of such pairs."""
    headline, *paragraphs, last = (pair[0] for pair in pairs)
    body = [*paragraphs[:-1], f"{paragraphs[-1]} {last}"]
    return read_text("\n\n".join((headline, *body)), language="de")


def result(pairs: Sequence[tuple[str, str]], targets: tuple[str, ...] = ("en",)) -> Result:
    """What a run makes of such pairs, with the findings of all checks."""
    engine = FakeEngine(dict(pairs))
    options = Options(targets=targets, retries=0)
    with Pipeline(options, engines=FakeEnginePool(engine)) as pipeline:
        return pipeline.translate(article(pairs))


def store(
    path: Path,
    documents: Mapping[str, Sequence[tuple[str, str]]],
    *,
    about: Mapping[str, Mapping[str, Any]] | None = None,
    targets: tuple[str, ...] = ("en",),
    migrations: tuple[Migration, ...] = MIGRATIONS,
) -> Path:
    """A store with a document for each of ``documents``, by its id.

    Args:
        path: The store.
        documents: Their pairs. Those of one German text are copies.
        about: Fields of `DocumentInfo`, by id.
        targets: The languages, with the same texts in each.
        migrations: What makes a store of its version.
    """
    stored: dict[bytes, bool] = {}
    outcomes = []
    for id_, pairs in documents.items():
        text = text_hash(segment(article(pairs)))
        made = None if text in stored else result(pairs, targets)
        stored[text] = True
        fields = {"name": f"{id_}.txt", "title": pairs[0][0], **((about or {}).get(id_, {}))}
        outcomes.append(
            DocumentResult(
                info=DocumentInfo(id=id_, source=id_.encode(), **fields),
                text=text,
                parts=split(made) if made else None,
                words=40,
                sentences=len(pairs),
            )
        )
    signatures = Signatures(dict.fromkeys(targets, b"1"), b"all", {})
    with Store(path, create=True, migrations=migrations) as opened:
        run = opened.begin_run('{"inputs": []}', 1)
        opened.commit(WindowResult(outcomes), window=1, run=run, signatures=signatures)
        opened.end_run(run, "done")
    return path
