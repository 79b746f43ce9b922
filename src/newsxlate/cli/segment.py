"""``newsxlate segment``: what would be translated, and what was removed and why."""

from __future__ import annotations

from pathlib import Path

import click

from newsxlate.cli.options import (
    general_options,
    input_options,
    output_options,
)
from newsxlate.cli.output import check_output, deliver


@click.command(short_help="Show an article's blocks and sentences, without any model.")
@input_options
@output_options("text", "json")
@general_options
def segment(
    file: str,
    source: str,
    keep_boilerplate: bool,
    time_limit: float,
    format_: str,
    output: Path | None,
    quiet: bool,
) -> None:
    """Show the blocks of FILE, what was removed and why, and the sentences. Needs no model.

    FILE is read as by `translate`; of JSON that this program wrote, it shows the article.

    \b
    Examples:
      newsxlate segment article.txt
      newsxlate segment page.html --format json | jq '.article.title'
      newsxlate segment - < article.txt
    """
    from newsxlate.cli.console import Console
    from newsxlate.options import Options
    from newsxlate.outputs.article import segmentation
    from newsxlate.pipeline import Pipeline

    check_output(file, output)
    options = Options.flat(source, keep_boilerplate=keep_boilerplate, time_limit=time_limit)
    with Console(quiet=quiet) as console:
        article = Pipeline(options, progress=console).read(file)
    deliver(segmentation.render(article, format_), output)
