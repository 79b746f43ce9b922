"""Options for summaries: how long, and by which method."""

from __future__ import annotations

from typing import Any, Literal

import click

from newsxlate.cli.options import Function, apply

_METHODS = ("extractive", "lead", "abstractive")
_SENTENCES = 3
# The parameters that `summary_settings` makes one of.
LENGTHS: tuple[Literal["sentences", "words", "ratio"], ...] = ("sentences", "words", "ratio")


def length_options(function: Function) -> Function:
    """Add how long summaries are to be and what makes them; see `summary_settings`."""
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


def summary_settings(settings: dict[str, Any], *, strict: bool, wanted: bool) -> dict[str, Any]:
    """Turn what `length_options` gave into fields of `newsxlate.options.Options`.

    Args:
        settings: All that the options gave; the lengths are taken out.
        strict: Whether sentences without support are to be replaced.
        wanted: Whether there is to be a summary even if no length is given.
    """
    from newsxlate.summarizing.lengths import Length

    lengths = [Length(kind, float(value)) for kind in LENGTHS for value in settings.pop(kind)]
    if wanted and not lengths:
        lengths = [Length("sentences", float(_SENTENCES))]
    return {**settings, "summary": tuple(lengths), "summary_strict": strict}
