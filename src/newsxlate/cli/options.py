"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsxlate.cli.help import (
    ARCHIVE,
    DECODING,
    HARDWARE,
    LANGUAGES,
    MODEL,
    NAMES,
    OUTPUT,
    READING,
    SUMMARY,
    Function,
    option,
)
from newsxlate.cli.languages import Languages
from newsxlate.summary import METHODS

if TYPE_CHECKING:
    from newsxlate.options import Length

# The exit code of --strict.
FINDINGS_REMAIN = 3

_SENTENCES = 3


def input_options(function: Function) -> Function:
    """Add what decides how an article is read."""
    options = [
        click.argument("file", type=click.Path(path_type=str)),
        option(
            "--from",
            "source",
            default="auto",
            metavar="LANG",
            help="Source language; by default the text has to look German.",
            group=READING,
        ),
        option(
            "--keep-boilerplate",
            is_flag=True,
            help="Keep what cleaning would remove.",
            group=READING,
        ),
        option(
            "--time-limit",
            type=click.FloatRange(min=0, min_open=True),
            default=60.0,
            show_default=True,
            help="Seconds that reading may take.",
            group=READING,
        ),
    ]
    return apply(options, function)


def to_option(
    text: str = "Target languages; may be given several times.",
    default: tuple[str, ...] = ("en",),
    *,
    source: bool = False,
) -> Callable[[Function], Function]:
    """Add the target languages, each once, as ``targets``.

    Args:
        text: The help.
        default: The codes if none are given.
        source: Whether the article's own language is one that makes sense.
    """
    return option(
        "--to",
        "targets",
        type=Languages(source=source),
        multiple=True,
        callback=lambda _ctx, _param, groups: tuple(
            dict.fromkeys(code for group in groups for code in group)
        ),
        default=default,
        show_default=bool(default),
        metavar="LANG[,LANG…]",
        help=text,
        group=LANGUAGES,
    )


def output_options(*formats: str) -> Callable[[Function], Function]:
    """Add where the output goes and what it looks like."""

    def add(function: Function) -> Function:
        options = [
            option(
                "--format",
                "-f",
                "format_",
                type=click.Choice(formats),
                default=formats[0],
                show_default=True,
                help="Output format.",
                group=OUTPUT,
            ),
            option(
                "--output",
                "-o",
                type=click.Path(path_type=Path),
                help="Write to this file instead of standard output.",
                group=OUTPUT,
            ),
        ]
        return apply(options, function)

    return add


def model_options(function: Function) -> Function:
    """Add what decides which model runs, and how, and where models are kept."""
    return engine_options(models_option(old_name(function)))


def models_option(function: Function) -> Function:
    """Add the folder of the models."""
    own = option(
        "--models",
        "models",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder models are kept in [default: NEWSXLATE_STORE, or your cache folder].",
        group=MODEL,
    )
    return apply([own], function)


def old_name(function: Function) -> Function:
    """Add what ``--models`` was called before archives had a ``--store``, for one release."""
    hidden = click.option(
        "--store", "models", type=click.Path(path_type=Path, file_okay=False), hidden=True
    )
    return apply([hidden], function)


def engine_options(function: Function) -> Function:
    """Add what decides which model runs, and how."""
    options = [
        option(
            "--model", default="auto", show_default=True, help="A registered model.", group=MODEL
        ),
        option(
            "--fast",
            "prefer",
            flag_value="fast",
            default="balance",
            help="With auto: the fastest model that is installed, whatever its quality.",
            group=MODEL,
        ),
        option(
            "--best",
            "prefer",
            flag_value="best",
            help="With auto: the best model there is, even if it has to be downloaded.",
            group=MODEL,
        ),
        option(
            "--device",
            default="auto",
            show_default=True,
            metavar="auto|cpu|cuda|cuda:N",
            help="Where the model runs.",
            group=HARDWARE,
        ),
        option(
            "--compute-type",
            default="auto",
            show_default=True,
            help="Number format for CTranslate2, such as int8 or float32.",
            group=HARDWARE,
        ),
        option(
            "--threads",
            type=click.IntRange(min=0),
            default=0,
            help="CPU threads; 0 takes all.",
            group=HARDWARE,
        ),
        option(
            "--beam",
            type=click.IntRange(min=0),
            default=0,
            help="Beam size; 0: the model's.",
            group=DECODING,
        ),
        option(
            "--batch-tokens",
            type=click.IntRange(min=1),
            default=1024,
            show_default=True,
            help="Padded source tokens in a batch.",
            group=HARDWARE,
        ),
        option(
            "--retries",
            type=click.IntRange(0, 4),
            default=2,
            show_default=True,
            help="Further tries for a sentence that fails a check.",
            group=DECODING,
        ),
        option("--offline", is_flag=True, help="Open no network connection.", group=MODEL),
        option(
            "--registry",
            type=click.Path(path_type=Path, dir_okay=False),
            help="A models.toml to merge over the shipped one.",
            group=MODEL,
        ),
    ]
    return apply(options, function)


def glossary_option(function: Function) -> Function:
    """Add the user's terms."""
    own = option(
        "--glossary",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Your terms and names, as CSV, TSV or TBX; they come before all else.",
        group=NAMES,
    )
    return apply([own], function)


def memory_option(function: Function) -> Function:
    """Add the user's own translation memories."""
    own = option(
        "--memory",
        type=click.Path(path_type=Path, dir_okay=False),
        multiple=True,
        metavar="FILE.tmx",
        help="Your translations, as TMX: a sentence that is there takes its text, and no model is"
        " asked. Repeat for several; the last counts.",
        group=DECODING,
    )
    return apply([own], function)


def naming_options(function: Function) -> Function:
    """Add what a model is told about names."""
    own = option(
        "--normalize-names",
        is_flag=True,
        help="Give the model one spelling of names that the article spells in two ways.",
        group=NAMES,
    )
    return glossary_option(apply([own], function))


def name_options(function: Function) -> Function:
    """Add what is done about names."""
    options = [
        option(
            "--names/--no-names",
            "check_names",
            default=True,
            show_default=True,
            help="Check every name of the article in its translations.",
            group=NAMES,
        ),
        option(
            "--fix-names",
            is_flag=True,
            help="Replace German and inconsistent forms of names where the right one is certain.",
            group=NAMES,
        ),
    ]
    return apply(options, naming_options(function))


def summary_option(function: Function) -> Function:
    """Add whether there is a summary at all."""
    own = option(
        "--summary",
        "summarized",
        is_flag=True,
        help="Add a summary in each language.",
        group=SUMMARY,
    )
    return apply([own], function)


def length_options(function: Function) -> Function:
    """Add how long summaries are to be and what makes them; see `summary_lengths`."""
    options = [
        option(
            "--sentences",
            type=click.IntRange(min=1),
            multiple=True,
            help=f"Length in sentences; {_SENTENCES} if no length is given. Repeat for several.",
            group=SUMMARY,
        ),
        option(
            "--words",
            type=click.IntRange(min=1),
            multiple=True,
            help="Length in words, at most.",
            group=SUMMARY,
        ),
        option(
            "--ratio",
            type=click.FloatRange(0, 1, min_open=True),
            multiple=True,
            help="Length as a share of the article: 0.1 is a tenth.",
            group=SUMMARY,
        ),
        option(
            "--method",
            "summary_method",
            type=click.Choice(METHODS),
            default=METHODS[0],
            show_default=True,
            help="Sentences of the article (its best or its first), or a model's own words.",
            group=SUMMARY,
        ),
        option(
            "--summary-model",
            default="auto",
            show_default=True,
            help="The registered model that writes abstractive summaries.",
            group=SUMMARY,
        ),
    ]
    return apply(options, function)


def summary_lengths(
    sentences: Iterable[int], words: Iterable[int], ratio: Iterable[float], *, wanted: bool = True
) -> tuple[Length, ...]:
    """The lengths that `length_options` gave; one of three sentences if there is none.

    Args:
        sentences: Lengths in sentences.
        words: Lengths in words.
        ratio: Lengths as shares of the article.
        wanted: Whether there is to be a summary even if no length is given.
    """
    from newsxlate.options import Length

    lengths = (
        *(Length("sentences", float(value)) for value in sentences),
        *(Length("words", float(value)) for value in words),
        *(Length("ratio", value) for value in ratio),
    )
    return lengths or ((Length("sentences", float(_SENTENCES)),) if wanted else ())


def general_options(function: Function) -> Function:
    """Add what every command has."""
    options = [
        option("--quiet", "-q", is_flag=True, help="Only errors on standard error.", group=OUTPUT),
        click.option(
            "--debug", is_flag=True, expose_value=False, help="Show tracebacks of errors."
        ),
    ]
    return apply(options, function)


def archive_store(function: Function) -> Function:
    """Add the store of an archive."""
    own = option(
        "--store",
        "store",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        metavar="FILE",
        help="The archive's store, an SQLite file.",
        group=ARCHIVE,
    )
    return apply([own], function)


def apply(options: list[Callable[[Any], Any]], function: Function) -> Function:
    """Decorate a command with several options, the first of them on top."""
    for add in reversed(options):
        function = add(function)
    return function
