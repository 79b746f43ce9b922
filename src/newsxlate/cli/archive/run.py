"""``newsxlate archive run``: work through an archive, watched, and stopped in good order."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import click

from newsxlate.cli.help import (
    ARCHIVE,
    HARDWARE,
    OUTPUT,
    READING,
    GroupedCommand,
    option,
)
from newsxlate.cli.invocation import command_line
from newsxlate.cli.options import (
    FINDINGS_REMAIN,
    archive_store,
    engine_options,
    general_options,
    length_options,
    memory_option,
    models_option,
    name_options,
    summary_lengths,
    summary_option,
    to_option,
)
from newsxlate.inputs.formats import NAMES

if TYPE_CHECKING:
    from newsxlate.archive.progress import ProgressListener, State
    from newsxlate.archive.settings import Settings
    from newsxlate.archive.workers.counting import Task
    from newsxlate.archive.workers.executors import MakeExecutor
    from newsxlate.cli.archive.progress import Terminal
    from newsxlate.inputs.document import BadRecord, Document
    from newsxlate.options import FlatOptions

_STOPPED = 130


class _Field(click.ParamType[tuple[str, str]]):
    """A field of an archive's records: "body=content.html"."""

    name = "field"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split at the equals sign."""
        field, equals, place = str(value).partition("=")
        if not equals or not field or not place:
            self.fail("has to be FIELD=NAME, such as body=content.html", param, ctx)
        return field, place


@click.command(
    cls=GroupedCommand,
    epilog="\b\nExamples:\n"
    "  newsxlate archive run articles/ --to en,fr --store out.sqlite\n"
    "  newsxlate archive run 'dump/*.jsonl.gz' --field body=text --to en --store out.sqlite\n"
    "  newsxlate archive run crawl.warc.gz --to en --summary --store out.sqlite --processes 2\n"
    "  newsxlate archive run articles/ --store out.sqlite --fix-names --glossary terms.csv\n"
    "  newsxlate archive run dump.warc.gz --to en --store out.sqlite --ray auto --processes 8\n"
    "  newsxlate archive run articles/ --to en --store out.sqlite --dry-run",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@to_option()
@archive_store
@option(
    "--from",
    "source",
    default="auto",
    metavar="LANG",
    help="Source language; by default the texts have to look German.",
    group=READING,
)
@option("--keep-boilerplate", is_flag=True, help="Keep what cleaning would remove.", group=READING)
@option(
    "--format",
    "format_",
    type=click.Choice(NAMES),
    metavar="FORMAT",
    help=f"Format of the inputs, else found out: {', '.join(NAMES)}.",
    group=READING,
)
@option(
    "--field",
    "fields",
    type=_Field(),
    multiple=True,
    metavar="FIELD=NAME",
    help="What JSON and CSV call the body, title, byline, published, embargoed, url, language or"
    " id.",
    group=READING,
)
@option(
    "--limit", type=click.IntRange(min=1), help="Look at so many documents only.", group=READING
)
@option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.", group=ARCHIVE)
@option(
    "--processes",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Processes that translate, with a share of the cores or a GPU each; 0: this one, and with"
    " --ray as many as there is room for.",
    group=HARDWARE,
)
@option(
    "--ray",
    "ray_address",
    metavar="ADDRESS|local",
    help="Translate on this Ray cluster; auto is that of this machine, local a new one.",
    group=HARDWARE,
)
@option(
    "--helpers",
    type=click.IntRange(min=0),
    help="Processes that check names and sentences beside each translating one; by default none on"
    " a CPU, and on a GPU as many as there are cores for.",
    group=HARDWARE,
)
@option(
    "--readers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes that read and clean.",
    group=HARDWARE,
)
@option(
    "--window",
    type=click.IntRange(min=1),
    help="Documents that are translated and stored together; by default 32, and one with models"
    " that take one sentence at a time.",
    group=HARDWARE,
)
@option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds that reading a document may take.",
    group=READING,
)
@option("--log-json", metavar="FILE|-", help="Log as JSON, one object a line.", group=OUTPUT)
@option(
    "--metrics",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A text file for Prometheus, kept up to date.",
    group=OUTPUT,
)
@option(
    "--strict",
    is_flag=True,
    help="Exit with 3 if documents failed or findings remain.",
    group=OUTPUT,
)
@summary_option
@length_options
@name_options
@memory_option
@engine_options
@models_option
@general_options
def run(
    inputs: tuple[str, ...],
    source: str,
    targets: tuple[str, ...],
    store: Path,
    format_: str | None,
    fields: tuple[tuple[str, str], ...],
    limit: int | None,
    dry_run: bool,
    processes: int,
    ray_address: str | None,
    helpers: int | None,
    readers: int,
    window: int | None,
    log_json: str | None,
    metrics: Path | None,
    strict: bool,
    summarized: bool,
    sentences: tuple[int, ...],
    words: tuple[int, ...],
    ratio: tuple[float, ...],
    quiet: bool,
    **settings: Unpack[FlatOptions],
) -> None:
    """Translate the articles in INPUT…, each once, and keep the results in a store.

    INPUT is a folder, a file or a glob: text, HTML, JSON Lines, CSV, feeds, WARC, ninjs, NewsML-G2,
    ZIP or tar. A run that was stopped or killed goes on where it was when it is started again.
    Ctrl-C ends it within seconds and keeps what is finished; a second one ends it at once.
    """
    from newsxlate.archive.settings import Settings
    from newsxlate.inputs.stream import documents
    from newsxlate.options import Options

    settings["summary"] = summary_lengths(sentences, words, ratio, wanted=summarized)
    settings["summary_strict"] = strict
    chosen = Settings(
        options=Options.flat(source, targets, **settings),
        processes=processes,
        helpers=helpers,
        readers=readers,
        window=window,
        time_limit=settings["time_limit"],
        limit=limit,
    )
    read = documents(
        inputs,
        fields=dict(fields),
        format=format_,
        max_bytes=chosen.options.reading.max_bytes,
    )
    if dry_run:
        from newsxlate.archive.run import plan

        for status, count in plan(_said(read, quiet), store, chosen).items():
            click.echo(f"{count:>8}  {status}")
        return
    watch = Watch(quiet=quiet, log=log_json, metrics=metrics)
    executor = _ray(ray_address) if ray_address else None
    to_count = (inputs, dict(fields), format_, limit)
    state, stopped = work_through(read, store, chosen, watch, executor, to_count)
    counts = state.counts.counting or state.counts.failed or state.failed_before
    if stopped:
        click.get_current_context().exit(_STOPPED)
    if strict and counts:
        click.get_current_context().exit(FINDINGS_REMAIN)


def _said(read: Iterator[Document | BadRecord], quiet: bool) -> Iterator[Document | BadRecord]:
    """Name what cannot be read, as a run does, while it is counted."""
    from newsxlate.inputs.document import BadRecord

    for document in read:
        if isinstance(document, BadRecord) and not quiet:
            click.echo(f"unreadable: {document.name}: {document.reason}", err=True)
        yield document


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who is told how a run goes.

    Attributes:
        quiet: Whether the terminal is told of errors only.
        log: The file for JSON lines, or "-" for standard output.
        metrics: The file for Prometheus.
    """

    quiet: bool
    log: str | None
    metrics: Path | None


def work_through(
    read: Iterator[Document | BadRecord],
    store: Path,
    settings: Settings,
    watch: Watch,
    executor: MakeExecutor | None,
    to_count: Task,
) -> tuple[State, bool]:
    """Run, watched; returns how it went and whether Ctrl-C stopped it.

    Args:
        read: The archive.
        store: The store.
        settings: How it is worked through.
        watch: Who is told.
        executor: Where windows are translated; None for this machine.
        to_count: What `newsxlate.archive.workers.counting` takes, to count the archive.
    """
    from newsxlate.archive.progress import ProgressListeners, State
    from newsxlate.archive.run import run as work
    from newsxlate.archive.workers.counting import Count
    from newsxlate.cli.archive.progress import Terminal

    state, stop = State(), threading.Event()
    about = {"inputs": list(to_count[0]), "to": list(settings.options.targets)}
    with ExitStack() as stack:
        terminal = stack.enter_context(Terminal(state, quiet=watch.quiet))
        listener = ProgressListeners(terminal, *_listeners(watch, stack))
        if terminal.live:
            # Counted in a process beside the run, so that the time left can be told.
            stack.enter_context(Count(to_count, state))
        with _interruptible(stop, state, terminal), suppress(KeyboardInterrupt):
            work(
                read, store, settings,
                listener=listener, stop=stop, about=about, state=state, executor=executor,
            )  # fmt: skip
        if stop.is_set():
            terminal.say(f"to go on: {command_line()}")
    return state, stop.is_set()


def _ray(address: str) -> MakeExecutor:
    """Where windows are translated on a Ray cluster."""
    from newsxlate.errors import UsageError

    try:
        from newsxlate.archive.ray import ray_executor
    except ImportError as error:
        raise UsageError(
            "--ray needs the package ray[data], which is not installed",
            hint='Install it with: pip install "ray[data]"',
        ) from error
    return ray_executor(address)


def _listeners(watch: Watch, stack: ExitStack) -> Iterator[ProgressListener]:
    """Those who were asked for besides the terminal."""
    from newsxlate.archive.progress import JsonLog, Metrics
    from newsxlate.files import check_writable, storage_errors

    if watch.log == "-":
        yield JsonLog(sys.stdout)
    elif watch.log:
        path = Path(watch.log)
        with storage_errors(path):
            stream = path.open("a", encoding="utf-8")
        yield JsonLog(stack.enter_context(stream))
    if watch.metrics:
        check_writable(watch.metrics)
        yield Metrics(watch.metrics)


@contextmanager
def _interruptible(stop: threading.Event, state: State, terminal: Terminal) -> Iterator[None]:
    """Let Ctrl-C, or SIGTERM, set ``stop``, and a second one end everything.

    With nothing in hand there is nothing to wait for: models may be on their way, which takes long.
    """

    def interrupted(number: int, frame: object) -> None:
        # Nothing is said here: the line that it cut in two may be one that is being printed.
        if stop.is_set():
            with suppress(Exception):
                terminal.__exit__(None, None, None)
            # Nothing is lost by it: what is stored is stored.
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        stop.set()
        if not state.in_hand:
            raise KeyboardInterrupt

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, interrupted) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
