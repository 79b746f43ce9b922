"""Options that several commands share, and what they say on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from newsxlate.errors import StorageError, UsageError

# The exit code of --strict.
FINDINGS_REMAIN = 3

Function = TypeVar("Function", bound=Callable[..., Any])


def input_options(function: Function) -> Function:
    """Add what decides how an article is read."""
    options = [
        click.argument("file", type=click.Path(path_type=str)),
        click.option(
            "--from",
            "source",
            default="auto",
            metavar="LANG",
            help="Source language; by default the text has to look German.",
        ),
        click.option("--keep-boilerplate", is_flag=True, help="Keep what cleaning would remove."),
    ]
    return apply(options, function)


def to_option(
    text: str = "Target languages; may be given several times.", default: tuple[str, ...] = ("en",)
) -> Callable[[Function], Function]:
    """Add the target languages, as ``targets``; ``text`` is the help."""
    return click.option(
        "--to",
        "targets",
        type=Languages(),
        multiple=True,
        default=default,
        show_default=bool(default),
        metavar="LANG[,LANG…]",
        help=text,
    )


def output_options(*formats: str) -> Callable[[Function], Function]:
    """Add where the output goes and what it looks like."""

    def add(function: Function) -> Function:
        options = [
            click.option(
                "--format",
                "-f",
                "format_",
                type=click.Choice(formats),
                default=formats[0],
                show_default=True,
                help="Output format.",
            ),
            click.option(
                "--output",
                "-o",
                type=click.Path(path_type=Path),
                help="Write to this file instead of standard output.",
            ),
        ]
        return apply(options, function)

    return add


def model_options(function: Function) -> Function:
    """Add what decides which model runs, and how, and where models are kept."""
    folder = click.option(
        "--store",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder models are kept in.",
    )
    return engine_options(apply([folder], function))


def engine_options(function: Function) -> Function:
    """Add what decides which model runs, and how."""
    options = [
        click.option("--model", default="auto", show_default=True, help="A registered model."),
        click.option(
            "--fast",
            "prefer",
            flag_value="fast",
            default="balance",
            help="With auto: the fastest model that is installed, whatever its quality.",
        ),
        click.option(
            "--best",
            "prefer",
            flag_value="best",
            help="With auto: the best model to be had, even if it has to be downloaded.",
        ),
        click.option(
            "--device",
            default="auto",
            show_default=True,
            metavar="auto|cpu|cuda|cuda:N",
            help="Where the model runs.",
        ),
        click.option(
            "--compute-type",
            default="auto",
            show_default=True,
            help="Number format for CTranslate2, such as int8 or float32.",
        ),
        click.option(
            "--threads", type=click.IntRange(min=0), default=0, help="CPU threads; 0 takes all."
        ),
        click.option(
            "--beam", type=click.IntRange(min=0), default=0, help="Beam size; 0: the model's."
        ),
        click.option(
            "--batch-tokens",
            type=click.IntRange(min=1),
            default=1024,
            show_default=True,
            help="Padded source tokens in a batch.",
        ),
        click.option(
            "--retries",
            type=click.IntRange(0, 4),
            default=2,
            show_default=True,
            help="Further tries for a sentence that fails a check.",
        ),
        click.option("--offline", is_flag=True, help="Open no network connection."),
        click.option(
            "--registry",
            type=click.Path(path_type=Path, dir_okay=False),
            help="A models.toml to merge over the shipped one.",
        ),
    ]
    return apply(options, function)


def glossary_option(function: Function) -> Function:
    """Add the user's terms."""
    option = click.option(
        "--glossary",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Your terms and names, as CSV, TSV or TBX; they come before all else.",
    )
    return apply([option], function)


def naming_options(function: Function) -> Function:
    """Add what a model is told about names."""
    option = click.option(
        "--normalize-names",
        is_flag=True,
        help="Give the model one spelling of names that the article spells in two ways.",
    )
    return glossary_option(apply([option], function))


def name_options(function: Function) -> Function:
    """Add what is done about names."""
    options = [
        click.option(
            "--names/--no-names",
            "check_names",
            default=True,
            show_default=True,
            help="Check every name of the article in its translations.",
        ),
        click.option(
            "--fix-names",
            is_flag=True,
            help="Replace German and inconsistent forms of names where the right one is certain.",
        ),
    ]
    return apply(options, naming_options(function))


def general_options(function: Function) -> Function:
    """Add what every command has."""
    options = [
        click.option("--quiet", "-q", is_flag=True, help="Only errors on standard error."),
        click.option(
            "--debug", is_flag=True, expose_value=False, help="Show tracebacks of errors."
        ),
    ]
    return apply(options, function)


def archive_store(function: Function) -> Function:
    """Add the store of an archive."""
    option = click.option(
        "--store",
        "store",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        metavar="FILE",
        help="The archive's store, an SQLite file.",
    )
    return apply([option], function)


def apply(options: list[Callable[[Any], Any]], function: Function) -> Function:
    """Decorate a command with several options, the first of them on top."""
    for option in reversed(options):
        function = option(function)
    return function


class Languages(click.ParamType[tuple[str, ...]]):
    """Language codes, separated by commas: "en,fr"."""

    name = "languages"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Split and check the codes."""
        from newsxlate.languages import language

        codes = tuple(code for code in str(value).replace(" ", "").lower().split(",") if code)
        if not codes:
            self.fail("name a language, such as en", param, ctx)
        try:
            return tuple(language(code).code for code in codes)
        except UsageError as error:
            self.fail(f"{error.message}. {error.hint}".removesuffix(". "), param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[Any]:
        """Complete the last code of the list."""
        from click.shell_completion import CompletionItem

        from newsxlate.languages import languages

        done, comma, start = incomplete.rpartition(",")
        return [
            CompletionItem(f"{done}{comma}{code}", help=entry.name)
            for code, entry in languages().items()
            if code.startswith(start)
        ]


def check_output(file: str, output: Path | None) -> None:
    """Refuse an output that cannot be written, or is the input, before any work is done.

    Raises:
        UsageError: ``output`` is the file that is read.
        StorageError: ``output`` cannot be written to.
    """
    from newsxlate.files import check_writable

    if output is None or str(output) == "-":
        return
    check_writable(output)
    if output.exists() and Path(file).exists() and output.samefile(file):
        raise UsageError(
            f"{output} is the article itself and would be overwritten",
            hint="Name another file with -o.",
        )


def deliver(text: str, output: Path | None) -> None:
    """Write a result to a file, or to standard output as UTF-8 whatever the terminal thinks."""
    if output is not None and str(output) != "-":
        from newsxlate.files import write_atomic

        write_atomic(output, text)
        return
    if sys.stdout is None:
        raise StorageError("standard output is closed", hint="Name a file with -o.")
    stream = sys.stdout.buffer
    stream.write(text.encode("utf-8", "replace"))
    stream.flush()
