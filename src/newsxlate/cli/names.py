"""``newsxlate names``: forms of names in other languages, and spellings of one name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from newsxlate.cli.common import (
    Languages,
    check_output,
    deliver,
    general_options,
    input_options,
    output_options,
)
from newsxlate.errors import InputError, UsageError

_pairs = click.option(
    "--pairs",
    type=click.Path(path_type=Path),
    help="A file of tab-separated rows to judge, a line each.",
)


@click.group(
    short_help="Look up and compare names.",
    epilog="\b\nExamples:\n  newsxlate names find article.txt\n"
    "  newsxlate names forms Pjöngjang --to en,fr\n"
    "  newsxlate names variants 'Kim Jong Un' 'Kim Jung Un'",
)
def names() -> None:
    """Look up the forms of German names in other languages, and compare spellings."""


@names.command(
    epilog="\b\nExamples:\n  newsxlate names find article.txt\n"
    "  newsxlate names find article.txt --format json | jq '.entries[].canonical'"
)
@input_options
@output_options("text", "json")
@general_options
def find(
    file: str,
    source: str,
    keep_boilerplate: bool,
    format_: str,
    output: Path | None,
    quiet: bool,
) -> None:
    """List the names in FILE: one line a person, place or organisation, and suspected misspellings.

    Needs no model. JSON carries every mention with its offset.
    """
    import json
    from dataclasses import asdict

    from newsxlate.names.ledger import build, findings
    from newsxlate.options import Options
    from newsxlate.pipeline import Pipeline

    check_output(file, output)
    options = Options(source=source, keep_boilerplate=keep_boilerplate)
    ledger = build(Pipeline(options).read(file))
    if format_ == "json":
        deliver(json.dumps(asdict(ledger), ensure_ascii=False, indent=2) + "\n", output)
        return
    lines = []
    for entry in ledger.entries:
        others = [name for name in entry.variants if name != entry.canonical]
        also = f"  (also {', '.join(others)})" if others else ""
        lines.append(f"{len(entry.mentions):>4}  {entry.canonical}{also}")
    lines += [f"{found.code} {found.severity}: {found.message}" for found in findings(ledger)]
    deliver("".join(f"{line}\n" for line in lines), output)


@names.command(
    epilog="\b\nExamples:\n  newsxlate names forms Peskow --to en,pl\n"
    "  newsxlate names forms --pairs rows.tsv    (German name, language, form)"
)
@click.argument("name", required=False)
@click.option(
    "--to",
    "targets",
    type=Languages(),
    default="en",
    show_default=True,
    metavar="LANG[,LANG…]",
    help="Target languages.",
)
@_pairs
@general_options
def forms(name: str | None, targets: tuple[str, ...], pairs: Path | None, quiet: bool) -> None:
    """Print the accepted forms of a German NAME, best first, each with where it comes from.

    With --pairs, judge forms instead: "accepted" or "rejected", the reason, and the row. A form
    that is marked "derived" follows from rules and was found in no reference data.
    """
    from newsxlate.names import forms as lookup

    _one_of(name, pairs)
    if pairs:
        for german, language, form in _rows(pairs, 3, "German name, language, form"):
            verdict = lookup.accepts(german, form, language)
            judged = "accepted" if verdict.accepted else "rejected"
            click.echo("\t".join((judged, verdict.reason, german, language, form)))
        return
    assert name is not None  # checked above
    for target in targets:
        for found in lookup.forms(name, target):
            certain = "" if found.certain else "\tderived"
            click.echo(f"{target}\t{found.text}\t{found.source}{certain}")


@names.command(
    epilog="\b\nExamples:\n  newsxlate names variants 'Kim Jong Un' 'Kim Jung Un'\n"
    "  newsxlate names variants --pairs rows.tsv    (name, name)"
)
@click.argument("a", required=False)
@click.argument("b", required=False)
@_pairs
@general_options
def variants(a: str | None, b: str | None, pairs: Path | None, quiet: bool) -> None:
    """Say whether two spellings are probably one name: "same" or "different", score, reason."""
    from newsxlate.names.variants import same_name

    _one_of(a if b else None, pairs)
    rows = _rows(pairs, 2, "name, name") if pairs else iter([(a or "", b or "")])
    for first, second in rows:
        found = same_name(first, second)
        judged = "same" if found.same else "different"
        click.echo("\t".join((judged, f"{found.score:.2f}", found.reason, first, second)))


def _one_of(given: str | None, pairs: Path | None) -> None:
    if (given is None) == (pairs is None):
        raise UsageError("give either names or --pairs FILE", hint="See --help for examples.")


def _rows(path: Path, columns: int, header: str) -> Iterator[tuple[str, ...]]:
    """The rows of a tab-separated file; further columns are left out.

    Raises:
        InputError: The file cannot be read, or a row is too short; it is named by its line.
    """
    from newsxlate.options import MAX_INPUT_BYTES
    from newsxlate.reading.encodings import decode
    from newsxlate.reading.sources import load

    text = decode(load(path, MAX_INPUT_BYTES), str(path)).text
    for number, line in enumerate(text.splitlines(), 1):
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if not line.strip():
            continue
        if len(cells) < columns or not all(cells[:columns]):
            raise InputError(
                f"{path}, line {number}: {columns} columns are needed ({header})",
                hint="Separate columns by tabs.",
            )
        yield cells[:columns]
