"""What reviewers made of a machine's work, in figures: by language, model, editor and code.

A finding was right if the sentence it is of was changed, and it is gone; it was dismissed if
somebody said there that it is none; else it is open. Only parts that somebody has begun to review
count, and of what a dismissal settled in other documents too only that it was dismissed once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsxlate.archive.store.database import Store
from newsxlate.archive.store.migrations import REVIEW, version
from newsxlate.archive.store.report import Table
from newsxlate.errors import InputError
from newsxlate.findings import codes
from newsxlate.options import NameOptions
from newsxlate.review import dismissals
from newsxlate.review.reading import Reading
from newsxlate.review.sheet import Sheet
from newsxlate.review.terms import Naming
from newsxlate.signoff import Part, State
from newsxlate.text.chrf import NOTHING, Counts, score, together
from newsxlate.text.chrf import count as counted

_DISMISSED_IN = "SELECT key FROM dismissals WHERE document = ?"
_MODEL = re.compile(r"[a-z]{2,3}-[a-z]{2,3}:(.+)")


@dataclass(slots=True)
class _Count:
    """What is counted of a language, a model, an editor or a code.

    Attributes:
        parts: Translations, or the summaries of articles, that were begun ...
        approved: ... that are approved ...
        unchanged: ... and of these, those in which no word was changed.
        accepted: Sentences that are as the machine wrote them, and were accepted.
        edited: Sentences that are not ...
        alike: ... and how like the machine's they are: see `newsxlate.text.chrf`.
        right: Findings that were right ...
        dismissed: ... that were dismissed ...
        open: ... and that are neither.
    """

    parts: int = 0
    approved: int = 0
    unchanged: int = 0
    accepted: int = 0
    edited: int = 0
    alike: Counts = NOTHING
    right: int = 0
    dismissed: int = 0
    open: int = 0

    def plain(self) -> dict[str, Any]:
        """The figures, with the shares that follow from them; None where there is nothing."""
        return {
            "parts": self.parts,
            "approved": self.approved,
            "approved_unchanged": self.unchanged,
            "share_unchanged": _share(self.unchanged, self.approved),
            "sentences": self.accepted + self.edited,
            "edited": self.edited,
            "share_edited": _share(self.edited, self.accepted + self.edited),
            "chrf": round(score(self.alike), 1) if self.edited else None,
            **self.judged(),
        }

    def judged(self) -> dict[str, Any]:
        """What became of the findings."""
        return {
            "right": self.right,
            "dismissed": self.dismissed,
            "open": self.open,
            "share_right": _share(self.right, self.right + self.dismissed),
        }


@dataclass(slots=True)
class _Counts:
    """All that is counted: by language and part, model, editor, and code."""

    languages: dict[tuple[str, str], _Count] = field(default_factory=dict)
    models: dict[tuple[str, str], _Count] = field(default_factory=dict)
    editors: dict[str, _Count] = field(default_factory=dict)
    codes: dict[str, _Count] = field(default_factory=dict)


def statistics(store: Store) -> dict[str, Any]:
    """Count what was reviewed in a store; the dictionary can be written as JSON.

    Documents that are damaged, or have no result any more, are left out. Of a store of an earlier
    version, in which nobody can have reviewed anything, all figures are nought.

    Raises:
        InputError: The store is damaged.
    """
    counts = _Counts()
    begun = 0
    for document, language, part in _parts(store):
        try:
            opened = _reading(store).opened(document, language, Part(part))
        except InputError:
            continue
        begun += 1
        _count(store, counts, opened.sheet, Part(part))
    (translations,) = store.connection.execute(
        "SELECT count(*) FROM documents JOIN translations ON translations.text = documents.text"
    ).fetchone()
    reviewed = sum(c.parts for (_, part), c in counts.languages.items() if part == "translation")
    return {
        "store": str(store.path),
        "translations": translations,
        "reviewed": reviewed,
        "parts": begun,
        "languages": [
            {"language": language, "part": part, **count.plain()}
            for (language, part), count in sorted(counts.languages.items())
        ],
        "models": [
            {"model": model, "language": language, **count.plain()}
            for (model, language), count in sorted(counts.models.items())
        ],
        "editors": [
            {"name": name, **count.plain()} for name, count in sorted(counts.editors.items())
        ],
        "codes": [
            {"code": code, "name": _name(code), **count.judged()}
            for code, count in sorted(counts.codes.items())
        ],
    }


def _parts(store: Store) -> Sequence[tuple[str, str, str]]:
    """The parts that somebody did something to: document, language, part."""
    if version(store.connection) < REVIEW:
        return []
    rows: Sequence[tuple[str, str, str]] = store.connection.execute(
        "SELECT document, language, part FROM reviews"
        " UNION SELECT document, language, part FROM corrections"
        " UNION SELECT document, language, part FROM dismissals WHERE language <> ''"
        " ORDER BY document, language, part"
    ).fetchall()
    return rows


def _reading(store: Store) -> Reading:
    return Reading(store, Naming(NameOptions()))


def _count(store: Store, counts: _Counts, sheet: Sheet, part: Part) -> None:
    """Add what a part of a document has to say."""
    language = sheet.review.language
    model = _model(sheet, part)
    of_part = counts.languages.setdefault((language, str(part)), _Count())
    of_model = counts.models.setdefault((model, language), _Count())
    approved = sheet.review.state is State.APPROVED
    edited = sheet.review.edited
    wholes = [of_part, of_model]
    for count in wholes:
        count.parts += 1
    if approved:
        wholes.append(counts.editors.setdefault(sheet.review.by, _Count()))
        for count in wholes:
            count.approved += 1
            count.unchanged += not edited
    for row in sheet.review.sentences:
        changed = row.text != row.machine
        alike = counted(row.machine, row.text) if changed else NOTHING
        for count in (of_part, of_model, counts.editors.setdefault(row.by, _Count())):
            count.accepted += not changed
            count.edited += changed
            count.alike = together((count.alike, alike))
    for code, verdict, by in _verdicts(store, sheet, part):
        judged = [of_part, of_model, counts.codes.setdefault(code, _Count())]
        if by:
            judged.append(counts.editors.setdefault(by, _Count()))
        for count in judged:
            setattr(count, verdict, getattr(count, verdict) + 1)


def _verdicts(store: Store, sheet: Sheet, part: Part) -> Iterator[tuple[str, str, str]]:
    """Of each finding that the machine's text has: its code, what it was, and who says so.

    What was dismissed in another document, and so holds here, was judged there.
    """
    language, document = sheet.review.language, sheet.record.id
    found = dismissals.find(document, sheet.machine, language, part)
    known = dismissals.dismissed(store.connection, document, found)
    here = {key for (key,) in store.connection.execute(_DISMISSED_IN, (document,))}
    now = {
        (one.row, one.finding.code, one.finding.message)
        for one in dismissals.find(document, sheet.record.result, language, part)
    }
    for one in found:
        row = sheet.rows.get(one.row) if one.row else None
        review = row.review if row else None
        code = one.finding.code
        if one.key in here:
            yield code, "dismissed", known[one.key].by
        elif (one.row, code, one.finding.message) not in now:
            if review and review.text != review.machine:
                yield code, "right", review.by
        elif one.key not in known:
            yield code, "open", ""


def _model(sheet: Sheet, part: Part) -> str:
    """What made a part, in short: the models' names."""
    language = sheet.review.language
    if part is Part.SUMMARY:
        made = [s for s in sheet.machine.summaries if s.language == language]
        return f"{made[0].method} summary" if made else "summary"
    signature = sheet.machine.translation(language).model
    models = [found[1] for step in signature.split("|") if (found := _MODEL.fullmatch(step))]
    return " + ".join(models) or signature


def _name(code: str) -> str:
    return codes()[code].name if code in codes() else ""


def _share(count: int, of: int) -> float | None:
    return round(count / of, 4) if of else None


def tables(counts: dict[str, Any]) -> list[Table]:
    """What `statistics` counted, as tables for people; none if nobody has reviewed anything."""
    if not counts["parts"]:
        return []
    work = ("parts", "approved", "of them unchanged", "sentences", "of them edited", "chrF")
    judged = ("right", "dismissed", "open", "share right")
    return [
        _table("By language", ("language", "of"), ("language", "part"), counts["languages"], work),
        _table("By model", ("model", "into"), ("model", "language"), counts["models"], work),
        _table("By editor", ("editor",), ("name",), counts["editors"], work[1:]),
        _table("Findings by code", ("code", "kind"), ("code", "name"), counts["codes"], judged),
        _table(
            "Findings by model", ("model", "into"), ("model", "language"), counts["models"], judged
        ),
        _table("Findings by editor", ("editor",), ("name",), counts["editors"], judged),
    ]


# How a figure is shown, by the name of its column.
_SHOWN: dict[str, Callable[[dict[str, Any]], str]] = {
    "parts": lambda row: f"{row['parts']:,}",
    "approved": lambda row: f"{row['approved']:,}",
    "of them unchanged": lambda row: _percent(row["share_unchanged"]),
    "sentences": lambda row: f"{row['sentences']:,}",
    "of them edited": lambda row: _percent(row["share_edited"]),
    "chrF": lambda row: "–" if row["chrf"] is None else f"{row['chrf']:.1f}",
    "right": lambda row: f"{row['right']:,}",
    "dismissed": lambda row: f"{row['dismissed']:,}",
    "open": lambda row: f"{row['open']:,}",
    "share right": lambda row: _percent(row["share_right"]),
}


def _table(
    title: str,
    head: Sequence[str],
    keys: Sequence[str],
    rows: Iterable[dict[str, Any]],
    figures: Sequence[str],
) -> Table:
    cells = [
        [*(row[key] for key in keys), *(_SHOWN[name](row) for name in figures)] for row in rows
    ]
    return Table(title, [*head, *figures], cells, numbers=len(figures))


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.0f} %"
