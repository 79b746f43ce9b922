"""Read parts of documents as they stand now: the machine's text with people's over it."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from newsxlate.archive.store import codec, reader
from newsxlate.archive.store.codec import StoredTranslation
from newsxlate.archive.store.database import Damage, Store
from newsxlate.article import SentenceRef
from newsxlate.errors import InputError
from newsxlate.outputs.stream.record import Record
from newsxlate.result import Result
from newsxlate.review import dismissals, matching, overlay, states, terms
from newsxlate.review.cache import Cache
from newsxlate.review.dismissals import Found
from newsxlate.review.layers import Document, Layer, Opened
from newsxlate.review.sheet import OpenFinding, Row, Sheet
from newsxlate.review.terms import Naming, Terms
from newsxlate.signoff import Part, Review, State, digest

_joined: Cache[Result] = Cache(64)


class Reading:
    """Reads a store's documents."""

    def __init__(self, store: Store, naming: Naming) -> None:
        """Take the store, and what is done about names in checking again."""
        self.store = store
        self.naming = naming

    def document(self, id_: str) -> Document:
        """A document that is done.

        Raises:
            InputError: There is none, it has no result, or it is damaged.
        """
        row = self.store.connection.execute(
            "SELECT number, status FROM documents WHERE id = ?", (id_,)
        ).fetchone()
        if row is None:
            raise InputError(f"there is no document {id_!r} in {self.store.path}")
        if row[1] != "done":
            raise InputError(
                f"there is no result of {id_!r} in {self.store.path}",
                hint="`newsxlate archive run` makes one.",
            )
        made = self.numbered(row[0])
        if isinstance(made, Damage):
            raise InputError(
                f"{self.store.path}: {made.id} is damaged: {made.reason}",
                hint=reader.repair(self.store.path),
            )
        return made

    def numbered(self, number: int) -> Document | Damage:
        """A document that is done, by its number in the store; or what is wrong with it."""
        found: list[tuple[Result, bytes]] = []

        def join(
            article: bytes,
            translations: Sequence[StoredTranslation],
            summaries: Sequence[bytes] = (),
            ledger: bytes | None = None,
        ) -> Result:
            key = _digest(article, translations, summaries, ledger)
            made = _joined.get(key, lambda: codec.join(article, translations, summaries, ledger))
            found.append((made, key))
            return made

        record = reader.read(self.store, number, join)
        if isinstance(record, Damage):
            return record
        (text,) = self.store.connection.execute(
            "SELECT text FROM documents WHERE number = ?", (number,)
        ).fetchone()
        return Document(text, record, *found[0])

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read all within as it stood at one moment, whatever a run stores meanwhile."""
        connection = self.store.connection
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.rollback()

    def opened(self, id_: str, language: str, part: Part) -> Opened:
        """A part of a document.

        Raises:
            InputError: There is none, or it is damaged.
        """
        with self.snapshot():
            for one in self.parts(self.document(id_), [language]):
                if one.layer.part is part:
                    return one
        what = "summary in" if part is Part.SUMMARY else "translation into"
        raise InputError(f"there is no {what} {language!r} of {id_!r}")

    def parts(self, document: Document, languages: Sequence[str]) -> list[Opened]:
        """The parts of a document in some languages, of those that it has."""
        layers = self.layers(document, languages)
        confirmed = {code: self.confirmed(document, code) for code in languages}
        result = self.overlaid(document, layers, confirmed)
        shown = [(layer, *self._findings(document, result, layer)) for layer in layers]
        reviews = [_review(document, layer, findings) for layer, _, findings in shown]
        machine = self._seen(document, layers)
        record = replace(document.record, result=result, reviews=tuple(reviews), machine=machine)
        return [
            Opened(
                Sheet(
                    record=record,
                    machine=machine,
                    review=review,
                    rows=_rows(layer, found, findings),
                    findings=findings,
                    terms=confirmed[layer.language],
                ),
                document,
                layer,
                found,
            )
            for (layer, found, findings), review in zip(shown, reviews, strict=True)
        ]

    def record(self, document: Document) -> Record:
        """A document with people's text in it, without the findings that they dismissed."""
        parts = self.parts(document, document.languages)
        if not parts:
            return replace(document.record, machine=document.record.result)
        record = parts[0].sheet.record
        gone = {
            id(one.original)
            for part in parts
            for one, shown in zip(part.found, part.sheet.findings, strict=True)
            if shown.dismissed
        }
        return replace(record, result=dismissals.without(record.result, gone))

    def layers(self, document: Document, languages: Sequence[str]) -> list[Layer]:
        """What people did to a document's parts in some languages, of those that it has."""
        made: list[Layer] = []
        for code in languages:
            translation = self._layer(document, code, Part.TRANSLATION)
            base, key = _followed(document, translation, translation.texts)
            made += (translation, self._layer(document, code, Part.SUMMARY, base, key))
        return [layer for layer in made if layer.lines]

    def _layer(
        self,
        document: Document,
        language: str,
        part: Part,
        base: Result | None = None,
        key: Hashable = None,
    ) -> Layer:
        connection = self.store.connection
        if base is None:
            base, key = document.base, document.key
        there = matching.load(connection, document.record.id, language, part)
        review, text = states.load(connection, document.record.id, language, part)
        if part is Part.SUMMARY and review.approved and text == document.text:
            base = matching.as_approved(base, language, there)
            key = (key, language, tuple(one.stored for one in there))
        lines = matching.lines(base, language, part)
        corrections, earlier = matching.match(lines, there, part)
        return Layer(language, part, base, key, lines, corrections, earlier, review, text)

    def confirmed(self, document: Document, language: str) -> Terms:
        """The terms that were confirmed, of those that the article has."""
        sources = [sentence.text for _, sentence in document.base.article.sentences()]
        return terms.confirmed(self.store.connection, document.record.id, language, sources)

    def try_out(self, opened: Opened, texts: Mapping[SentenceRef, str]) -> None:
        """Check texts as if they stood in a part already, so that it is done when they do."""
        layer = opened.layer
        language = layer.language
        confirmed = {language: self.confirmed(opened.document, language)}
        known = {ref: text for ref, text in texts.items() if ref in layer.lines}
        self.overlaid(opened.document, [layer], confirmed, known)
        if layer.part is Part.TRANSLATION:
            _followed(opened.document, layer, {**layer.texts, **known})

    def overlaid(
        self,
        document: Document,
        layers: Iterable[Layer],
        confirmed: Mapping[str, Terms],
        more: Mapping[SentenceRef, str] | None = None,
    ) -> Result:
        """A document's result with people's text in it, checked again.

        Args:
            document: The document.
            layers: What people did.
            confirmed: Confirmed terms, by language.
            more: Further texts, of the first layer.
        """
        result, key = document.base, document.key
        for layer in layers:
            changes = layer.changed({**layer.texts, **(more or {})})
            more = None
            language = layer.language
            if layer.part is Part.TRANSLATION:
                result, key = overlay.translation(
                    result, key, language, changes, confirmed[language], self.naming
                )
            else:
                made, _ = overlay.summaries(layer.base, layer.key, language, changes)
                own = matching.summaries(made, language)
                result = matching.with_summaries(result, language, own)
        return replace(result, article=document.record.result.article)

    def _seen(self, document: Document, layers: Iterable[Layer]) -> Result:
        """A document's result as the machine had left it when people saw it, where they have.

        A later run may have taken their sentences over; what they mended is to be told all the
        same.
        """
        result, key = document.base, document.key
        for layer in layers:
            if layer.part is Part.TRANSLATION:
                before = {
                    ref: one.review.machine
                    for ref, one in layer.corrections.items()
                    if one.review.machine != layer.lines[ref].machine
                }
                result, key = overlay.translation(
                    result, key, layer.language, before, (), self.naming
                )
        return replace(result, article=document.record.result.article)

    def _findings(
        self, document: Document, result: Result, layer: Layer
    ) -> tuple[list[Found], tuple[OpenFinding, ...]]:
        found = dismissals.find(document.record.id, result, layer.language, layer.part)
        known = dismissals.dismissed(self.store.connection, document.record.id, found)
        shown = []
        for one in found:
            dismissal = known.get(one.key)
            if dismissal:
                block, sentence = one.finding.block, one.finding.sentence
                dismissal = replace(dismissal, block=block, sentence=sentence)
            shown.append(OpenFinding(key=one.key.hex(), finding=one.finding, dismissed=dismissal))
        return found, tuple(shown)


def _followed(
    document: Document, translation: Layer, now: Mapping[SentenceRef, str]
) -> tuple[Result, Hashable]:
    """What summaries lie over: the result, with what people changed in the translation."""
    language = translation.language
    changes = matching.following(document.base, language, translation.lines, now)
    return overlay.summaries(document.base, document.key, language, changes)


def _rows(
    layer: Layer, found: Sequence[Found], findings: Sequence[OpenFinding]
) -> dict[SentenceRef, Row]:
    of_rows: dict[SentenceRef, list[OpenFinding]] = {}
    for one, shown in zip(found, findings, strict=True):
        if one.row is not None:
            of_rows.setdefault(one.row, []).append(shown)
    rows = {}
    for ref, text in layer.texts.items():
        line, correction = layer.lines[ref], layer.corrections.get(ref)
        review = correction.review if correction else None
        rows[ref] = Row(
            ref=ref,
            source=line.source,
            machine=line.machine,
            text=text,
            version=review.version if review else 0,
            review=review,
            # A run may have taken the person's text for its own.
            outdated=review is not None and line.machine not in (review.machine, text),
            findings=tuple(of_rows.get(ref, ())),
        )
    return rows


def _review(document: Document, layer: Layer, findings: Sequence[OpenFinding]) -> Review:
    """A part's review as it reads now: what was said of another text does not count."""
    review, state = layer.review, layer.review.state
    if state is not State.MACHINE and layer.text != document.text:
        state = State.IN_REVIEW
    if state is State.APPROVED and review.final_hash != digest(layer.texts.values()):
        state = State.IN_REVIEW
    if state is not State.APPROVED:
        review = replace(review, state=state, responsible=False, final_hash="")
    return replace(
        review,
        sentences=tuple(one.review for one in layer.corrections.values()),
        dismissed=tuple(one.dismissed for one in findings if one.dismissed),
        earlier=tuple(one.review for one in layer.earlier),
    )


def _digest(
    article: bytes,
    translations: Sequence[StoredTranslation],
    summaries: Sequence[bytes],
    ledger: bytes | None,
) -> bytes:
    """What a stored result is known by: all that it is joined of."""
    made = hashlib.blake2b(digest_size=16)
    for part in translations:
        made.update(repr((part.language, part.model, part.seconds, len(part.data))).encode())
        made.update(part.data)
    for data in (article, *summaries, ledger or b""):
        made.update(len(data).to_bytes(8) + data)
    return made.digest()
