"""``newsxlate archive``: work through thousands of articles, and see how far it has come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsxlate.cli.archive.export import export
from newsxlate.cli.archive.imports import import_
from newsxlate.cli.archive.run import run
from newsxlate.cli.help import Group
from newsxlate.cli.options import (
    archive_store,
    general_options,
    output_options,
)
from newsxlate.cli.output import check_output, deliver

if TYPE_CHECKING:
    from newsxlate.archive.store.database import Store


@click.group(
    cls=Group,
    short_help="Work through archives of articles.",
    epilog="\b\nExamples:\n"
    "  newsxlate archive run articles/ --to en,fr --store out.sqlite\n"
    "  newsxlate archive status --store out.sqlite\n"
    "  newsxlate archive failures --store out.sqlite\n"
    "  newsxlate archive report --store out.sqlite -o report.html\n"
    "  newsxlate archive export --store out.sqlite --format jsonl -o out.jsonl\n"
    "  newsxlate archive import out.xlf --store out.sqlite --by 'Ana Weber'",
)
def archive() -> None:
    """Work through archives of articles: resumable, and every result in one SQLite file."""


archive.add_command(run)
archive.add_command(export)
archive.add_command(import_)


@archive.command(epilog="\b\nExamples:\n  newsxlate archive status --store out.sqlite")
@archive_store
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@general_options
def status(store: Path, as_json: bool, quiet: bool) -> None:
    """Say what is in a store: documents, translations, findings, runs."""
    import json

    from newsxlate.archive.store.statistics import status as count

    with _opened(store) as opened:
        counts = count(opened)
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False, indent=2))
        return
    documents = counts["documents"]
    click.echo(
        f"{documents['done']} documents done ({counts['copies']} of them copies),"
        f" {documents['failed']} failed, {_to_come(counts)}"
    )
    if counts["embargoed"]:
        click.echo(f"{counts['embargoed']} of the documents done are under embargo")
    if counts["withdrawn"]:
        click.echo(f"{counts['withdrawn']} of the documents done were withdrawn since")
    if counts["running"] is not None:
        click.echo(_at_work(counts["running"]))
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


@archive.command(epilog="\b\nExamples:\n  newsxlate archive failures --store out.sqlite --json")
@archive_store
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object a line.")
@general_options
def failures(store: Path, as_json: bool, quiet: bool) -> None:
    """List the documents without a result, and why."""
    import json

    from newsxlate.archive.store.statistics import failures as failed

    with _opened(store) as opened:
        row = None
        for row in failed(opened):
            if as_json:
                click.echo(json.dumps(row, ensure_ascii=False))
                continue
            again = " (waiting for the next run)" if row["status"] == "waiting" else ""
            click.echo(f"{row['id']}\t{row['stage']}: {row['reason']}{again}")
    if row is None and not quiet:
        # Not among the results: a pipe would take it for a document.
        click.echo("none: every document that was worked through has a result", err=True)


@archive.command(
    epilog="\b\nExamples:\n  newsxlate archive retry --store out.sqlite\n"
    "  newsxlate archive retry --store out.sqlite articles/a.html"
)
@archive_store
@click.argument("ids", nargs=-1, metavar="[ID]...")
@general_options
def retry(store: Path, ids: tuple[str, ...], quiet: bool) -> None:
    """Let the next run try failed documents again: those named, or all.

    Without it a run leaves them alone until they, or its options, change. A document that is named
    and whose result is damaged is made anew, too.
    """
    from newsxlate.archive.store.database import Store
    from newsxlate.archive.store.lock import locked
    from newsxlate.archive.store.reader import damaged
    from newsxlate.errors import UsageError

    if not store.is_file():
        Store(store)
    with locked(store), Store(store) as opened:
        broken = damaged(opened, ids)
        for id_ in broken:
            opened.forget(id_)
        count = opened.retry(ids) + len(broken)
    if count < len(set(ids)):
        raise UsageError(
            f"{len(set(ids)) - count} of the documents named did not fail",
            hint="`newsxlate archive failures` lists those that did.",
        )
    if not quiet:
        click.echo(f"{count} to be tried again by the next `newsxlate archive run`", err=True)


@archive.command(
    epilog="\b\nExamples:\n  newsxlate archive report --store out.sqlite -o report.html"
)
@archive_store
@output_options("html")
@general_options
def report(store: Path, format_: str, output: Path | None, quiet: bool) -> None:
    """Write a page on a store: throughput over time, failures, findings by kind, review."""
    from newsxlate.archive.store.report import page
    from newsxlate.archive.store.statistics import damage
    from newsxlate.review.statistics import statistics, tables

    check_output(str(store), output)
    with _opened(store) as opened:
        text = page(opened, review=tables(statistics(opened)))
        rows = list(damage(opened))
    deliver(text, output)
    for row in rows:
        click.echo(f"damaged in {store}: {row.id}: {row.reason}", err=True)
    if rows:
        click.get_current_context().exit(1)


def _to_come(counts: dict[str, Any]) -> str:
    """How many documents wait: for the run that works, or for the next one."""
    now = counts["running"]
    if now is None:
        return f"{counts['documents']['waiting']} waiting"
    waiting = now.get("waiting")
    coming = "those waiting not counted" if waiting is None else f"{waiting} waiting"
    return f"{now.get('in_hand', 0)} in hand, {coming}"


def _at_work(now: dict[str, Any]) -> str:
    """How far the run is that works on the store; ``now`` is empty if it has just begun."""
    from newsxlate.cli.archive.progress import clock

    if not now:
        return "a run is at work; it has just begun"
    left = now["seconds_left"]
    return (
        f"run {now['run']} is at work (process {now['process']}) for {clock(now['seconds'])}:"
        f" {now['documents']} documents so far, {now['documents_per_second']}/s"
        + (f", {clock(left)} left" if left is not None else "")
    )


def _opened(path: Path) -> Store:
    from newsxlate.archive.store.database import Store

    return Store(path, readonly=True)
