"""Options for summaries: how long, and by which method."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from newsxlate.cli.options import Function, apply

if TYPE_CHECKING:
    from newsxlate.options import Length

_METHODS = ("extractive", "lead", "abstractive")
_SENTENCES = 3


def length_options(function: Function) -> Function:
    """Add how long summaries are to be and what makes them; see `summary_lengths`."""
    options = [
        click.option(
            "--sentences",
            type=click.IntRange(min=1),
            multiple=True,
            help=f"Length in sentences; {_SENTENCES} if no length is given. Repeat for several.",
        ),
        click.option(
            "--words", type=click.IntRange(min=1), multiple=True, help="Length in words, at most."
        ),
        click.option(
            "--ratio",
            type=click.FloatRange(0, 1, min_open=True),
            multiple=True,
            help="Length as a share of the article: 0.1 is a tenth.",
        ),
        click.option(
            "--method",
            "summary_method",
            type=click.Choice(_METHODS),
            default=_METHODS[0],
            show_default=True,
            help="Sentences of the article (its best or its first), or a model's own words.",
        ),
        click.option(
            "--summary-model",
            default="auto",
            show_default=True,
            help="The registered model that writes abstractive summaries.",
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
