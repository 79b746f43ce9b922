"""A sheet as the page shows it: its sentences in rows, grouped by what they are part of."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsxlate.article import Block, Kind, SentenceRef
from newsxlate.entities import NameAlignment
from newsxlate.outputs.article.html.markup import annotate
from newsxlate.outputs.article.view import Cell, Index, Places, cells, headed, together
from newsxlate.result import Translation
from newsxlate.review.desk import OpenFinding, Row, Sheet
from newsxlate.review.web import differences, marks, wording
from newsxlate.review.web.interface import Texts
from newsxlate.signoff import TEASER, TITLE, Part, SentenceState

_PLACE = re.compile(
    r"(?P<removed>removed )?(?P<kind>[a-z]+)(?: (?P<number>\d+))?"
    r"(?:, (?P<unit>sentence|cell) (?P<index>\d+))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding in the interface's words.

    Attributes:
        one: The finding.
        name: Its kind, in a few words.
        message: What was found.
        advice: What to do about it.
        where: The place, in words.
        anchor: The id of the sentence's row; empty if it concerns more than one.
        entry: The number of the name that it is about ...
        form: ... and the form that would be right; None and empty if it is about none.
    """

    one: OpenFinding
    name: str
    message: str
    advice: str
    where: str
    anchor: str = ""
    entry: int | None = None
    form: str = ""

    @property
    def key(self) -> str:
        """What it is dismissed by."""
        return self.one.key

    @property
    def severity(self) -> str:
        """How much it matters."""
        return self.one.finding.severity.value

    @property
    def open(self) -> bool:
        """Whether nobody dismissed it."""
        return self.one.dismissed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence with all that stands beside it.

    Attributes:
        id: Of its row in the page.
        row: The sentence.
        kind: What its block is.
        where: Its place, in words.
        source: The source sentence as mark-up.
        target: What stands there now, as mark-up.
        findings: What was found in it.
        first: Whether its block begins with it.
        heading: Whether it heads a box.
        cell: Which cell of a table it is: "2, 3"; else empty.
    """

    id: str
    row: Row
    kind: str
    where: str
    source: str
    target: str
    findings: tuple[Told, ...] = ()
    first: bool = True
    heading: bool = False
    cell: str = ""

    @property
    def state(self) -> str:
        """Untouched, accepted or edited."""
        review = self.row.review
        return (review.state if review else SentenceState.UNTOUCHED).value

    @property
    def worst(self) -> str:
        """The worst severity of its open findings; empty if there are none."""
        found = {told.severity for told in self.findings if told.open}
        return next((one for one in ("error", "warning", "note") if one in found), "")

    @property
    def differs(self) -> list[differences.Stretch]:
        """The machine's text beside what stands there; nothing if they are the same."""
        if self.row.text == self.row.machine:
            return []
        return list(differences.compare(self.row.machine, self.row.text))

    @property
    def renewed(self) -> list[differences.Stretch]:
        """What the machine had written when a person saw it, beside what it has now."""
        if not self.row.outdated or self.row.review is None:
            return []
        return list(differences.compare(self.row.review.machine, self.row.machine))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What is shown as one thing: a block, a list, a table, a box; or what was removed.

    Attributes:
        id: Of its part of the page.
        kind: What it is.
        lines: Its sentences, in order.
        tables: A table's rows in source and target, with the ids of the sentences in each cell.
        removed: The block that was left out, and why; None if it was not.
        why: Why it was left out.
    """

    id: str
    kind: str
    lines: tuple[Line, ...] = ()
    tables: tuple[tuple[tuple[Shown, ...], ...], ...] = ()
    removed: Block | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell of a table: what it reads, and the row of its first sentence."""

    text: str
    anchor: str


class Drawing:
    """Draws the rows of a sheet."""

    def __init__(self, sheet: Sheet, say: Texts) -> None:
        """Look up what all rows need.

        Args:
            sheet: What is shown.
            say: The texts of the interface, in its language.
        """
        self.sheet = sheet
        self.say = say
        self.language = say.language
        self.result = sheet.record.result
        self.made = _made(sheet)
        self._names: dict[SentenceRef, list[NameAlignment]] = defaultdict(list)
        for name in self.made.names if self.made else ():
            self._names[name.ref].append(name)
        self._places = Places(self.result.article)
        ledger = self.result.ledger
        translated = sheet.review.part is Part.TRANSLATION
        self._sources = marks.source_names(ledger, self.made if translated else None, say)
        self._rows: dict[str, SentenceRef] = {}
        if not translated:
            # What was found in a summary's sentence may have the place of what it rests on.
            for ref, row in sheet.rows.items():
                for one in row.findings:
                    self._rows.setdefault(one.key, ref)
        self._targets = marks.target_names(ledger, self.made, say) if translated else {}

    def where(self, block: int | None, sentence: int | None = None) -> str:
        """A place in words: "Paragraph 3, sentence 2"."""
        match = _PLACE.fullmatch(self._places.label(block, sentence))
        if not match:
            return self.say("kind.article")
        told = self.say(f"kind.{match['kind']}")
        if match["number"]:
            told += f" {match['number']}"
        if match["unit"]:
            told += f", {self.say('place.' + match['unit'])} {match['index']}"
        return told

    def place(self, one: OpenFinding) -> tuple[str, str]:
        """Where a finding is: the id of the sentence's row, empty without one, and in words."""
        found = one.finding
        if self.sheet.review.part is Part.SUMMARY:
            ref = self._rows.get(one.key)
            return (anchor(*ref), self.of_summary(ref)) if ref else ("", self.say("kind.article"))
        if found.block is None or found.sentence is None:
            return "", self.where(found.block)
        return anchor(found.block, found.sentence), self.where(found.block, found.sentence)

    def of_summary(self, ref: SentenceRef) -> str:
        """A sentence of a summary in words: "Sentence 2"."""
        named = {TITLE: "headline", TEASER: "teaser"}.get(ref.sentence)
        if named:
            return self.say(f"kind.{named}")
        return self.say("summary.sentence", number=ref.sentence + 1)

    def told(self, one: OpenFinding) -> Told:
        """A finding in words."""
        found = one.finding
        id_, where = self.place(one)
        name = self._name(one)
        return Told(
            one=one,
            name=self.say.code(found.code),
            message=wording.message(found, self.language),
            advice=wording.what_to_do(found.code, self.language),
            where=where,
            anchor=id_,
            entry=name.entry if name else None,
            form=name.expected[0] if name and name.expected else "",
        )

    def _name(self, one: OpenFinding) -> NameAlignment | None:
        """The rendering that a finding is about."""
        found = one.finding
        if not found.code.startswith("N51") or found.block is None or found.sentence is None:
            return None
        for name in self._names.get(SentenceRef(found.block, found.sentence), ()):
            same = name.text == found.target and name.source == found.source
            known = name.entry is not None and name.start is not None
            if same and known and not name.outcome.accepted:
                return name
        return None

    def groups(self) -> Iterator[Group]:
        """All of a translated article, what was removed at its place."""
        index = Index(self.result)
        sources = {cell.index: cell for cell in cells(self.result.article, None, index)}
        targets = {cell.index: cell for cell in cells(self.result.article, self.made, index)}
        run: list[Cell] = []
        for number, block in enumerate(self.result.article.blocks):
            cell = sources.get(number)
            if run and not (cell and together(run[-1], cell)):
                yield self._group(run, targets)
                run = []
            if cell:
                run.append(cell)
            else:
                yield self._removed(number, block)
        if run:
            yield self._group(run, targets)

    def _removed(self, number: int, block: Block) -> Group:
        kind = self.say(f"kind.{block.kind.value}")
        why = wording.reason(block.removed or "", self.language)
        return Group(id=f"g-{number}", kind=kind, removed=block, why=why)

    def _group(self, run: Sequence[Cell], targets: Mapping[int, Cell]) -> Group:
        lines: list[Line] = []
        for place, cell in enumerate(run):
            heading = cell.block.kind is Kind.BOX and not place and headed(run)
            for number in range(len(cell.block.sentences)):
                row = self.sheet.rows.get(SentenceRef(cell.index, number))
                if row is not None:
                    lines.append(self._line(row, cell, place, heading=heading))
        kind = run[0].block.kind
        tables: tuple[tuple[tuple[Shown, ...], ...], ...] = ()
        if kind is Kind.ROW:
            turned = [targets[cell.index] for cell in run if cell.index in targets]
            tables = (_table(run), _table(turned))
        return Group(id=f"g-{run[0].index}", kind=kind.value, lines=tuple(lines), tables=tables)

    def _line(self, row: Row, cell: Cell, place: int, *, heading: bool) -> Line:
        return self.line(
            row,
            kind=cell.block.kind.value,
            where=self.where(*row.ref),
            heading=heading,
            cell=f"{place + 1}, {_column(cell, row.ref.sentence) + 1}"
            if cell.block.kind is Kind.ROW
            else "",
        )

    def line(self, row: Row, *, kind: str, where: str, heading: bool, cell: str) -> Line:
        """A sentence with its findings and marks."""
        names = self._sources.get(row.ref, ())
        source = [*names, *marks.concerned(row.source, row.findings, "source")]
        target = [*self._targets.get(row.ref, ())]
        target += marks.concerned(row.text, row.findings, "target")
        return Line(
            id=anchor(*row.ref),
            row=row,
            kind=kind,
            where=where,
            source=annotate(row.source, source),
            target=annotate(row.text, target),
            findings=tuple(map(self.told, row.findings)),
            first=row.ref.sentence == 0 or kind == Kind.ROW,
            heading=heading,
            cell=cell,
        )

    def source(self, ref: SentenceRef) -> str:
        """A source sentence as mark-up, nothing marked."""
        return annotate(self.result.article.sentence(ref))

    def findings(self) -> list[Told]:
        """All findings, those of the article as a whole first."""
        told = [self.told(one) for one in self.sheet.findings]
        return sorted(told, key=lambda one: bool(one.anchor))


def anchor(block: int | None, sentence: int | None) -> str:
    """The id of a sentence's row."""
    return f"s-{block}-{sentence}"


def _made(sheet: Sheet) -> Translation | None:
    for made in sheet.record.result.translations:
        if made.language == sheet.review.language:
            return made
    return None


def _column(cell: Cell, sentence: int) -> int:
    """Which cell of its row a sentence is in."""
    before = 0
    for place, pieces in enumerate(cell.columns):
        before += len(pieces)
        if sentence < before:
            return place
    return 0


def _table(run: Sequence[Cell]) -> tuple[tuple[Shown, ...], ...]:
    rows = []
    for cell in run:
        before, shown = 0, []
        for pieces in cell.columns:
            text = "".join(piece.gap + piece.text for piece in pieces)
            shown.append(Shown(text, anchor(cell.index, before) if pieces else ""))
            before += len(pieces)
        rows.append(tuple(shown))
    return tuple(rows)
