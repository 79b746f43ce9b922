"""What a run does about names: finds them, helps the model, checks its translation, repairs it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from newsxlate import resources
from newsxlate.article import Article, SentenceRef
from newsxlate.checking import check as check_sentence
from newsxlate.entities import Entities, NameAlignment
from newsxlate.errors import UsageError
from newsxlate.findings import Finding, finding
from newsxlate.languages import SOURCE
from newsxlate.names import hints
from newsxlate.names.alignment import check, peoples, terminology
from newsxlate.names.alignment.terminology import Terminology
from newsxlate.names.knowledge.glossary import Glossary
from newsxlate.names.recognition.entities import find_entities, misspellings
from newsxlate.names.repair import repair
from newsxlate.options import NameOptions
from newsxlate.result import Result, TranslatedSentence, Translation
from newsxlate.signature import Signature
from newsxlate.text.folding import fold

_WAYS = ("auto", "none", "source", "prompt")

# Codes of findings about names begin so; this one says that a name was repaired.
_OF_NAMES = "N5"
_REPAIRED = "N534"

# A repair may leave another form the only one of its kind: inconsistent.
_ROUNDS = 2


class NameChecker:
    """The names of a run's articles.

    Attributes:
        options: What to do about names.
        glossary: The user's terms; None if there are none.
    """

    def __init__(self, options: NameOptions, glossary: Glossary | None = None) -> None:
        """Take the options, and the glossary they name.

        Raises:
            UsageError: There is no such way to help.
        """
        if options.help not in _WAYS:
            raise UsageError(
                f"there is no name_help {options.help!r}", hint=f"Use {', '.join(_WAYS)}."
            )
        self.options = options
        self.glossary = glossary
        self._terms = Terminology(glossary) if glossary else None

    def entities(self, article: Article) -> Entities | None:
        """The names of an article; None if they are not wanted, or not known in its language."""
        wanted = self.options.check or self.options.normalize
        wanted = wanted or self.options.help not in ("auto", "none")
        return find_entities(article) if wanted and article.language == SOURCE else None

    def hints(self, target: str, family: str) -> hints.Hints:
        """What a model of a family is helped with that translates into ``target``."""
        method = self.options.help
        if method == "auto":
            method = resources.toml("names/help.toml")["best"].get(family, "none")
        return hints.Hints(
            language=target,
            method=method,
            normalize=self.options.normalize,
            glossary=self.glossary.terms(target) if self.glossary else None,
        )

    def signature(self, target: str, family: str) -> Signature:
        """What of the options decides how names read."""
        method = self.hints(target, family).method
        return Signature.named(
            ("names", method if method != "none" else None),
            ("names", "normalized" if self.options.normalize else None),
            ("names", "fixed" if self.options.fix else None),
            ("glossary", self.glossary.digest if self.glossary else None),
        )

    def check(self, result: Result) -> Result:
        """Check the names in all translations of a result, and repair what is to be repaired."""
        if result.ledger is None or not self.options.check:
            return result
        found = misspellings(result.ledger)
        if self.options.normalize:
            found += hints.findings(result.ledger)
        article = _Checked(result.article, result.ledger, self.glossary, self._terms)
        made = (article.checked(t, fix=self.options.fix) for t in result.translations)
        return replace(result, translations=tuple(made), findings=(*result.findings, *found))

    def check_again(
        self, result: Result, language: str, changed: Collection[SentenceRef] = ()
    ) -> Result:
        """Check the names of one translation anew, some of whose sentences a person has changed.

        Nothing is repaired: what is said of a sentence is up to the person. That something was
        repaired before is still told of the other sentences.

        Args:
            result: The result, checked before.
            language: Which translation.
            changed: The sentences that were changed, their other findings made anew already.

        Raises:
            KeyError: There is no such translation.
        """
        before = result.translation(language)
        if result.ledger is None or not self.options.check:
            names = tuple(name for name in before.names if name.ref not in changed)
            return result.with_translation(replace(before, names=names))
        article = _Checked(result.article, result.ledger, self.glossary, self._terms)
        made = article.checked(_mapped(before, _without_names), fix=False)
        notes = [note for note in _repaired(before) if (note.block, note.sentence) not in changed]
        old = {(*n.ref, n.start): n.replaced for n in before.names if n.ref not in changed}
        names = tuple(replace(n, replaced=old.get((*n.ref, n.start), "")) for n in made.names)
        return result.with_translation(replace(_with_findings(made, notes), names=names))


@dataclass(frozen=True)
class _Checked:
    """An article whose translations are checked.

    Attributes:
        article: The article.
        entities: Its names.
        glossary: The user's terms ...
        terms: ... ready to be looked for.
    """

    article: Article
    entities: Entities
    glossary: Glossary | None
    terms: Terminology | None

    @cached_property
    def sources(self) -> dict[SentenceRef, str]:
        """Its sentences, by block and sentence."""
        return {ref: sentence.text for ref, sentence in self.article.sentences()}

    @cached_property
    def names(self) -> Glossary | None:
        """What of the glossary can be in the article: looking up the rest would take time."""
        if self.glossary is None:
            return None
        text = fold(" ".join(self.sources.values()))
        return Glossary(tuple(t for t in self.glossary.entries if fold(t.source) in text))

    def checked(self, translation: Translation, *, fix: bool) -> Translation:
        """A translation with its names, their findings, and, if ``fix``, their repairs."""
        rows = {SentenceRef(block, number): row for block, number, row in translation.sentences()}
        targets = {place: row.text for place, row in rows.items() if not row.fallback}
        ours = {place for place, row in rows.items() if not row.origin}
        language = translation.language
        names, found = self._look(targets, language)
        repairs: list[tuple[int, repair.Repair]] = []
        for _ in range(_ROUNDS if fix else 0):
            targets, more = self._repaired(names, targets, ours, language)
            if not more:
                break
            repairs = [*_moved(repairs, more), *more]
            names, found = self._look(targets, language)
        if repairs:
            names = _with_replaced(names, repairs)
            found += [_note(made, language) for _, made in repairs]
            translation = self._rewritten(translation, targets)
        return replace(_with_findings(translation, found), names=names)

    def _look(
        self, targets: dict[SentenceRef, str], language: str
    ) -> tuple[tuple[NameAlignment, ...], list[Finding]]:
        names = check.check(self.entities, self.sources, targets, language, glossary=self.names)
        kept = self.terms.accepted(self.sources, targets, language) if self.terms else {}
        names = terminology.spared(names, kept)
        found = check.findings(names, language)
        if self.terms:
            found += self.terms.check(self.sources, targets, language, names)
        found += peoples.find(self.sources, targets, language, told=found, kept=kept)
        return names, found

    def _repaired(
        self,
        names: Sequence[NameAlignment],
        targets: dict[SentenceRef, str],
        ours: Collection[SentenceRef],
        language: str,
    ) -> tuple[dict[SentenceRef, str], list[tuple[int, repair.Repair]]]:
        """The targets with all repairs that make nothing worse, and where the new names stand.

        What a person wrote, and is not ``ours``, stays.
        """
        known = self.names.terms(language) if self.names else None
        planned = repair.plan(names, targets, self.entities, language, glossary=known)
        planned = [one for one in planned if one.ref in ours]
        fixed, done = dict(targets), []
        for place in dict.fromkeys(r.ref for r in planned):
            text, starts = repair.apply(targets[place], [r for r in planned if r.ref == place])
            if not self._new_codes(place, targets[place], text, language):
                fixed[place] = text
                done += starts
        return fixed, done

    def _new_codes(self, place: SentenceRef, old: str, new: str, language: str) -> Collection[str]:
        """The codes of what the other checks find in ``new`` and not in ``old``."""
        before, after = (self._plain(place, text, language) for text in (old, new))
        if any(f.fatal for f in before):
            # Nothing else was looked for in the old text.
            after = [f for f in after if f.fatal]
        return {f.code for f in after} - {f.code for f in before}

    def _plain(self, place: SentenceRef, text: str, language: str) -> list[Finding]:
        return check_sentence(
            self.sources[place],
            text,
            source_language=self.article.language,
            target_language=language,
            finished=True,
        )

    def _rewritten(self, translation: Translation, texts: dict[SentenceRef, str]) -> Translation:
        """A translation with other texts, and with the findings that still hold for them."""

        def rewrite(place: SentenceRef, row: TranslatedSentence) -> TranslatedSentence:
            text = texts.get(place, row.text)
            if text == row.text:
                return row
            before = self._plain(place, row.text, translation.language)
            after = self._plain(place, text, translation.language)
            gone = {f.code for f in before} - {f.code for f in after}
            kept = (
                replace(f, target=text) if f.target == row.text else f
                for f in row.findings
                if f.code not in gone
            )
            return replace(row, text=text, findings=tuple(kept))

        return _mapped(translation, rewrite)


def _mapped(
    translation: Translation,
    change: Callable[[SentenceRef, TranslatedSentence], TranslatedSentence],
) -> Translation:
    """A translation with every sentence changed."""
    blocks = tuple(
        replace(
            block,
            sentences=tuple(
                change(SentenceRef(block.block, number), row)
                for number, row in enumerate(block.sentences)
            ),
        )
        for block in translation.blocks
    )
    return replace(translation, blocks=blocks)


def _without_names(_: SentenceRef, row: TranslatedSentence) -> TranslatedSentence:
    """A sentence with what was found besides names."""
    found = tuple(f for f in row.findings if not f.code.startswith(_OF_NAMES))
    return replace(row, findings=found) if found != row.findings else row


def _repaired(translation: Translation) -> Iterator[Finding]:
    """What a translation is told of the repairs in it."""
    for block, number, row in translation.sentences():
        for found in row.findings:
            if found.code == _REPAIRED:
                yield replace(found, block=block, sentence=number)


def _with_findings(translation: Translation, found: Iterable[Finding]) -> Translation:
    """A translation with further findings, each with its sentence."""
    places: dict[SentenceRef, list[Finding]] = {}
    for one in found:
        assert one.block is not None
        assert one.sentence is not None
        places.setdefault(SentenceRef(one.block, one.sentence), []).append(one)

    def add(place: SentenceRef, row: TranslatedSentence) -> TranslatedSentence:
        more = places.get(place, ())
        return replace(row, findings=(*row.findings, *more)) if more else row

    return _mapped(translation, add)


def _moved(
    earlier: Iterable[tuple[int, repair.Repair]], later: Sequence[tuple[int, repair.Repair]]
) -> list[tuple[int, repair.Repair]]:
    """Repairs with where the new names stand after further ones in the same sentences."""

    def shift(start: int, made: repair.Repair) -> int:
        before = (r for _, r in later if r.ref == made.ref and r.start < start)
        return sum(len(r.text) - (r.end - r.start) for r in before)

    return [(start + shift(start, made), made) for start, made in earlier]


def _with_replaced(
    names: Iterable[NameAlignment], repairs: Iterable[tuple[int, repair.Repair]]
) -> tuple[NameAlignment, ...]:
    """The renderings, those that are repairs with what stood there."""
    old: dict[tuple[int, int, int | None], str]
    old = {(*r.ref, start): r.old for start, r in repairs}
    return tuple(replace(r, replaced=old.get((r.block, r.sentence, r.start), "")) for r in names)


def _note(made: repair.Repair, language: str) -> Finding:
    return finding(
        _REPAIRED,
        language=language,
        block=made.ref.block,
        sentence=made.ref.sentence,
        target=made.new,
        old=made.old,
        new=made.new,
    )
