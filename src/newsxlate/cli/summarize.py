"""``newsxlate summarize``: an article in, a few checked sentences out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from newsxlate.cli.help import OUTPUT, GroupedCommand, option
from newsxlate.cli.options import (
    FINDINGS_REMAIN,
    general_options,
    input_options,
    length_options,
    memory_option,
    model_options,
    naming_options,
    output_options,
    summary_lengths,
    to_option,
)
from newsxlate.cli.output import SELECTIVE, check_output, deliver, shown_in
from newsxlate.outputs.formats import VIEWS

if TYPE_CHECKING:
    from newsxlate.options import FlatOptions


@click.command(cls=GroupedCommand, short_help="Summarise an article and check every sentence.")
@input_options
@to_option("Languages of the summary; the article's own needs no model.", source=True)
@length_options
@output_options(*VIEWS)
@model_options
@memory_option
@naming_options
@option(
    "--strict",
    is_flag=True,
    help="Replace sentences without support; exit with 3 if errors or warnings remain.",
    group=OUTPUT,
)
@option("--no-marks", is_flag=True, help="Only the summary in text and markdown.", group=OUTPUT)
@general_options
def summarize(
    file: str,
    source: str,
    targets: tuple[str, ...],
    format_: str,
    output: Path | None,
    strict: bool,
    no_marks: bool,
    quiet: bool,
    sentences: tuple[int, ...],
    words: tuple[int, ...],
    ratio: tuple[float, ...],
    **settings: Unpack[FlatOptions],
) -> None:
    """Summarise FILE ("-" is standard input) with headline and teaser.

    FILE is read as by `translate`; of JSON that `translate` wrote, its translations are used.

    By default the summary is the article's best sentences, each translated and checked. Under it
    stands which share of its names, numbers and quotations the article has.

    \b
    Examples:
      newsxlate summarize article.txt --to en --sentences 3
      newsxlate summarize article.txt --to de            (no model is needed)
      newsxlate summarize article.json --to en           (what `translate` wrote)
      newsxlate summarize article.txt --to en,fr --sentences 1 --words 80 --format json
      newsxlate summarize article.txt --to en --method abstractive --strict
      newsxlate summarize article.txt --to en --glossary terms.csv
    """
    from newsxlate.cli.console import Console
    from newsxlate.models import EnginePool
    from newsxlate.options import Options
    from newsxlate.outputs.article import write, write_summaries
    from newsxlate.pipeline import Pipeline

    settings["summary"] = summary_lengths(sentences, words, ratio)
    settings["summary_strict"] = strict
    options = Options.flat(source, targets, **settings)
    check_output(file, output)
    engines = click.get_current_context().find_object(EnginePool)
    with (
        Console(quiet=quiet) as console,
        Pipeline(options, progress=console, engines=engines) as pipeline,
    ):
        opened = pipeline.open(file)
        if format_ in SELECTIVE:
            # Only what was asked for is shown; JSON and HTML keep what there is.
            opened = replace(opened, summaries=())
        result = pipeline.summarize(opened)
        for summary in result.summaries:
            if summary.fallback:
                console.say(f"extractive instead of abstractive: {summary.fallback}")
        if format_ in SELECTIVE:
            text = write_summaries(result, format_, marks=not no_marks)
        else:
            text = write(result, format_)
    deliver(text, output)
    shown = shown_in(result, format_, targets)
    if format_ in SELECTIVE:
        shown = replace(shown, translations=())
    if strict and any(finding.counts for finding in shown.all_findings()):
        click.get_current_context().exit(FINDINGS_REMAIN)
