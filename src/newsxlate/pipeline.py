"""Join the rooms: read, segment, translate."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from newsxlate.article import Article, SentenceRef
from newsxlate.options import Options
from newsxlate.processing import Processing
from newsxlate.progress import Progress, Silent
from newsxlate.result import Result, TranslatedSentence, Translation
from newsxlate.version import __version__

if TYPE_CHECKING:
    from newsxlate.engines.batching import Memory
    from newsxlate.engines.engine import Engine
    from newsxlate.entities import Entities
    from newsxlate.models import Model, Registry, Route, Store
    from newsxlate.summarizing.abstractive import Writer
    from newsxlate.summarizing.rendering import Rendering
    from newsxlate.translating import LoadedStep, Segment


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
    ) -> None:
        """Make a pipeline; nothing is loaded before it is needed.

        Args:
            options: What to do and how; the defaults translate into English.
            progress: Who is told what happens.
            memory: Where translations made before are looked for, and new ones kept.
            processing: Does what needs no engine, with the same options; by default this process.

        Raises:
            InputError: The glossary cannot be read, or has bad rows.
        """
        self.options = options or Options()
        self._progress = progress or Silent()
        self._memory = memory
        self._processing = processing or Processing(self.options)
        self._engines: dict[str, Engine] = {}
        self._routes: dict[tuple[str, str], Route] = {}
        self._models: tuple[Registry, Store] | None = None

    def __enter__(self) -> Pipeline:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory of all loaded models."""
        while self._engines:
            self._engines.popitem()[1].close()

    def load(self, source: str) -> None:
        """Load every model that translates articles in the language ``source``.

        It is done when it is needed, too; but several threads may use only what is loaded.

        Raises:
            ModelError: There is no model for a pair.
            EngineError: A model cannot be loaded.
        """
        for target in self.options.targets:
            self._steps(source, target)

    def read(self, source: str | Path) -> Article:
        """Read, clean and segment an article.

        Args:
            source: A path, or "-" for standard input.

        Raises:
            InputError: The input cannot be read as an article.
            LanguageError: It is not in the source language.
        """
        from newsxlate.inputs.article import read
        from newsxlate.segmenting import segment

        article = read(
            source,
            language=self.options.source,
            keep_boilerplate=self.options.keep_boilerplate,
            max_bytes=self.options.max_bytes,
        )
        return segment(article)

    def translate(self, article: Article) -> Result:
        """Translate one article into all target languages of the options.

        Raises:
            ModelError: There is no model for a pair.
            EngineError: A model cannot be loaded or run.
        """
        return self.translate_many([article])[0]

    def translate_many(self, articles: Sequence[Article]) -> list[Result]:
        """Translate articles together, so that batches fill up across them.

        A sentence's translation does not depend on the articles beside its own.

        Returns:
            One result for each article, in order.
        """
        from newsxlate.segmenting import segment

        # An article that was read without this pipeline has no sentences yet.
        articles = [
            segment(article)
            if any(b.text and not b.sentences for _, b in article.kept())
            else article
            for article in articles
        ]
        # Every model is looked for before the first translates: nothing that was made gets lost.
        for source in sorted({article.language for article in articles}):
            self.load(source)
        ledgers = self._processing.entities(articles)
        translations: list[list[Translation]] = [[] for _ in articles]
        for target in self.options.targets:
            for source in sorted({article.language for article in articles}):
                numbers = [n for n, a in enumerate(articles) if a.language == source]
                chosen = [(articles[n], ledgers[n]) for n in numbers]
                for number, made in zip(numbers, self._into(chosen, source, target), strict=True):
                    translations[number].append(made)
        results = self._processing.check(
            [
                Result(article=article, translations=tuple(made), ledger=entities)
                for article, made, entities in zip(articles, translations, ledgers, strict=True)
            ]
        )
        return [self.summarize(result) for result in results] if self.options.summary else results

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
        from newsxlate.segmenting import segment
        from newsxlate.summarizing.run import run

        result = article if isinstance(article, Result) else Result(article=segment(article))
        return run(
            result,
            self.options.targets,
            self.options,
            renderer=lambda language: self._rendering(result, language),
            writer=lambda: self._writer(result.article.language),
        )

    def _rendering(self, result: Result, target: str) -> Rendering:
        """What gives an article's sentences in a target language."""
        from newsxlate.summarizing.rendering import Translated
        from newsxlate.translating.segments import segment

        made = [t for t in result.translations if t.language == target]
        steps, route = self._steps(result.article.language, target)

        def into(segments: Sequence[Segment]) -> list[TranslatedSentence]:
            return self._run(segments, steps, target)

        if made:
            return Translated.of(result.article, made[0], into)
        hints = self._processing.names.hints(steps[0].target, route.steps[0].model.family)
        entities = self._processing.names.entities(result.article)

        def segmented(ref: SentenceRef) -> Segment:
            return segment(result.article, entities, ref, hints)

        signature = self._signature(steps, route)
        return Translated(result.article, target, signature, into, segment=segmented)

    def _writer(self, source: str) -> Writer:
        """Load the model that writes summaries of texts in ``source``."""
        from newsxlate.models import obtain_writer
        from newsxlate.summarizing.abstractive import make_writer

        registry, store = self._opened()
        name = self.options.summary_model
        preferred = [] if name != "auto" else [self.options.model]
        model = obtain_writer(source, name=name, prefer=preferred, registry=registry, store=store)
        return make_writer(self._engine(model), model)

    def _into(
        self, named: Sequence[tuple[Article, Entities | None]], source: str, target: str
    ) -> list[Translation]:
        """Translate articles of one language, with their names, into another."""
        from newsxlate.translating.segments import gather, origins, segment

        steps, route = self._steps(source, target)
        hints = self._processing.names.hints(steps[0].target, route.steps[0].model.family)
        made_of = list(origins([article for article, _ in named]))
        segments = [segment(*named[one.article], one.ref, hints) for one in made_of]
        started = time.perf_counter()
        made = self._run(segments, steps, target)
        seconds = time.perf_counter() - started
        signature = self._signature(steps, route)
        share = seconds / max(1, len(segments))
        return [
            Translation(
                language=target,
                model=signature,
                pivot=steps[0].target if len(steps) > 1 else None,
                blocks=blocks,
                seconds=round(share * sum(len(block.sentences) for block in blocks), 3),
            )
            for blocks in gather(len(named), made_of, made, target)
        ]

    def _run(
        self, segments: Sequence[Segment], steps: Sequence[LoadedStep], target: str
    ) -> list[TranslatedSentence]:
        """Translate segments by a route, and say how far it is."""
        from newsxlate.translating import translate

        self._progress.start(f"translating into {_name(target)}", len(segments))
        return translate(
            segments,
            steps,
            beam=self.options.beam,
            retries=self.options.retries,
            batch_tokens=self.options.batch_tokens,
            finish=self._processing.finish,
            on_done=self._progress.advance,
            on_retry=lambda count: self._progress.start("trying again what failed", count),
        )

    def _steps(self, source: str, target: str) -> tuple[list[LoadedStep], Route]:
        """Load the engines of the route from ``source`` to ``target``."""
        from newsxlate.translating import LoadedStep

        route = self._route(source, target)
        steps = [
            LoadedStep(self._engine(leg.model), leg.source, leg.target, self._memory)
            for leg in route.steps
        ]
        return steps, route

    def _route(self, source: str, target: str) -> Route:
        """Choose the models for a pair and make sure that they are installed."""
        from newsxlate.models import obtain

        if (source, target) not in self._routes:
            registry, store = self._opened()
            route = obtain(
                source,
                target,
                name=self.options.model,
                prefer=self.options.prefer,
                registry=registry,
                store=store,
            )
            self._routes[source, target] = route
        return self._routes[source, target]

    def _opened(self) -> tuple[Registry, Store]:
        """The registry and the store, opened when first needed."""
        from newsxlate.models import open_models

        if self._models is None:
            self._models = open_models(self.options, self._progress)
        return self._models

    def _engine(self, model: Model) -> Engine:
        """Load a model, once."""
        from newsxlate.engines import load_engine

        if model.name not in self._engines:
            path = self._opened()[1].path(model)
            self._progress.start(f"loading {model.name}", 0)
            engine = load_engine(model, path, self.options)
            self._progress.say(
                f"model: {model.name} ({engine.kind}, {engine.compute_type}, on {engine.device})"
            )
            self._engines[model.name] = engine
        return self._engines[model.name]

    def _signature(self, steps: Sequence[LoadedStep], route: Route) -> str:
        """All that decides what a translation reads like, as sacrebleu does for a score."""
        store = self._opened()[1]
        parts = [f"newsxlate:{__version__}"]
        for step, leg in zip(steps, route.steps, strict=True):
            lock = store.lock(leg.model.name)
            revision = lock.revision if lock else leg.model.revision
            prompt = f"|prompt:{leg.model.prompt}" if leg.model.prompt else ""
            parts.append(
                f"{step.source}-{step.target}:{leg.model.name}|rev:{revision}{prompt}"
                f"|engine:{step.engine.kind}|type:{step.engine.compute_type}"
                f"|device:{step.engine.device.split(':')[0]}"
            )
        parts.append(f"beam:{self.options.beam or 'default'}|retries:{self.options.retries}")
        parts += self._processing.names.signature(steps[0].target, route.steps[0].model.family)
        return "|".join(parts)


def _name(language: str) -> str:
    from newsxlate.languages import language as find

    return find(language).name
