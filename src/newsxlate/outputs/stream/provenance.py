"""What several export formats share: identifiers, provenance, dates, and text for XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from newsxlate import embargo
from newsxlate.article import Article, Kind
from newsxlate.outputs.article.credit import account, editors, remembered, statement
from newsxlate.outputs.article.display import direction, language_name, line
from newsxlate.outputs.article.view import Cell, Index, Piece, Places, cells, headed, runs
from newsxlate.outputs.stream.pairs import describe
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Result, Translation
from newsxlate.signoff import Part, Review
from newsxlate.summary import Summary
from newsxlate.text.dates import moment
from newsxlate.version import __version__

GENERATOR = f"newsxlate {__version__}"
# The IPTC's Content Production Party Role NewsCodes: of who edits, or signs off, and of who changed
# the text itself.
ROLES = "http://cv.iptc.org/newscodes/contentprodpartyrole/"
EDITOR, TEXT_EDITOR = "editor", "contentEditor"

_NOT_XML = re.compile("[\ufffe\uffff]")
_TAGS = {Kind.HEADLINE: "h2", Kind.SUBHEAD: "h2", Kind.ITEM: "li", Kind.ROW: "tr"}
_AROUND = {Kind.ITEM: "ul", Kind.ROW: "table", Kind.BOX: "aside"}
# What their tags say already needs no class.
_UNNAMED = frozenset({Kind.PARAGRAPH, Kind.SUBHEAD, Kind.ITEM, Kind.ROW, Kind.BOX})


def xml_text(text: str) -> str:
    """``text`` on one line; what XML 1.0 cannot hold becomes U+FFFD."""
    return _NOT_XML.sub("\ufffd", line(text))


def urn(record: Record, language: str) -> str:
    """The identifier of a document in one language, the same in every export."""
    return f"urn:newsxlate:{record.token}:{xml_text(language)}"


def web_address(record: Record) -> str | None:
    """Where the document was published, if that is an address on the web."""
    for candidate in (record.url, record.result.article.source):
        try:
            parts = urlsplit(candidate or "")
        except ValueError:
            continue
        if candidate and parts.scheme in ("http", "https") and parts.netloc:
            # A URI has neither spaces nor anything but ASCII, which an address may well have.
            return re.sub(
                r"[^!-~]|[\"<>\\^`{|}]",
                lambda found: "".join(
                    f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")
                ),
                candidate.strip(),
            )
    return None


def is_day(text: str) -> bool:
    """Whether an ISO 8601 date has no time."""
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return False
    return True


def embargo_end(article: Article) -> datetime | None:
    """Until when an article must not be published, for formats that want a point in time.

    An embargo that is no date, as in JSON that another program wrote, has no end that is known.
    """
    if not article.embargoed:
        return None
    return moment(article.embargoed) or datetime.max.replace(microsecond=0, tzinfo=UTC)


def provenance(record: Record, translation: Translation) -> str:
    """One sentence that says where a translation comes from, and whether it has to wait."""
    source = language_name(record.result.article.language)
    through = f" through {language_name(translation.pivot)}" if translation.pivot else ""
    until = record.result.article.embargoed
    embargoed = f"; embargoed until {until}" if until else ""
    return f"Machine translation from {source}{through}; {translation.model}{embargoed}"


def status(record: Record, language: str, now: datetime | None) -> embargo.Status:
    """Whether a translation may go out: somebody has approved it, and it is under no embargo."""
    review = record.review(language)
    embargoed = record.result.article.embargoed
    return embargo.publication(embargoed, approved=review.approved, now=now)


def people(review: Review) -> list[tuple[str, str]]:
    """Who worked on a text: role (see `ROLES`) and name, who approved it first."""
    approver = line(review.by) if review.approved else ""
    found = [(EDITOR, approver)] if approver else []
    return found + [(TEXT_EDITOR, name) for name in editors(review)]


def editorial_notes(record: Record, translation: Translation) -> list[str]:
    """What an editor elsewhere should know, a line each.

    Where the translation comes from and how far its review has come; what was found in it, each
    with its place; and what was declared to be no mistake, and why.
    """
    review = record.review(translation.language)
    count = remembered(record.result, translation.language)
    memory = f"from the translation memory: {count}" if count else ""
    said = "; ".join(filter(None, [statement(review), account(review), memory]))
    notes = [provenance(record, translation), said]
    left_out = withheld_summary(record, translation.language)
    if left_out:
        notes.append("The summary is left out: nobody has approved it")
    places = Places(record.result.article)
    notes += [
        f"{places.label(found.block, found.sentence)}: {describe(found)}"
        for found in record.result.all_findings()
        if found.language in (None, translation.language)
        and not (left_out and found.code.startswith("N6"))
    ]
    return notes + [
        f"{places.label(row.block, row.sentence)}: {row.code} dismissed by {row.by}:"
        f" {row.message} ({row.reason})"
        for row in review.dismissed
    ]


def summary(result: Result, language: str) -> Summary | None:
    """The summary of an article in one language, if there is one."""
    return next((made for made in result.summaries if made.language == language), None)


def carried_summary(record: Record, language: str) -> Summary | None:
    """The summary that goes with a translation; none if only the translation was approved.

    What may go out must not carry along what nobody has read.
    """
    withheld = withheld_summary(record, language)
    return None if withheld else summary(record.result, language)


def withheld_summary(record: Record, language: str) -> bool:
    """Whether there is a summary that must not go out with the translation, which may."""
    return (
        record.review(language).approved
        and summary(record.result, language) is not None
        and not record.review(language, Part.SUMMARY).approved
    )


def paragraphs(result: Result, translation: Translation, namespace: str = "") -> Iterator[Any]:
    """The text of a translation as elements of HTML, without the headline that is its title.

    What stands in the source language is marked as being in it.

    Args:
        result: The article.
        translation: One of its translations.
        namespace: What the elements' names begin with: "" or "{http://www.w3.org/1999/xhtml}".

    Yields:
        An `lxml.etree` element a block, or a list, a table and a box.
    """
    from lxml import etree

    headlines = (block.block for block in translation.blocks if block.kind is Kind.HEADLINE)
    title = next(headlines, None)
    html = _Html(translation.language, result.article.language, namespace)
    filled = (
        cell
        for cell in cells(result.article, translation, Index(result))
        if cell.index != title and any(piece.text for piece in cell.pieces)
    )
    for kind, run in runs(filled):
        if kind not in _AROUND:
            yield from map(html.block, run)
            continue
        around = etree.Element(namespace + _AROUND[kind], None, None)
        around.extend(map(html.block, run))
        if kind is Kind.BOX:
            around.set("class", str(kind))
            if headed(run):
                html.embolden(around[0])
        yield around


@dataclass(frozen=True, slots=True)
class _Html:
    """Makes elements of blocks.

    Attributes:
        language: The language of the translation.
        source: That of the article.
        namespace: What the elements' names begin with.
    """

    language: str
    source: str
    namespace: str

    def block(self, cell: Cell) -> Any:
        """A block, in a list or table its item or row."""
        from lxml import etree

        kind = cell.block.kind
        element = etree.Element(self.namespace + _TAGS.get(kind, "p"), None, None)
        if kind not in _UNNAMED:
            element.set("class", str(kind))
        if direction(self.language) == "rtl":
            element.set("dir", "rtl")
        if kind is Kind.ROW:
            for pieces in cell.columns:
                self._fill(etree.SubElement(element, f"{self.namespace}td"), pieces)
        else:
            self._fill(element, cell.pieces)
            if kind is Kind.QUESTION:
                self.embolden(element)
        return element

    def embolden(self, element: Any) -> None:
        """Set what is in an element in bold, which systems keep that know no classes."""
        from lxml import etree

        strong = etree.Element(f"{self.namespace}strong", None, None)
        strong.text, element.text = element.text, None
        strong.extend(list(element))
        element.append(strong)

    def _fill(self, element: Any, pieces: Sequence[Piece]) -> None:
        from lxml import etree

        last = None
        for piece in pieces:
            text = xml_text(piece.text)
            if not text:
                continue
            if not piece.fallback:
                _append(element, last, piece.gap + text)
                continue
            _append(element, last, piece.gap)
            marked = {"lang": self.source, "dir": direction(self.source)}
            last = etree.SubElement(element, f"{self.namespace}span", marked)
            last.text = text


def _append(element: Any, last: Any, text: str) -> None:
    """Add text behind the last child of an element, or at its start if it has none."""
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text
