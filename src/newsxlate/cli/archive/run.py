"""``newsxlate archive run``: work through an archive, watched, and stopped in good order."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsxlate.cli.help import (
    ARCHIVE,
    HARDWARE,
    MODEL,
    OUTPUT,
    READING,
    GroupedCommand,
    option,
)
from newsxlate.cli.options import (
    FINDINGS_REMAIN,
    LENGTHS,
    archive_store,
    engine_options,
    general_options,
    length_options,
    name_options,
    summary_option,
    summary_settings,
    to_option,
)

if TYPE_CHECKING:
    from newsxlate.archive.progress import ProgressListener, State
    from newsxlate.archive.settings import Settings
    from newsxlate.archive.workers.executors import MakeExecutor
    from newsxlate.cli.archive.progress import Terminal

_STOPPED = 130
_SETTINGS = ("processes", "helpers", "readers", "window", "time_limit", "limit")


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
    metavar="FORMAT",
    help="Format of the inputs; else found out.",
    group=READING,
)
@option(
    "--field",
    "fields",
    type=_Field(),
    multiple=True,
    metavar="FIELD=NAME",
    help="What JSON and CSV call the body, title, byline, published, url, language or id.",
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
    default=32,
    show_default=True,
    help="Documents that are translated and stored together.",
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
@engine_options
@option(
    "--models",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder models are kept in.",
    group=MODEL,
)
@general_options
def run(inputs: tuple[str, ...], dry_run: bool, strict: bool, **given: Any) -> None:
    """Translate the articles in INPUT…, each once, and keep the results in a store.

    INPUT is a folder, a file or a glob: text, HTML, JSON Lines, CSV, feeds, WARC, ninjs, NewsML-G2,
    ZIP or tar. A run that was stopped or killed goes on where it was when it is started again.
    Ctrl-C finishes what is in hand; a second one stops at once.
    """
    from newsxlate.inputs.stream import documents

    settings = _settings(given, strict=strict)
    read = documents(
        inputs,
        fields=dict(given["fields"]),
        format=given["format_"],
        max_bytes=settings.options.max_bytes,
    )
    if dry_run:
        from newsxlate.archive.run import plan

        for standing, count in plan(read, given["store"], settings).items():
            click.echo(f"{count:>8}  {standing}")
        return
    state, stopped = _run(inputs, read, settings, given)
    counts = state.counts.counting or state.counts.failed or state.failed_before
    if stopped:
        click.get_current_context().exit(_STOPPED)
    if strict and counts:
        click.get_current_context().exit(FINDINGS_REMAIN)


def _settings(given: dict[str, Any], *, strict: bool) -> Settings:
    """What the options mean."""
    from dataclasses import fields

    from newsxlate.archive.settings import Settings
    from newsxlate.options import Options

    # --store is the archive's here.
    known = {field.name for field in fields(Options)} - {"store", "models"}
    taken = known.union(LENGTHS) & given.keys()
    chosen = summary_settings(
        {name: given[name] for name in taken}, strict=strict, wanted=given["summarised"]
    )
    return Settings(
        options=Options(store=given["models"], **chosen),
        **{name: given[name] for name in _SETTINGS},
    )


def _run(
    inputs: tuple[str, ...], read: Iterator[Any], settings: Settings, given: dict[str, Any]
) -> tuple[State, bool]:
    """Run, watched; returns how it went and whether Ctrl-C stopped it."""
    from newsxlate.archive.progress import ProgressListeners, State
    from newsxlate.archive.run import run as work
    from newsxlate.cli.archive.progress import Terminal

    state, stop = State(), threading.Event()
    executor = _ray(given["ray_address"]) if given["ray_address"] else None
    about = {"inputs": list(inputs), "to": list(settings.options.targets)}
    with ExitStack() as stack:
        terminal = stack.enter_context(Terminal(state, quiet=given["quiet"]))
        listener = ProgressListeners(terminal, *_listeners(given, stack))
        if terminal.live:
            stack.enter_context(_counting(inputs, given, settings, state))
        with _interruptible(stop, terminal):
            work(
                read, given["store"], settings,
                listener=listener, stop=stop, about=about, state=state, executor=executor,
            )  # fmt: skip
    return state, stop.is_set()


def _ray(address: str) -> MakeExecutor:
    """Where windows are translated on a Ray cluster."""
    from newsxlate.errors import UsageError

    try:
        from newsxlate.archive.ray import ray_executor
    except ImportError as error:
        raise UsageError(
            "--ray needs the package ray[data], which is not installed",
            hint="Install it with: pip install 'newsxlate[ray]'",
        ) from error
    return ray_executor(address)


def _listeners(given: dict[str, Any], stack: ExitStack) -> Iterator[ProgressListener]:
    """Those who were asked for besides the terminal."""
    from newsxlate.archive.progress import JsonLog, Metrics
    from newsxlate.files import check_writable, storage_errors

    if given["log_json"] == "-":
        yield JsonLog(sys.stdout)
    elif given["log_json"]:
        path = Path(given["log_json"])
        with storage_errors(path):
            stream = path.open("a", encoding="utf-8")
        yield JsonLog(stack.enter_context(stream))
    if given["metrics"]:
        check_writable(given["metrics"])
        yield Metrics(given["metrics"])


@contextmanager
def _counting(
    inputs: tuple[str, ...], given: dict[str, Any], settings: Settings, state: State
) -> Iterator[None]:
    """Count the documents in a process beside the run, so that the time left can be told."""
    from newsxlate.archive.workers.counting import Count

    task = (inputs, dict(given["fields"]), given["format_"], settings.limit)
    with Count(task, state):
        yield


@contextmanager
def _interruptible(stop: threading.Event, terminal: Terminal) -> Iterator[None]:
    """Let Ctrl-C set ``stop``, and a second one end everything."""

    def interrupted(*_: object) -> None:
        if stop.is_set():
            terminal.__exit__(None, None, None)
            # Nothing is lost by it: what is stored is stored.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            signal.raise_signal(signal.SIGINT)
        stop.set()
        terminal.say("finishing what is in hand; Ctrl-C again stops at once")

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
