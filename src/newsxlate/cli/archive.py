"""``newsxlate archive``: work through thousands of articles, and see how far it has come."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsxlate.cli.common import (
    FINDINGS_REMAIN,
    Languages,
    archive_store,
    check_output,
    deliver,
    engine_options,
    general_options,
    output_options,
)
from newsxlate.cli.exporting import export
from newsxlate.cli.lengths import length_options, summary_settings

if TYPE_CHECKING:
    from newsxlate.archive.run import MakeLanes
    from newsxlate.archive.settings import Settings
    from newsxlate.archive.store import Store
    from newsxlate.archive.watch import State, Watcher
    from newsxlate.cli.watching import Terminal

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


@click.group(
    short_help="Work through archives of articles.",
    epilog="\b\nExamples:\n"
    "  newsxlate archive run articles/ --to en,fr --store out.sqlite\n"
    "  newsxlate archive status --store out.sqlite\n"
    "  newsxlate archive failures --store out.sqlite\n"
    "  newsxlate archive report --store out.sqlite -o report.html\n"
    "  newsxlate archive export --store out.sqlite --format jsonl -o out.jsonl",
)
def archive() -> None:
    """Work through archives of articles: resumable, and every result in one SQLite file."""


archive.add_command(export)


@archive.command(
    epilog="\b\nExamples:\n"
    "  newsxlate archive run articles/ --to en,fr --store out.sqlite\n"
    "  newsxlate archive run 'dump/*.jsonl.gz' --field body=text --to en --store out.sqlite\n"
    "  newsxlate archive run crawl.warc.gz --to en --summary --store out.sqlite --processes 2\n"
    "  newsxlate archive run dump.warc.gz --to en --store out.sqlite --ray auto --processes 8\n"
    "  newsxlate archive run articles/ --to en --store out.sqlite --dry-run",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--to",
    "targets",
    type=Languages(),
    multiple=True,
    default=("en",),
    show_default=True,
    metavar="LANG[,LANG…]",
    help="Target languages; may be given several times.",
)
@archive_store
@click.option(
    "--from",
    "source",
    default="auto",
    metavar="LANG",
    help="Source language; by default the texts have to look German.",
)
@click.option("--keep-boilerplate", is_flag=True, help="Keep what cleaning would remove.")
@click.option("--format", "format_", metavar="FORMAT", help="Format of the inputs; else found out.")
@click.option(
    "--field",
    "fields",
    type=_Field(),
    multiple=True,
    metavar="FIELD=NAME",
    help="What JSON and CSV call the body, title, byline, published, url, language or id.",
)
@click.option("--limit", type=click.IntRange(min=1), help="Look at so many documents only.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option(
    "--processes",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Processes that translate, with a share of the cores or a GPU each; 0: this one, and with"
    " --ray as many as there is room for.",
)
@click.option(
    "--ray",
    "ray_address",
    metavar="ADDRESS|local",
    help="Translate on this Ray cluster; auto is that of this machine, local a new one.",
)
@click.option(
    "--readers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Processes that read and clean.",
)
@click.option(
    "--window",
    type=click.IntRange(min=1),
    default=32,
    show_default=True,
    help="Documents that are translated and stored together.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds that reading a document may take.",
)
@click.option("--log-json", metavar="FILE|-", help="Log as JSON, one object a line.")
@click.option(
    "--metrics",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A text file for Prometheus, kept up to date.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 if documents failed or findings remain.")
@click.option("--summary", "summarised", is_flag=True, help="Add a summary in each language.")
@length_options
@engine_options
@click.option(
    "--models",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder models are kept in.",
)
@general_options
def run(inputs: tuple[str, ...], dry_run: bool, strict: bool, **given: Any) -> None:
    """Translate the articles in INPUT…, each once, and keep the results in a store.

    INPUT is a folder, a file or a glob: text, HTML, JSON Lines, CSV, feeds, WARC, ninjs, NewsML-G2,
    ZIP or tar. A run that was stopped or killed goes on where it was when it is started again.
    Ctrl-C finishes what is in hand; a second one stops at once.
    """
    from newsxlate.archive.inputs import documents

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
    counts = state.tally.counting or state.tally.failed or state.failed_before
    if stopped:
        click.get_current_context().exit(_STOPPED)
    if strict and counts:
        click.get_current_context().exit(FINDINGS_REMAIN)


def _settings(given: dict[str, Any], *, strict: bool) -> Settings:
    """What the options mean."""
    from newsxlate.archive.settings import Settings
    from newsxlate.options import Options

    taken = (
        "model", "device", "compute_type", "threads", "beam", "batch_tokens", "retries", "offline",
        "registry", "source", "keep_boilerplate", "sentences", "words", "ratio", "summary_method",
        "summary_model",
    )  # fmt: skip
    chosen = summary_settings(
        {name: given[name] for name in taken}, strict=strict, wanted=given["summarised"]
    )
    targets = dict.fromkeys(code for group in given["targets"] for code in group)
    return Settings(
        options=Options(targets=tuple(targets), store=given["models"], **chosen),
        **{name: given[name] for name in ("processes", "readers", "window", "time_limit", "limit")},
    )


def _run(
    inputs: tuple[str, ...], read: Iterator[Any], settings: Settings, given: dict[str, Any]
) -> tuple[State, bool]:
    """Run, watched; returns how it went and whether Ctrl-C stopped it."""
    from newsxlate.archive.run import run as work
    from newsxlate.archive.watch import Several, State
    from newsxlate.cli.watching import Terminal

    state, stop = State(), threading.Event()
    lanes = _ray(given["ray_address"]) if given["ray_address"] else None
    about = {"inputs": list(inputs), "to": list(settings.options.targets)}
    with ExitStack() as stack:
        terminal = stack.enter_context(Terminal(state, quiet=given["quiet"]))
        watcher = Several(terminal, *_watchers(given, stack))
        if terminal.live:
            stack.enter_context(_counting(inputs, given, settings, state))
        with _interruptible(stop, terminal):
            work(
                read, given["store"], settings,
                watcher=watcher, stop=stop, about=about, state=state, lanes=lanes,
            )  # fmt: skip
    return state, stop.is_set()


def _ray(address: str) -> MakeLanes:
    """Where windows are translated on a Ray cluster."""
    from newsxlate.errors import UsageError

    try:
        from newsxlate.archive.cluster import ray_lanes
    except ImportError as error:
        raise UsageError(
            "--ray needs the package ray[data], which is not installed",
            hint="Install it with: pip install 'newsxlate[ray]'",
        ) from error
    return ray_lanes(address)


def _watchers(given: dict[str, Any], stack: ExitStack) -> Iterator[Watcher]:
    """Those who were asked for besides the terminal."""
    from newsxlate.archive.watch import JsonLog, Metrics
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
    from newsxlate.archive.counting import Count

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


@archive.command(epilog="\b\nExample:\n  newsxlate archive status --store out.sqlite")
@archive_store
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@general_options
def status(store: Path, as_json: bool, quiet: bool) -> None:
    """Say what is in a store: documents, translations, findings, runs."""
    import json

    from newsxlate.archive.status import status as count

    with _opened(store) as opened:
        counts = count(opened)
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False, indent=2))
        return
    documents = counts["documents"]
    click.echo(
        f"{documents['done']} documents done ({counts['copies']} of them copies),"
        f" {documents['failed']} failed, {documents['waiting']} waiting"
    )
    click.echo(f"{counts['words']} words in {counts['sentences']} sentences, each text once")
    for kind in ("translations", "summaries"):
        listed = ", ".join(f"{code} {count}" for code, count in sorted(counts[kind].items()))
        click.echo(f"{kind}: {listed or 'none'}")
    found = sorted(counts["findings"].items())
    listed = ", ".join(f"{code} ×{count}" for code, count in found)
    click.echo(f"findings: {listed or 'none'}")
    click.echo(f"memory: {counts['memory']} sentences; file: {counts['bytes'] / 1e6:.1f} MB")
    for entry in counts["runs"]:
        click.echo(
            f"run {entry['number']}: {entry['outcome']},"
            f" {entry['documents']} documents, {entry['words']} words"
        )


@archive.command(epilog="\b\nExample:\n  newsxlate archive failures --store out.sqlite --json")
@archive_store
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a line.")
@general_options
def failures(store: Path, as_json: bool, quiet: bool) -> None:
    """List the documents without a result, and why."""
    import json

    from newsxlate.archive.status import failures as failed

    with _opened(store) as opened:
        for row in failed(opened):
            if as_json:
                click.echo(json.dumps(row, ensure_ascii=False))
                continue
            again = " (waiting for the next run)" if row["status"] == "waiting" else ""
            click.echo(f"{row['id']}\t{row['stage']}: {row['reason']}{again}")


@archive.command(
    epilog="\b\nExamples:\n  newsxlate archive retry --store out.sqlite\n"
    "  newsxlate archive retry --store out.sqlite articles/a.html"
)
@archive_store
@click.argument("ids", nargs=-1, metavar="[ID]...")
@general_options
def retry(store: Path, ids: tuple[str, ...], quiet: bool) -> None:
    """Let the next run try failed documents again: those named, or all.

    Without it a run leaves them alone until they, or its options, change.
    """
    from newsxlate.archive.run import locked
    from newsxlate.archive.store import Store
    from newsxlate.errors import UsageError

    if not store.is_file():
        Store(store)
    with locked(store), Store(store) as opened:
        count = opened.retry(ids)
    if count < len(set(ids)):
        raise UsageError(
            f"{len(set(ids)) - count} of the documents named did not fail",
            hint="`newsxlate archive failures` lists those that did.",
        )
    if not quiet:
        click.echo(f"{count} to be tried again by the next `newsxlate archive run`", err=True)


@archive.command(
    epilog="\b\nExample:\n  newsxlate archive report --store out.sqlite -o report.html"
)
@archive_store
@output_options("html")
@general_options
def report(store: Path, format_: str, output: Path | None, quiet: bool) -> None:
    """Write a page on a store: throughput over time, failures, findings by kind."""
    from newsxlate.archive.report import page

    check_output(str(store), output)
    with _opened(store) as opened:
        text = page(opened)
    deliver(text, output)


def _opened(path: Path) -> Store:
    from newsxlate.archive.store import Store

    return Store(path, readonly=True)
