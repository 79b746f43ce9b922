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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsxlate.engines.convert import missing_for_conversion
from newsxlate.errors import ModelError, NewsxlateError, StorageError, UsageError
from newsxlate.languages import language
from newsxlate.models.cache import Store
from newsxlate.models.model import FolderSource, Model, Route, RouteStep
from newsxlate.models.pull import needs_conversion
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


def open_models(options: ModelOptions, progress: Progress | None = None) -> tuple[Registry, Store]:
    """The registry, and the store in the models' folder, that the options mean."""
    store = Store(options.folder, offline=options.offline, progress=progress)
    return load_registry(options.registry), store


def choose(
    source: str,
    target: str,
    *,
    name: str = AUTO,
    prefer: str = BALANCE,
    registry: Registry,
    store: Store,
) -> Route:
    """The best route for a pair that is installed or could be had, without getting it.

    Args:
        source: ISO 639-1 code of the source language.
        target: ISO 639-1 code of the target language.
        name: A registered model, or "auto".
        prefer: "balance", "fast" or "best"; see the module.
        registry: The registered models.
        store: The installed ones.

    Raises:
        UsageError: A language or the model is not known, or the model does not serve the pair.
        ModelError: There is no route.
    """
    found = candidates(source, target, name=name, prefer=prefer, registry=registry, store=store)
    for candidate in found:
        if not candidate.obstacle:
            return candidate.route
    raise _none(source, target, found, [])


def obtain(
    source: str,
    target: str,
    *,
    name: str = AUTO,
    prefer: str = BALANCE,
    registry: Registry,
    store: Store,
) -> Route:
    """The best route for a pair, its models pulled if they were not installed.

    What cannot be had is given up with a line to the store's progress, and the next best is
    tried. A server that was out of reach once is not asked again.

    Raises:
        UsageError: As for `choose`.
        ModelError: Nothing for the pair can be had.
        StorageError: The disk is full, or may not be written to.
    """
    found = candidates(source, target, name=name, prefer=prefer, registry=registry, store=store)
    failures: list[NewsxlateError] = []
    wanted = next((each for each in found if not each.expected), None)
    for candidate in found:
        if candidate.obstacle:
            if not candidate.expected:
                store.say_once(f"passing over {candidate.route}: {candidate.obstacle}")
            continue
        try:
            for step in candidate.route.steps:
                store.pull(step.model)
        except (ModelError, StorageError) as error:
            failures.append(error)
            if isinstance(error, StorageError):
                if name != AUTO:
                    raise
                store.say_once(error.message)
            continue
        if wanted and candidate is not wanted:
            store.say_once(f"taking {candidate.route} instead of {wanted.route}")
        for step in candidate.route.steps:
            if step.model.non_commercial:
                store.say_once(f"{step.model.name} is {step.model.license}: not for commercial use")
        return candidate.route
    if len(failures) == 1 and len(found) == 1:
        raise failures[0]
    raise _none(source, target, found, failures)


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


def obtain_writer(
    source: str,
    *,
    name: str = AUTO,
    prefer: Sequence[str] = (),
    registry: Registry,
    store: Store,
) -> Model:
    """The model that writes summaries of texts in ``source``, pulled if it was not installed.

    Args:
        source: ISO 639-1 code of the texts' language.
        name: A registered model, or "auto": the first of ``prefer``, or else of the registry, that
            can summarise and is installed.
        prefer: Models to be taken before others; names that are not registered are skipped.
        registry: The registered models.
        store: The installed ones.

    Raises:
        UsageError: The model is not known, or cannot summarise texts in ``source``.
        ModelError: No model that can is installed, or the one that is named cannot be had.
    """
    if name != AUTO:
        model = registry.get(name)
        if not model.writes(source):
            raise UsageError(
                f"{name} does not summarise texts in {language(source).name}",
                hint="A chat model does, and any registered with the task summarize.",
            )
        store.pull(model)
        return model
    models = [registry.models[each] for each in prefer if each in registry.models]
    for model in [*models, *registry.models.values()]:
        if model.writes(source) and not model.non_commercial and store.installed(model.name):
            return model
    raise ModelError(
        "no model that writes summaries is installed",
        hint="Name one with --summary-model, or leave out --method abstractive.",
    )


def candidates(
    source: str,
    target: str,
    *,
    name: str = AUTO,
    prefer: str = BALANCE,
    registry: Registry,
    store: Store,
) -> list[Candidate]:
    """Every route for a pair, best first.

    Args:
        source: ISO 639-1 code of the source language.
        target: ISO 639-1 code of the target language.
        name: A registered model, or "auto".
        prefer: "balance", "fast" or "best"; see the module.
        registry: The registered models.
        store: The installed ones.

    Raises:
        UsageError: A language or the model is not known, or the model does not serve the pair.
    """
    source, target = language(source).code, language(target).code
    if source == target:
        raise UsageError(f"the text is in {language(source).name} already")
    routes = list(_routes(source, target, registry))
    if name != AUTO:
        model = registry.get(name)
        routes = [r for r in routes if any(step.model is model for step in r.steps)]
        if not routes:
            raise UsageError(
                f"{name} does not translate {language(source).name} to {language(target).name}",
                hint=f"`newsxlate models list --for {source}-{target}` shows what does.",
            )
        if any(len(route.steps) == 1 for route in routes):
            routes = [route for route in routes if len(route.steps) == 1]
    installed = {
        step.model.name: store.installed(step.model.name)
        for route in routes
        for step in route.steps
    }

    def rank(route: Route) -> tuple[float, ...]:
        # Less than a point of chrF is noise: then what is installed already goes first.
        quality = -1 if route.chrf is None else round(route.chrf)
        there = all(installed[step.model.name] for step in route.steps)
        # Sorting is stable: what is left is the order of the registry.
        if prefer == FAST:
            chat = any(step.model.family == "chat" for step in route.steps)
            return (not there, chat, sum(step.model.size for step in route.steps), -quality)
        if prefer == BALANCE and there:
            quality += _WORTH_A_DOWNLOAD
        return (-quality, not there, len(route.steps))

    return [
        _candidate(route, installed, registry, store, named=name)
        for route in sorted(routes, key=rank)
    ]


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


def _candidate(
    route: Route,
    installed: dict[str, bool],
    registry: Registry,
    store: Store,
    *,
    named: str,
) -> Candidate:
    """A route, and what stands in its way."""
    if route.chrf is not None and route.chrf < _LEAST_CHRF and named == AUTO:
        reason = f"its translations are of no use (chrF {route.chrf:.0f})"
        return Candidate(route, reason, expected=True)
    for step in route.steps:
        model = step.model
        if model.non_commercial and not registry.non_commercial and model.name != named:
            return Candidate(
                route,
                f"{model.license} forbids commercial use",
                f"If you may use it, name it: --model {model.name}.",
                expected=True,
            )
        if installed[model.name]:
            continue
        if store.network.offline and not _local(model):
            return Candidate(
                route,
                f"{model.name} is not installed, and --offline forbids pulling it",
                f"Run `newsxlate models pull {model.name}` while there is a network.",
            )
        missing = missing_for_conversion()
        if missing and all(needs_conversion(model, place) for place in model.sources):
            return Candidate(
                route,
                f"{model.name} has to be converted once, which needs {' and '.join(missing)}",
                "pip install 'newsxlate[torch]'",
            )
    return Candidate(route)


def _local(model: Model) -> bool:
    return any(isinstance(place, FolderSource) for place in model.sources)
