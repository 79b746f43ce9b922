"""``newsxlate names``: forms of names in other languages, and spellings of one name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsxlate.cli.help import did_you_mean
from newsxlate.cli.languages import Languages
from newsxlate.cli.options import (
    general_options,
    glossary_option,
    input_options,
    output_options,
    to_option,
)
from newsxlate.cli.output import check_output, deliver
from newsxlate.errors import InputError, UsageError

if TYPE_CHECKING:
    from newsxlate.names import Glossary
    from newsxlate.options import Options
    from newsxlate.result import Result

# No name is longer; comparing texts takes time by the square of their length.
_LONGEST = 200

_pairs = click.option(
    "--pairs",
    type=click.Path(path_type=Path),
    help="A file of tab-separated rows to judge, a line each.",
)


class _FindByDefault(click.Group):
    """A group that takes what is no command's name for the arguments of ``find``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        help_ = ctx.help_option_names
        if args and args[0] not in (*self.commands, *help_):
            hint = did_you_mean(args[0], list(self.commands))
            if hint and "." not in args[0] and not Path(args[0]).exists():
                raise click.UsageError(f"No such file or command {args[0]!r}. {hint}", ctx=ctx)
            args = ["find", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_FindByDefault,
    short_help="List an article's names; look names up.",
    options_metavar=None,
    subcommand_metavar="FILE [--to LANG[,LANG…]] [OPTIONS]  |  COMMAND …",
    epilog="\b\nExamples:\n  newsxlate names article.txt\n"
    "  newsxlate names article.txt --to en,fr --glossary terms.csv\n"
    "  newsxlate names article.json    (what `translate --format json` wrote)\n"
    "  newsxlate names forms Pjöngjang --to en,fr\n"
    "  newsxlate names variants 'Kim Jong Un' 'Kim Jung Un'",
)
def names() -> None:
    """List the names in FILE, look up the forms of German names, or compare spellings.

    Without a command, FILE is read as by "find"; "newsxlate names find --help" has its options.
    """


@names.command(
    epilog="\b\nExamples:\n  newsxlate names article.txt\n"
    "  newsxlate names article.txt --to en,fr\n"
    "  newsxlate names article.json    (what `translate --format json` wrote)\n"
    "  newsxlate names find article.txt --format json | jq '.entries[].canonical'"
)
@input_options
@to_option("Show the accepted forms in these languages.", default=())
@glossary_option
@output_options("table", "json")
@general_options
def find(
    file: str,
    source: str,
    keep_boilerplate: bool,
    time_limit: float,
    targets: tuple[str, ...],
    glossary: Path | None,
    format_: str,
    output: Path | None,
    quiet: bool,
) -> None:
    """List the names in FILE: one line a person, place or organisation, and suspected misspellings.

    Needs no model. With --to, each name has its accepted forms, best first; a question mark marks
    what follows from rules or is merely carried over. Of JSON that `translate` wrote, it lists what
    the translations made of each name. JSON carries every mention with its offset.
    """
    import json

    from newsxlate.names import misspellings
    from newsxlate.options import Options
    from newsxlate.outputs.article import name_list

    check_output(file, output)
    terms = _glossary(glossary)
    chosen = Options.flat(source, keep_boilerplate=keep_boilerplate, time_limit=time_limit)
    result = _read(file, chosen, quiet)
    assert result.ledger is not None  # it sees to it
    forms = name_list.accepted_forms(result.ledger, targets, terms)
    if format_ == "json":
        data = name_list.as_data(result.ledger, forms, result if result.translations else None)
        deliver(json.dumps(data, ensure_ascii=False, indent=2) + "\n", output)
        return
    lines = name_list.table(
        result.ledger, {**name_list.rendering_columns(result), **name_list.form_columns(forms)}
    )
    lines += [f"{f.code} {f.severity}: {f.message}" for f in misspellings(result.ledger)]
    deliver("".join(f"{line}\n" for line in lines), output)


def _read(file: str, options: Options, quiet: bool) -> Result:
    """An article, or a result, with its names."""
    from dataclasses import replace

    from newsxlate.cli.console import Console
    from newsxlate.names import find_entities
    from newsxlate.pipeline import Pipeline

    with Console(quiet=quiet) as console:
        result = Pipeline(options, progress=console).open(file)
    return result if result.ledger else replace(result, ledger=find_entities(result.article))


def _glossary(path: Path | None) -> Glossary | None:
    from newsxlate.names import load_glossary

    return load_glossary(path) if path else None


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
@glossary_option
@general_options
def forms(
    name: str | None,
    targets: tuple[str, ...],
    pairs: Path | None,
    glossary: Path | None,
    quiet: bool,
) -> None:
    """Print the accepted forms of a German NAME, best first, each with where it comes from.

    With --pairs, judge forms instead: "accepted" or "rejected", the reason, and the row. A form
    that is marked "derived" follows from rules and was found in no reference data.
    """
    from newsxlate.names.forms import accepts
    from newsxlate.names.forms import forms as forms_of

    _one_of(name, pairs)
    terms = _glossary(glossary)
    if pairs:
        for german, language, form in _rows(pairs, 3, "German name, language, form", language=1):
            verdict = accepts(
                german, form, language, glossary=terms.terms(language) if terms else None
            )
            judged = "accepted" if verdict.accepted else "rejected"
            click.echo("\t".join((judged, verdict.reason, german, language, form)))
        return
    assert name is not None  # checked above
    _nameable(name)
    for target in targets:
        for found in forms_of(name, target, glossary=terms.terms(target) if terms else None):
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
    from newsxlate.names import same_name

    _one_of(a if b else None, pairs)
    rows = _rows(pairs, 2, "name, name") if pairs else iter([(a or "", b or "")])
    if not pairs:
        _nameable(a or "")
        _nameable(b or "")
    for first, second in rows:
        found = same_name(first, second)
        judged = "same" if found.same else "different"
        click.echo("\t".join((judged, f"{found.score:.2f}", found.reason, first, second)))


def _one_of(given: str | None, pairs: Path | None) -> None:
    if (given is None) == (pairs is None):
        raise UsageError("give either names or --pairs FILE", hint="See --help for examples.")


def _nameable(text: str) -> None:
    """See that a text can be a name.

    Raises:
        UsageError: It cannot.
    """
    if reason := _not_a_name(text):
        raise UsageError(f"{reason}: {text[:40]!r}", hint="Give a name of letters.")


def _not_a_name(text: str) -> str:
    if not any(c.isalnum() for c in text):
        return "there is no name"
    return f"the name has more than {_LONGEST} characters" if len(text) > _LONGEST else ""


def _rows(
    path: Path, columns: int, header: str, language: int | None = None
) -> Iterator[tuple[str, ...]]:
    """The rows of a tab-separated file; further columns are left out.

    Bad rows are named by their line on standard error, and the others go on.

    Args:
        path: The file.
        columns: How many columns are needed.
        header: What they are.
        language: Index of the column with an ISO 639-1 code, if there is one.

    Raises:
        InputError: The file cannot be read or has no rows; or, at the end, rows were bad.
    """
    from newsxlate.inputs.article.sources import load
    from newsxlate.options import MAX_INPUT_BYTES

    try:
        text = load(path, MAX_INPUT_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path} is not UTF-8 (byte {error.start})", hint="Save the table as UTF-8."
        ) from error
    good = bad = 0
    for number, line in enumerate(text.splitlines(), 1):
        cells = tuple(cell.strip() for cell in line.split("\t"))
        if not line.strip():
            continue
        if reason := _fault(cells, columns, header, language):
            click.echo(f"{path}, line {number}: {reason}", err=True)
            bad += 1
            continue
        good += 1
        yield cells[:columns]
    if bad or not good:
        what = f"{bad} rows of {path} were left out" if bad else f"{path} has no rows"
        raise InputError(what, hint=f"A row is {header}, parted by tabs.")


def _fault(cells: tuple[str, ...], columns: int, header: str, language: int | None) -> str:
    """What is wrong with a row; empty if nothing is."""
    from newsxlate.languages import languages

    if len(cells) < columns or not all(cells[:columns]):
        return f"{columns} columns are needed ({header})"
    if language is not None and cells[language] not in languages():
        return f"there is no language {cells[language]!r}"
    names = (cell for index, cell in enumerate(cells[:columns]) if index != language)
    return next(filter(None, map(_not_a_name, names)), "")
