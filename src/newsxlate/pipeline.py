"""Join the rooms: read, segment, translate."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsxlate.article import Article, Kind
from newsxlate.options import Options
from newsxlate.progress import Progress, Silent
from newsxlate.result import Result, TranslatedBlock, TranslatedSentence, Translation
from newsxlate.version import __version__

if TYPE_CHECKING:
    from newsxlate.engines.base import Engine
    from newsxlate.models import Model, Registry, Route, Store
    from newsxlate.translating import Step

_SHORT = (Kind.CREDIT, Kind.CAPTION, Kind.KICKER, Kind.BOILERPLATE)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a segment stands: article, block and sentence, by index."""

    article: int
    block: int
    sentence: int


class Pipeline:
    """Reads and translates articles, keeping the models it has loaded.

    Use it as a context manager, or call `close` to free the models.

    >>> with Pipeline(Options(targets=("en",))) as pipeline:  # doctest: +SKIP
    ...     result = pipeline.translate(pipeline.read("article.txt"))
    ...     print(result.translations[0].title)
    """

    def __init__(self, options: Options | None = None, *, progress: Progress | None = None) -> None:
        """Make a pipeline; nothing is loaded before it is needed.

        Args:
            options: What to do and how; the defaults translate into English.
            progress: Who is told what happens.
        """
        self.options = options or Options()
        self._progress = progress or Silent()
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

    def read(self, source: str | Path) -> Article:
        """Read, clean and segment an article.

        Args:
            source: A path, or "-" for standard input.

        Raises:
            InputError: The input cannot be read as an article.
            LanguageError: It is not in the source language.
        """
        from newsxlate.reading import read
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
            for target in self.options.targets:
                self._steps(source, target)
        translations: list[list[Translation]] = [[] for _ in articles]
        for target in self.options.targets:
            for source in sorted({article.language for article in articles}):
                numbers = [n for n, a in enumerate(articles) if a.language == source]
                chosen = [articles[n] for n in numbers]
                for number, made in zip(numbers, self._into(chosen, source, target), strict=True):
                    translations[number].append(made)
        return [
            Result(article=article, translations=tuple(made), findings=())
            for article, made in zip(articles, translations, strict=True)
        ]

    def _into(self, articles: Sequence[Article], source: str, target: str) -> list[Translation]:
        """Translate articles of one language into another."""
        from newsxlate.translating import Segment, translate

        steps, route = self._steps(source, target)
        places = list(_places(articles))
        segments = [
            Segment(
                articles[p.article].blocks[p.block].sentences[p.sentence].text,
                _before(articles[p.article], p),
            )
            for p in places
        ]
        self._progress.start(f"translating into {_name(target)}", len(segments))
        started = time.perf_counter()
        made = translate(
            segments,
            steps,
            beam=self.options.beam,
            retries=self.options.retries,
            batch_tokens=self.options.batch_tokens,
            on_done=self._progress.advance,
            on_retry=lambda count: self._progress.start("trying again what failed", count),
        )
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
            for blocks in _gather(len(articles), places, made, target)
        ]

    def _steps(self, source: str, target: str) -> tuple[list[Step], Route]:
        """Load the engines of the route from ``source`` to ``target``."""
        from newsxlate.translating import Step

        route = self._route(source, target)
        steps = [Step(self._engine(leg.model), leg.source, leg.target) for leg in route.steps]
        return steps, route

    def _route(self, source: str, target: str) -> Route:
        """Choose the models for a pair and make sure that they are installed."""
        from newsxlate.models import obtain

        if (source, target) not in self._routes:
            registry, store = self._opened()
            route = obtain(source, target, name=self.options.model, registry=registry, store=store)
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

    def _signature(self, steps: Sequence[Step], route: Route) -> str:
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
        return "|".join(parts)


def _places(articles: Sequence[Article]) -> Iterator[_Place]:
    """Every sentence of every kept block, in order."""
    for number, article in enumerate(articles):
        for index, block in article.kept():
            for sentence in range(len(block.sentences)):
                yield _Place(number, index, sentence)


def _before(article: Article, place: _Place) -> str:
    """The sentence before, as context: of the same block, or the end of the one above it."""
    if place.sentence:
        return article.blocks[place.block].sentences[place.sentence - 1].text
    for block in reversed(article.blocks[: place.block]):
        if block.kept and block.sentences and block.kind not in _SHORT:
            return block.sentences[-1].text
    return ""


def _gather(
    articles: int,
    places: Sequence[_Place],
    made: Sequence[TranslatedSentence],
    target: str,
) -> list[tuple[TranslatedBlock, ...]]:
    """Put translated sentences back into their blocks, findings with their place."""
    blocks: list[dict[int, list[TranslatedSentence]]] = [{} for _ in range(articles)]
    for place, sentence in zip(places, made, strict=True):
        located = tuple(
            replace(found, language=target, block=place.block, sentence=place.sentence)
            for found in sentence.findings
        )
        rows = blocks[place.article].setdefault(place.block, [])
        rows.append(replace(sentence, findings=located))
    return [
        tuple(TranslatedBlock(block=b, sentences=tuple(rows)) for b, rows in article.items())
        for article in blocks
    ]


def _name(language: str) -> str:
    from newsxlate.languages import language as find

    return find(language).name
