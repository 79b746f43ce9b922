"""Processes that help a translating one with what is Python: names, typography and checks.

On the CPU, checking takes a few hundredths of what the engine takes; but a GPU can make sentences
faster than one core can check them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from newsxlate.archive.workers.pool import WorkerPool
from newsxlate.article import Article
from newsxlate.engines.device import cpu_threads, cuda_devices
from newsxlate.errors import EngineError
from newsxlate.options import HardwareOptions, NameOptions
from newsxlate.processing import Processing, Terms
from newsxlate.result import Result

if TYPE_CHECKING:
    from newsxlate.entities import Entities
    from newsxlate.translating.finishing import Candidate, Draft

_Made = TypeVar("_Made")

# More than that the process that deals out the work could not keep busy.
MOST = 8
# Each helper gets its work in so many parts, since some take longer than others.
_PARTS = 2


def count(hardware: HardwareOptions, *, beside: int = 1) -> int:
    """How many helpers do good: none beside CTranslate2 on the CPU, whose cores they would share.

    Args:
        hardware: Where the engine runs.
        beside: Processes on this machine that translate.
    """
    if hardware.device == "cpu" or not cuda_devices():
        return 0
    return for_cores(cpu_threads(), beside)


def for_cores(cores: int, beside: int) -> int:
    """How many helpers each of ``beside`` processes on GPUs can have of ``cores``."""
    return max(0, min(MOST, cores // beside - 1))


class PostprocessingPool(Processing):
    """`Processing`, done by other processes. Several threads may use it at once.

    What it gives is the same as without. A helper that dies is replaced, and what it was given
    raises `newsxlate.archive.workers.pool.LostError`.
    """

    def __init__(self, options: NameOptions, size: int, terms: Terms = ()) -> None:
        """Start the helpers.

        Args:
            options: What each does about names.
            size: How many there are to be, at least one.
            terms: What editors confirmed; it comes before the glossary.

        Raises:
            InputError: The glossary cannot be read, or has bad rows.
        """
        super().__init__(options, terms)
        self._size = size
        self._pool = WorkerPool(_helper, [(options, terms)] * size)
        # They load while the models do.
        self._started = [self._pool.submit((Processing.entities, [], ())) for _ in range(size)]

    def wait(self) -> None:
        """Wait until all have started.

        Raises:
            EngineError: One cannot start.
        """
        for started in self._started:
            try:
                started.result()
            except Exception as error:
                reason = str(error) or type(error).__name__
                raise EngineError(f"a helper cannot start: {reason}") from error

    def entities(self, articles: Sequence[Article]) -> list[Entities | None]:
        """See `Processing.entities`."""
        return self._spread(Processing.entities, articles)

    def finish(
        self, drafts: Sequence[tuple[str, Draft]], source_language: str, target_language: str
    ) -> list[Candidate]:
        """See `Processing.finish`."""
        return self._spread(Processing.finish, drafts, source_language, target_language)

    def check(self, results: Sequence[Result]) -> list[Result]:
        """See `Processing.check`."""
        return self._spread(Processing.check, results)

    def close(self) -> None:
        """End the helpers."""
        self._pool.close()

    def _spread(
        self, do: Callable[..., list[_Made]], items: Sequence[Any], *more: Any
    ) -> list[_Made]:
        """Have helpers do parts of what there is, and put what they made in order."""
        size = -(-len(items) // (_PARTS * self._size)) or 1
        parts = [items[start : start + size] for start in range(0, len(items), size)]
        futures = [self._pool.submit((do, part, more)) for part in parts]
        try:
            return [made for future in futures for made in future.result()]
        finally:
            for future in futures:
                future.cancel()


def _helper(
    options: NameOptions, terms: Terms
) -> Callable[[tuple[Callable[..., Any], Sequence[Any], Any]], Any]:
    """What a helper calls."""
    processing = Processing(options, terms)
    # Else the first task would wait for it to be imported.
    _ = processing.names

    def do(task: tuple[Callable[..., Any], Sequence[Any], Any]) -> Any:
        what, items, more = task
        return what(processing, items, *more)

    return do
