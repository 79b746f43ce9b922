"""Join the rooms: read, segment, translate."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsxlate.article import Article, SentenceRef
from newsxlate.options import Options
from newsxlate.processing import Processing
from newsxlate.progress import Progress, Silent
from newsxlate.result import Result, TranslatedSentence, Translation
from newsxlate.signature import Signature, device_kind
from newsxlate.version import __version__

if TYPE_CHECKING:
    from newsxlate.corrections import Corrections
    from newsxlate.engines.batching import Memory
    from newsxlate.entities import Entities
    from newsxlate.findings import Finding
    from newsxlate.models import EnginePool, Route
    from newsxlate.summarizing.abstractive import Writer
    from newsxlate.summarizing.rendering import Rendering
    from newsxlate.translating import LoadedStep, Remembered, Segment


class Pipeline:
    """Reads and translates articles, keeping the models it has loaded.

    Use it as a context manager, or call `close` to free the models.

    >>> with Pipeline(Options(targets=("en",))) as pipeline:  # doctest: +SKIP
    ...     result = pipeline.translate(pipeline.read("article.txt"))
    ...     print(result.translations[0].title)
    """

    def __init__(
        self,
        options: Options | None = None,
        *,
        progress: Progress | None = None,
        memory: Memory | None = None,
        processing: Processing | None = None,
        engines: EnginePool | None = None,
        corrections: Corrections | None = None,
        memories: Corrections | None = None,
    ) -> None:
        """Make a pipeline; nothing is loaded before it is needed.

        Args:
            options: What to do and how; the defaults translate into English.
            progress: Who is told what happens.
            memory: Where translations made before are looked for, and new ones kept.
            processing: Does what needs no engine, with the same options; by default this process.
            engines: Finds and loads the models, and is left open; by default one of its own.
            corrections: What people have translated before: their sentences take their texts.
            memories: What is in the memories that the options name, if somebody has read them.

        Raises:
            InputError: The glossary or a memory cannot be read, or the glossary has bad rows.
        """
        self.options = options or Options()
        self._progress = progress or Silent()
        self._memory = memory
        self._processing = processing or Processing(self.options.names)
        self._remembered = _remembered(self.options, corrections, memories)
        self._own = engines is None
        self._pool = engines

    def __enter__(self) -> Pipeline:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory of all models it has loaded; those of a pool that was handed in stay."""
        if self._pool and self._own:
            self._pool.close()

    @property
    def engines(self) -> EnginePool:
        """What finds and loads the models."""
        if self._pool is None:
            from newsxlate.models import EnginePool

            self._pool = EnginePool(self.options, progress=self._progress)
        return self._pool

    def load(self, source: str, targets: Sequence[str] | None = None) -> None:
        """Load every model that translates articles in the language ``source``.

        It is done when it is needed, too; but several threads may use only what is loaded.

        Args:
            source: ISO 639-1 code.
            targets: The target languages; by default those of the options.

        Raises:
            ModelError: There is no model for a pair.
            EngineError: A model cannot be loaded.
        """
        for target in self.options.targets if targets is None else targets:
            self._loaded(source, target)

    def read(self, source: str | Path) -> Article:
        """Read, clean and segment an article in any format that is read; see `open`."""
        return self.open(source).article

    def open(self, source: str | Path) -> Result:
        """Read, clean and segment an article, or take a result that was written as JSON.

        Args:
            source: A path, or "-" for standard input.

        Returns:
            The result in the file; for an article, one with neither names nor translations.

        Raises:
            InputError: The input holds neither one article nor a result.
            LanguageError: It is not in the source language.
        """
        from newsxlate.opening import open_input

        return open_input(
            source,
            language=self.options.source,
            keep_boilerplate=self.options.reading.keep_boilerplate,
            max_bytes=self.options.reading.max_bytes,
            time_limit=self.options.reading.time_limit,
            say=self._progress.say,
        )

    def translate(self, article: Article | Result) -> Result:
        """Translate one article into all target languages of the options.

        Args:
            article: The article; or a result, whose translations are kept and not made again.

        Raises:
            ModelError: There is no model for a pair.
            EngineError: A model cannot be loaded or run.
        """
        if isinstance(article, Result):
            return self._extended(article)
        return self.translate_many([article])[0]

    def _extended(self, result: Result) -> Result:
        """A result with the languages that it has no translation into, and the summaries."""
        if not result.translations:
            result = replace(result, article=_segmented(result.article))
        there = {translation.language for translation in result.translations}
        missing = [target for target in self.options.targets if target not in there]
        if missing:
            (added,) = self._translated([result], missing)
            found = (one for one in added.findings if one not in result.findings)
            result = replace(
                result,
                translations=(*result.translations, *added.translations),
                findings=(*result.findings, *found),
                ledger=result.ledger or added.ledger,
            )
        return self.summarize(result) if self.options.summary.lengths else result

    def translate_many(self, articles: Sequence[Article]) -> list[Result]:
        """Translate articles together, so that batches fill up across them.

        A sentence's translation does not depend on the articles beside its own.

        Returns:
            One result for each article, in order.
        """
        results = self._translated(
            [Result(article=_segmented(article)) for article in articles], self.options.targets
        )
        return (
            [self.summarize(result) for result in results]
            if self.options.summary.lengths
            else results
        )

    def _translated(self, given: Sequence[Result], targets: Sequence[str]) -> list[Result]:
        """Results with the translations into ``targets`` only, their names checked."""
        articles = [result.article for result in given]
        # Every model is looked for before the first translates: nothing that was made gets lost.
        for source in sorted({article.language for article in articles}):
            self.load(source, targets)
        # Renderings name the entries of the ledger that is there: it must stay the same.
        ledgers = [
            (result.ledger or found) if found is not None else None
            for result, found in zip(given, self._processing.entities(articles), strict=True)
        ]
        translations: list[list[Translation]] = [[] for _ in articles]
        for target in targets:
            for source in sorted({article.language for article in articles}):
                numbers = [n for n, a in enumerate(articles) if a.language == source]
                chosen = [(articles[n], ledgers[n]) for n in numbers]
                for number, made in zip(numbers, self._into(chosen, source, target), strict=True):
                    translations[number].append(made)
        sources = {article.language for article in articles}
        cautions = {source: tuple(self._cautions(source, targets)) for source in sources}
        return self._processing.check(
            [
                Result(
                    article=article,
                    translations=tuple(made),
                    findings=cautions[article.language],
                    ledger=entities,
                )
                for article, made, entities in zip(articles, translations, ledgers, strict=True)
            ]
        )

    def _cautions(self, source: str, targets: Sequence[str]) -> Iterator[Finding]:
        """What is to be said of the models themselves."""
        from newsxlate.findings import finding

        for target in targets:
            if why := self.engines.weakness(source, target):
                model = self.engines.route(source, target)
                yield finding("N212", language=target, model=model, why=why)

    def summarize(self, article: Article | Result) -> Result:
        """Summarise an article in all target languages of the options, its own included.

        Args:
            article: The article; or its translations, none of which is then made again.

        Returns:
            The article, or what was given, with a summary for each language and length.

        Raises:
            UsageError: There is no such method, or the model does not summarise.
            ModelError: There is no model for a pair, or none that summarises.
            EngineError: A model cannot be loaded or run.
        """
        from newsxlate.summarizing.run import run

        result = article if isinstance(article, Result) else Result(article=_segmented(article))
        made = run(
            result,
            self.options.targets,
            self.options.summary,
            renderer=lambda language: self._rendering(result, language),
            writer=lambda: self._writer(result.article.language),
        )
        there = {result.article.language, *(t.language for t in result.translations)}
        others = [target for target in self.options.targets if target not in there]
        cautions = self._cautions(result.article.language, others)
        # A result that was summarised before has them.
        found = (caution for caution in cautions if caution not in made.findings)
        return replace(made, findings=(*made.findings, *found))

    def _rendering(self, result: Result, target: str) -> Rendering:
        """What gives an article's sentences in a target language."""
        from newsxlate.summarizing.rendering import Translated
        from newsxlate.translating.segments import segment

        def into(segments: Sequence[Segment]) -> list[TranslatedSentence]:
            route, steps = self._loaded(result.article.language, target)
            return self._run(self._recalled(segments, route), steps, target)

        made = [t for t in result.translations if t.language == target]
        if made:
            # A model is needed only for what is not in the translation.
            return Translated.of(result.article, made[0], into)
        route, steps = self._loaded(result.article.language, target)
        hints = self._processing.names.hints(steps[0].target, route.steps[0].model.family)
        entities = self._processing.names.entities(result.article)

        def segmented(ref: SentenceRef) -> Segment:
            return segment(result.article, entities, ref, hints)

        signature = self._signature(steps, route)
        if self._remembered:
            # Which of its sentences will be asked for is not known yet.
            whole = self._recalled([segmented(r) for r, _ in result.article.sentences()], route)
            signature += self._remembered.signature(whole, result.article.language, target)
        return Translated(result.article, target, str(signature), into, segment=segmented)

    def _writer(self, source: str) -> Writer:
        """Load the model that writes summaries of texts in ``source``."""
        from newsxlate.summarizing.abstractive import make_writer

        model = self.engines.writer(source)
        return make_writer(self.engines.engine(model), model)

    def _into(
        self, named: Sequence[tuple[Article, Entities | None]], source: str, target: str
    ) -> list[Translation]:
        """Translate articles of one language, with their names, into another."""
        from newsxlate.translating.segments import gather, origins, segment

        route, steps = self._loaded(source, target)
        hints = self._processing.names.hints(steps[0].target, route.steps[0].model.family)
        made_of = list(origins([article for article, _ in named]))
        segments = self._recalled(
            [segment(*named[one.article], one.ref, hints) for one in made_of], route
        )
        started = time.perf_counter()
        made = self._run(segments, steps, target)
        seconds = time.perf_counter() - started
        signature = self._signature(steps, route)
        share = seconds / max(1, len(segments))
        more = [Signature()] * len(named)
        if self._remembered:
            rows = list(zip(made_of, segments, strict=True))
            own = [[row for one, row in rows if one.article == n] for n in range(len(named))]
            more = [self._remembered.signature(given, source, target) for given in own]
        return [
            Translation(
                language=target,
                model=str(signature + own),
                pivot=steps[0].target if len(steps) > 1 else None,
                blocks=blocks,
                seconds=round(share * sum(len(block.sentences) for block in blocks), 3),
            )
            for blocks, own in zip(gather(len(named), made_of, made, target), more, strict=True)
        ]

    def _recalled(self, segments: Sequence[Segment], route: Route) -> list[Segment]:
        """Segments with what people have made of them, or of similar ones, before."""
        return self._remembered.recall(segments, route) if self._remembered else list(segments)

    def _run(
        self, segments: Sequence[Segment], steps: Sequence[LoadedStep], target: str
    ) -> list[TranslatedSentence]:
        """Translate segments by a route, and say how far it is."""
        from newsxlate.translating import translate

        self._progress.start(f"translating into {_name(target)}", len(segments))
        return translate(
            segments,
            steps,
            beam=self.options.decoding.beam,
            retries=self.options.decoding.retries,
            batch_tokens=self.options.decoding.batch_tokens,
            finish=self._processing.finish,
            on_done=self._progress.advance,
            on_retry=lambda count: self._progress.start("trying again what failed", count),
        )

    def _loaded(self, source: str, target: str) -> tuple[Route, list[LoadedStep]]:
        """The route from ``source`` to ``target``, and its steps with their engines."""
        from newsxlate.translating import LoadedStep

        route = self.engines.route(source, target)
        steps = [
            LoadedStep(self.engines.engine(step.model), step.source, step.target, self._memory)
            for step in route.steps
        ]
        return route, steps

    def _signature(self, steps: Sequence[LoadedStep], route: Route) -> Signature:
        """All that decides what a translation reads like, but what people translated before."""
        signature = Signature.named(("newsxlate", __version__))
        for step, (model, *_) in zip(steps, route.steps, strict=True):
            signature += Signature.named(
                (f"{step.source}-{step.target}", model.name),
                ("rev", self.engines.revision(model)),
                ("prompt", model.prompt or None),
                ("engine", step.engine.kind),
                ("type", step.engine.compute_type),
                ("device", device_kind(step.engine.device)),
            )
        decoding = self.options.decoding
        signature += Signature.named(
            ("beam", decoding.beam or "default"), ("retries", decoding.retries)
        )
        names = self._processing.names.signature(steps[0].target, route.steps[0].model.family)
        return signature + names


def _remembered(
    options: Options, corrections: Corrections | None, memories: Corrections | None
) -> Remembered | None:
    """What people have translated before; None if nothing is known of that."""
    paths = options.decoding.memory if memories is None else ()
    if corrections or memories or paths:
        from newsxlate.translating import Remembered

        return Remembered.of(corrections, memories, paths)
    return None


def _segmented(article: Article) -> Article:
    """An article with its sentences, which one that was read without a pipeline has not yet."""
    from newsxlate.segmenting import segment

    missing = any(block.text and not block.sentences for _, block in article.kept())
    return segment(article) if missing else article


def _name(language: str) -> str:
    from newsxlate.languages import language as find

    return find(language).name
