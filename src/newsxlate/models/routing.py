"""Which models to use for a language pair, and how to get hold of them.

Routes are ranked by the chrF that is published or was measured for their pair on the same kind of
test. A route in two steps, by way of English, is expected to reach 0.85 of its weaker step. That
puts it behind a direct model of its own generation: on FLORES devtest the direct German models of
OPUS-MT (transformer-big) reach 0.97 (French), 0.94 (Spanish) and 0.91 (Russian) of the weaker of
German-English and their English-X sisters, and a second step cannot add anything to that. It puts
it before many-to-many models where these are weak, as for Romanian and Turkish.

What is there already goes before what would have to be downloaded, unless that is better by
`_WORTH_A_DOWNLOAD`. ``prefer`` "best" looks at quality alone, and "fast" takes the smallest model
there, chat models last: they write a token at a time, and take a prompt for every sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsxlate.engines.convert import missing_for_conversion
from newsxlate.engines.torch_support import INSTALL_HINT
from newsxlate.errors import ModelError, NewsxlateError, StorageError, UsageError
from newsxlate.languages import language
from newsxlate.models.cache import ModelCache
from newsxlate.models.model import Model, Route, RouteStep
from newsxlate.models.registry import Registry, load_registry

if TYPE_CHECKING:
    from newsxlate.options import ModelOptions
    from newsxlate.progress import Progress

AUTO = "auto"
BALANCE, FAST, BEST = "balance", "fast", "best"
_PIVOT_SHARE = 0.85
# What reaches less is of no use to a reader (M2M-100 into Irish: 7).
_LEAST_CHRF = 25
# By how many points of chrF a model has to be better to be downloaded where another is installed.
_WORTH_A_DOWNLOAD = 5
# A route is weak that reaches so many points of chrF less than the best one known for its pair, or
# less than so many in all. chrF of two pairs cannot be compared: Finnish words are long.
_WEAK_BEHIND_BEST = 8
_WEAK_CHRF = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """A route that could be taken.

    Attributes:
        route: The route.
        obstacle: Why ``auto`` passes it over; empty if it does not.
        hint: What would remove the obstacle.
        expected: Whether the obstacle is nothing a user would want to hear of in every run.
    """

    route: Route
    obstacle: str = ""
    hint: str = ""
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Router:
    """Finds the models for language pairs, among those that are registered.

    Attributes:
        registry: The registered models.
        cache: The installed ones, and the way to get others.
        name: The registered model that is to be used, or "auto".
        prefer: "balance", "fast" or "best"; see the module.
    """

    registry: Registry
    cache: ModelCache
    name: str = AUTO
    prefer: str = BALANCE

    def choose(self, source: str, target: str) -> Route:
        """The best route for a pair that is installed or could be had, without getting it.

        Args:
            source: ISO 639-1 code of the source language.
            target: ISO 639-1 code of the target language.

        Raises:
            UsageError: A language or the model is not known, or the model does not serve the pair.
            ModelError: There is no route.
        """
        found = self.candidates(source, target)
        for candidate in found:
            if not candidate.obstacle:
                return candidate.route
        raise _none(source, target, found, [])

    def obtain(self, source: str, target: str) -> Route:
        """The best route for a pair, its models pulled if they were not installed.

        What cannot be had is given up with a line to the cache's progress, and the next best is
        tried. A server that was out of reach once is not asked again.

        Raises:
            UsageError: As for `choose`.
            ModelError: Nothing for the pair can be had.
            StorageError: The disk is full, or may not be written to.
        """
        found = self.candidates(source, target)
        failures: list[NewsxlateError] = []
        wanted = next((each for each in found if not each.expected), None)
        for candidate in found:
            if candidate.obstacle:
                if not candidate.expected:
                    self._say(f"passing over {candidate.route}: {candidate.obstacle}")
                continue
            try:
                for step in candidate.route.steps:
                    self.cache.pull(step.model)
            except ModelError as error:
                failures.append(error)
                continue
            except StorageError as error:
                if self.name != AUTO:
                    raise
                self._say(error.message)
                failures.append(error)
                continue
            if wanted and candidate is not wanted:
                self._say(f"taking {candidate.route} instead of {wanted.route}")
            for step in candidate.route.steps:
                if step.model.non_commercial:
                    name, license = step.model.name, step.model.license
                    self._say(f"{name} is {license}: not for commercial use")
            return candidate.route
        if len(failures) == 1 and len(found) == 1:
            raise failures[0]
        raise _none(source, target, found, failures)

    def weakness(self, route: Route) -> str:
        """Why all that a route translates has to be read; empty if it is as good as others are.

        A chat model that nobody has measured counts as weak; what a user has registered does not.
        """
        steps = route.steps
        if route.chrf is None:
            chat = any(step.model.family == "chat" for step in steps)
            return "its quality in this language was never measured" if chat else ""
        source, target = steps[0].source, steps[-1].target
        known = [r.chrf for r in _routes(source, target, self.registry) if r.chrf is not None]
        best = max(known, default=0.0)
        if best - route.chrf > _WEAK_BEHIND_BEST:
            return f"chrF {route.chrf:.0f}, where the best model known reaches {best:.0f}"
        return f"chrF {route.chrf:.0f}" if route.chrf < _WEAK_CHRF else ""

    def obtain_writer(self, source: str, name: str = AUTO) -> Model:
        """The model that writes summaries of texts in ``source``, pulled if it was not installed.

        Args:
            source: ISO 639-1 code of the texts' language.
            name: A registered model, or "auto": the one that translates, if it is named, or else
                the first of the registry, that can summarise and is installed.

        Raises:
            UsageError: The model is not known, or cannot summarise texts in ``source``.
            ModelError: No model that can is installed, or the one that is named cannot be had.
        """
        if name != AUTO:
            model = self.registry.get(name)
            if not model.writes(source):
                raise UsageError(
                    f"{name} does not summarise texts in {language(source).name}",
                    hint="A chat model does, and any registered with the task summarize.",
                )
            self.cache.pull(model)
            return model
        models = self.registry.models
        preferred = [models[self.name]] if self.name in models else []
        for model in [*preferred, *models.values()]:
            free = not model.non_commercial
            if model.writes(source) and free and self.cache.installed(model.name):
                return model
        raise ModelError(
            "no model that writes summaries is installed",
            hint="Name one with --summary-model, or leave out --method abstractive.",
        )

    def candidates(self, source: str, target: str) -> list[Candidate]:
        """Every route for a pair, best first.

        Args:
            source: ISO 639-1 code of the source language.
            target: ISO 639-1 code of the target language.

        Raises:
            UsageError: A language or the model is not known, or the model does not serve the pair.
        """
        source, target = language(source).code, language(target).code
        if source == target:
            raise UsageError(f"the text is in {language(source).name} already")
        routes = list(_routes(source, target, self.registry))
        if self.name != AUTO:
            routes = self._named(routes, source, target)
        names = {step.model.name for route in routes for step in route.steps}
        installed = {name for name in names if self.cache.installed(name)}
        ranked = sorted(routes, key=lambda route: self._rank(route, installed))
        return [self._candidate(route, installed) for route in ranked]

    def _named(self, routes: list[Route], source: str, target: str) -> list[Route]:
        """The routes that use the named model, in one step if it can."""
        model = self.registry.get(self.name)
        routes = [r for r in routes if any(step.model is model for step in r.steps)]
        if not routes:
            pair = f"{language(source).name} to {language(target).name}"
            raise UsageError(
                f"{self.name} does not translate {pair}",
                hint=f"`newsxlate models list --for {source}-{target}` shows what does.",
            )
        return [route for route in routes if len(route.steps) == 1] or routes

    def _rank(self, route: Route, installed: Set[str]) -> tuple[float, ...]:
        """What routes are sorted by. Sorting is stable: what is left is the registry's order."""
        # Less than a point of chrF is noise: then what is installed already goes first.
        quality = -1 if route.chrf is None else round(route.chrf)
        there = all(step.model.name in installed for step in route.steps)
        if self.prefer == FAST:
            chat = any(step.model.family == "chat" for step in route.steps)
            return (not there, chat, sum(step.model.size for step in route.steps), -quality)
        if self.prefer == BALANCE and there:
            quality += _WORTH_A_DOWNLOAD
        return (-quality, not there, len(route.steps))

    def _candidate(self, route: Route, installed: Set[str]) -> Candidate:
        """A route, and the first thing that stands in its way."""
        if route.chrf is not None and route.chrf < _LEAST_CHRF and self.name == AUTO:
            reason = f"its translations are of no use (chrF {route.chrf:.0f})"
            return Candidate(route, reason, expected=True)
        for step in route.steps:
            model = step.model
            if model.non_commercial and not self._may_use(model):
                return Candidate(
                    route,
                    f"{model.license} forbids commercial use",
                    f"If you may use it, name it: --model {model.name}.",
                    expected=True,
                )
            if model.name in installed:
                continue
            if obstacle := self._obstacle_to_pulling(model):
                return Candidate(route, *obstacle)
        return Candidate(route)

    def _may_use(self, model: Model) -> bool:
        """Whether a model that is not for commercial use was asked for."""
        return self.registry.non_commercial or model.name == self.name

    def _obstacle_to_pulling(self, model: Model) -> tuple[str, str] | None:
        """Why a model cannot be pulled, as far as is known beforehand, and what would help."""
        if self.cache.network.offline and not any(source.local for source in model.sources):
            return (
                f"{model.name} is not installed, and --offline forbids pulling it",
                f"Run `newsxlate models pull {model.name}` while there is a network.",
            )
        missing = missing_for_conversion()
        if missing and all(source.converted_at_pull(model) for source in model.sources):
            return (
                f"{model.name} has to be converted once, which needs {' and '.join(missing)}",
                INSTALL_HINT,
            )
        return None

    def _say(self, line: str) -> None:
        self.cache.say_once(line)


def open_router(options: ModelOptions, progress: Progress | None = None) -> Router:
    """Make a router over the registry and the cache that the options mean."""
    cache = ModelCache(options.folder, offline=options.offline, progress=progress)
    return Router(load_registry(options.registry), cache, options.name, options.prefer)


def _none(
    source: str, target: str, found: list[Candidate], failures: list[NewsxlateError]
) -> ModelError:
    """The error that says that there is no route, and what to do."""
    pair = f"{language(source).name} to {language(target).name}"
    if not found:
        return ModelError(
            f"no registered model translates {pair}",
            hint="Register one in a models.toml and name it with --registry.",
        )
    hints = [c.hint for c in found if c.hint] + [f.hint for f in failures if f.hint]
    return ModelError(
        f"no model for {pair} is installed or can be had",
        hint=hints[0] if hints else "Connect to the network, or install a model from a folder.",
    )


def _routes(source: str, target: str, registry: Registry) -> Iterator[Route]:
    """Routes in one step, then routes in two by way of the pivot language."""
    direct = set()
    for model in registry.serving(source, target):
        direct.add(model.name)
        yield Route((RouteStep(model, source, target),), model.chrf(source, target))
    pivot = registry.pivot
    if pivot in (source, target):
        return
    for first in registry.serving(source, pivot):
        for second in registry.serving(pivot, target):
            if first.name in direct or second.name in direct:
                continue
            scores = (first.chrf(source, pivot), second.chrf(pivot, target))
            known = [score for score in scores if score is not None]
            chrf = _PIVOT_SHARE * min(known) if len(known) == 2 else None
            yield Route((RouteStep(first, source, pivot), RouteStep(second, pivot, target)), chrf)
