"""What a run is to do, and what of it decides how the results read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from newsxlate.archive.human import NOTHING, HumanWork
from newsxlate.languages import SOURCE
from newsxlate.options import Options
from newsxlate.signature import READING, Signature
from newsxlate.version import __version__

if TYPE_CHECKING:
    from newsxlate.corrections import Corrections
    from newsxlate.models import Router


_WINDOW = 32
# Engines that take one sentence at a time.
_ONE_BY_ONE = frozenset({"llama.cpp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an archive is worked through.

    Attributes:
        options: How its articles are translated.
        processes: Processes that translate, each with its models; 0 translates in this one.
        helpers: Processes that check beside each of those; None for as many as do good, see
            `newsxlate.archive.workers.postprocessing.count`.
        readers: Processes that read, clean and segment.
        window: Documents that are translated, and stored, together; None for 32, or for one with
            engines that take one sentence at a time and gain nothing from more.
        time_limit: Seconds that a document may take to be read.
        limit: Documents to work through, at most; None for all.
        human: What people have done that goes into the translations; a run itself reads it.
    """

    options: Options
    processes: int = 0
    helpers: int | None = None
    readers: int = 1
    window: int | None = None
    time_limit: float = 60.0
    limit: int | None = None
    human: HumanWork = NOTHING

    @property
    def size(self) -> int:
        """Documents in a window."""
        return self.window or _WINDOW


@dataclass(frozen=True, slots=True)
class Signatures:
    """What the results of a run depend on, besides the texts.

    Attributes:
        languages: For each target language a digest of the options and of the models it takes.
        whole: A digest of all of them.
        revisions: The revision of each model, by name; part of what the memory goes by.
        threaded: Whether several threads may use the engines at once.
        one_by_one: Whether the engines take one sentence at a time.
        reading: Which reading the articles are of; see `newsxlate.signature.READING`.
    """

    languages: Mapping[str, bytes]
    whole: bytes
    revisions: Mapping[str, str]
    threaded: bool = False
    one_by_one: bool = False
    reading: int = 1


def sign(
    options: Options, router: Router, *, pull: bool, memories: Corrections | None = None
) -> Signatures:
    """Find the models of a run, and digest everything that its results depend on.

    The device does not count: an archive that was begun on a CPU may be finished on a GPU. Nor do
    corrections in the store: they would have everything be made anew all the time.

    Args:
        options: The options.
        router: Finds the models that the options name.
        pull: Install what is not installed. Else it counts by its registered revision.
        memories: What is in the memories that the options name, if somebody has read them.

    Raises:
        InputError: The glossary or a memory cannot be read, or the glossary has bad rows.
        UsageError: A language or the model is not known.
        ModelError: There is no model for a pair.
    """
    source = source_language(options)
    chosen = _chosen(options, memories) | {"writer": _writer(options, router, pull=pull)}
    if READING > 1:
        # The first had no number.
        chosen |= {"reading": READING}
    languages, revisions = {}, {}
    engines = {"llama.cpp"} if options.summary.method == "abstractive" else set()
    for target in options.targets:
        find = router.obtain if pull else router.choose
        steps = []
        for model, *pair in find(source, target).steps:
            lock = router.cache.lock(model.name)
            engines.add(model.engine)
            revisions[model.name] = _revision(lock, model.revision)
            steps.append((model.name, model.engine, model.prompt, revisions[model.name], *pair))
        languages[target] = Signature((__version__, chosen, steps)).digest()
    listed = sorted((code, key.hex()) for code, key in languages.items())
    whole = Signature((listed,)).digest()
    return Signatures(
        languages,
        whole,
        revisions,
        threaded=engines == {"ctranslate2"},
        one_by_one=engines <= _ONE_BY_ONE,
        reading=READING,
    )


def source_language(options: Options) -> str:
    """ISO 639-1 code of the language that the articles are in."""
    return SOURCE if options.source == "auto" else options.source


def _revision(lock: Any, registered: str) -> str:
    """What an installed model is: its files, which a folder's model has no other name for."""
    if lock is None:
        return registered
    sums = sorted((name, file.sha256) for name, file in lock.files.items())
    return Signature((lock.revision, sums)).digest().hex()


def _chosen(options: Options, memories: Corrections | None) -> dict[str, Any]:
    """The options that decide how results read, as JSON; of files, what is in them."""
    from newsxlate.names import load_glossary

    decisive = options.decisive()
    if decisive.pop("memory"):
        # Left out where there is none, as before there were memories.
        from newsxlate.translating import read_memories

        known = read_memories(options.decoding.memory) if memories is None else memories
        decisive["memory"] = known.digest
    chosen = {name: _plain(value) for name, value in decisive.items()}
    path = options.names.glossary
    return chosen | {"glossary": load_glossary(path).digest if path else None}


def _writer(options: Options, router: Router, *, pull: bool) -> tuple[str, str] | None:
    """Name and revision of the model that writes summaries; None if none does."""
    from newsxlate.errors import ModelError

    if not options.summary.lengths or options.summary.method != "abstractive":
        return None
    name = options.summary.model
    try:
        if name == "auto" or pull:
            model = router.obtain_writer(source_language(options), name)
        else:
            model = router.registry.get(name)
    except ModelError:
        # What becomes of the summary then is for those to say who make it.
        return None
    return model.name, _revision(router.cache.lock(model.name), model.revision)


def _plain(value: Any) -> Any:
    """An option as JSON."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return asdict(value) if hasattr(value, "__dataclass_fields__") else value
