"""The engines of a run: each route chosen once, each model loaded once, when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newsxlate.engines import Engine, load_engine
from newsxlate.models.model import Model, Route
from newsxlate.models.routing import Router, open_router
from newsxlate.options import HardwareOptions, Options
from newsxlate.progress import Progress, Silent

#: Loads a model that lies in a folder, as `newsxlate.engines.load_engine` does.
EngineFactory = Callable[[Model, Path, HardwareOptions], Engine]


class EnginePool:
    """Finds, pulls and loads models, and keeps what it has loaded.

    Use it as a context manager, or call `close` to free the models. Several threads may use only
    what is loaded.
    """

    def __init__(
        self,
        options: Options,
        *,
        progress: Progress | None = None,
        load: EngineFactory = load_engine,
    ) -> None:
        """Make an empty pool; nothing is opened before it is needed.

        Args:
            options: Which models to take, and where to run them.
            progress: Who is told what is pulled and loaded.
            load: What loads a model.
        """
        self._options = options
        self._progress = progress or Silent()
        self._load = load
        self._router: Router | None = None
        self._routes: dict[tuple[str, str], Route] = {}
        self._engines: dict[str, Engine] = {}

    def __enter__(self) -> EnginePool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Free the memory of all loaded models."""
        while self._engines:
            self._engines.popitem()[1].close()

    @property
    def router(self) -> Router:
        """What knows the registered and the installed models."""
        if self._router is None:
            self._router = open_router(self._options.model, self._progress)
        return self._router

    def route(self, source: str, target: str) -> Route:
        """The models for a pair of ISO 639-1 codes, which are installed then.

        Raises:
            UsageError: A language or the model is not known, or the model does not serve the pair.
            ModelError: There is no model for the pair.
            StorageError: The disk is full, or may not be written to.
        """
        if (source, target) not in self._routes:
            self._routes[source, target] = self.router.obtain(source, target)
        return self._routes[source, target]

    def weakness(self, source: str, target: str) -> str:
        """Why all translations of a pair have to be read; see `newsxlate.models.Router.weakness`.

        Raises:
            UsageError: As for `route`, and the other errors of it.
        """
        return self.router.weakness(self.route(source, target))

    def writer(self, source: str) -> Model:
        """The model that writes summaries of texts in the language ``source``.

        Raises:
            UsageError: The model that is named is not known, or does not summarise such texts.
            ModelError: There is none.
        """
        return self.router.obtain_writer(source, self._options.summary.model)

    def engine(self, model: Model) -> Engine:
        """The engine that runs an installed model.

        Raises:
            ModelError: The model is not installed.
            EngineError: It cannot be loaded.
        """
        if model.name not in self._engines:
            path = self.router.cache.path(model)
            self._progress.start(f"loading {model.name}", 0)
            engine = self._load(model, path, self._options.hardware)
            self._progress.say(
                f"model: {model.name} ({engine.kind}, {engine.compute_type}, on {engine.device})"
            )
            self._engines[model.name] = engine
        return self._engines[model.name]

    def revision(self, model: Model) -> str:
        """The commit or version of a model: the installed one, or else the registered one."""
        lock = self.router.cache.lock(model.name)
        return lock.revision if lock else model.revision
