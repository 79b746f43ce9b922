"""``newsxlate summarize``: an article in, a few checked sentences out."""

from __future__ import annotations

from pathlib import Path

import click

from newsxlate.cli.options import (
    FINDINGS_REMAIN,
    check_output,
    deliver,
    general_options,
    input_options,
    model_options,
    naming_options,
    output_options,
    to_option,
)
from newsxlate.cli.summary_options import length_options, summary_settings


@click.command(short_help="Summarise an article and check every sentence.")
@input_options
@to_option("Languages of the summary; the article's own needs no model.")
@length_options
@output_options("text", "markdown", "json", "html")
@model_options
@naming_options
@click.option(
    "--strict",
    is_flag=True,
    help="Replace sentences without support; exit with 3 if errors or warnings remain.",
)
@click.option("--no-marks", is_flag=True, help="Only the summary in text and markdown.")
@general_options
def summarize(
    file: str,
    source: str,
    targets: tuple[tuple[str, ...], ...],
    format_: str,
    output: Path | None,
    strict: bool,
    no_marks: bool,
    quiet: bool,
    **settings: object,
) -> None:
    """Summarise FILE (plain text or HTML; "-" is standard input) with headline and teaser.

    By default the summary is the article's best sentences, each translated and checked. Under it
    stands which share of its names, numbers and quotations the article has.

    \b
    Examples:
      newsxlate summarize article.txt --to en --sentences 3
      newsxlate summarize article.txt --to de            (no model is needed)
      newsxlate summarize article.txt --to en,fr --sentences 1 --words 80 --format json
      newsxlate summarize article.txt --to en --method abstractive --strict
      newsxlate summarize article.txt --to en --glossary terms.csv
    """
    from newsxlate.cli.console import Console
    from newsxlate.options import Options
    from newsxlate.outputs.article import write, write_summaries
    from newsxlate.pipeline import Pipeline

    flat = dict.fromkeys(code for group in targets for code in group)
    chosen = summary_settings(settings, strict=strict, wanted=True)
    options = Options(source=source, targets=tuple(flat), **chosen)
    check_output(file, output)
    with Console(quiet=quiet) as console, Pipeline(options, progress=console) as pipeline:
        result = pipeline.summarize(pipeline.read(file))
        for summary in result.summaries:
            if summary.fallback:
                console.say(f"extractive instead of abstractive: {summary.fallback}")
        if format_ in ("text", "markdown"):
            text = write_summaries(result, format_, marks=not no_marks)
        else:
            text = write(result, format_)
    deliver(text, output)
    if strict and any(finding.counts for finding in result.all_findings()):
        click.get_current_context().exit(FINDINGS_REMAIN)
