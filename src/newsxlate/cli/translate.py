"""``newsxlate translate``: an article in, a checked translation out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsxlate.cli.options import (
    FINDINGS_REMAIN,
    check_output,
    deliver,
    general_options,
    input_options,
    model_options,
    name_options,
    output_options,
    to_option,
)
from newsxlate.cli.summary_options import length_options, summary_settings

if TYPE_CHECKING:
    from newsxlate.cli.console import Console
    from newsxlate.result import Result


@click.command(short_help="Translate an article and check every sentence.")
@input_options
@to_option()
@output_options("text", "markdown", "json", "html")
@model_options
@name_options
@click.option("--summary", "summarised", is_flag=True, help="Add a summary in each language.")
@length_options
@click.option("--strict", is_flag=True, help="Exit with 3 if errors or warnings remain.")
@click.option("--no-marks", is_flag=True, help="No finding marks in text and markdown.")
@general_options
def translate(
    file: str,
    source: str,
    targets: tuple[tuple[str, ...], ...],
    format_: str,
    output: Path | None,
    strict: bool,
    summarised: bool,
    no_marks: bool,
    quiet: bool,
    **settings: object,
) -> None:
    """Translate FILE (plain text or HTML; "-" is standard input) and check every sentence.

    The result goes to standard output, everything else to standard error.

    \b
    Examples:
      newsxlate translate article.txt --to en
      newsxlate translate article.txt --to en,fr --format json -o article.json
      newsxlate translate page.html --to en --format html -o page.en.html
      curl -s https://example.org/a.html | newsxlate translate - --to fr
      newsxlate translate article.txt --to en --strict --offline
      newsxlate translate article.txt --to en --fix-names --glossary terms.csv
      newsxlate translate article.txt --to en --summary --sentences 3
    """
    from newsxlate.cli.console import Console
    from newsxlate.options import Options
    from newsxlate.outputs.article import write
    from newsxlate.outputs.article.name_counts import report
    from newsxlate.pipeline import Pipeline

    flat = dict.fromkeys(code for group in targets for code in group)
    chosen = summary_settings(settings, strict=strict, wanted=summarised)
    options = Options(source=source, targets=tuple(flat), **chosen)
    check_output(file, output)
    with Console(quiet=quiet) as console, Pipeline(options, progress=console) as pipeline:
        article = pipeline.read(file)
        kept = sum(1 for _ in article.kept())
        console.say(
            f"read {file}: {article.language}, {kept} blocks kept,"
            f" {len(article.blocks) - kept} removed"
        )
        result = pipeline.translate(article)
        text = write(result, format_, marks=not no_marks)
        for line in report(result):
            console.say(line)
        _report(result, console)
    deliver(text, output)
    if strict and any(finding.counts for finding in result.all_findings()):
        click.get_current_context().exit(FINDINGS_REMAIN)


def _report(result: Result, console: Console) -> None:
    """Count the findings on standard error."""
    found = list(result.all_findings())
    if not found:
        console.say("no findings")
        return
    counts = Counter(finding.code for finding in found)
    listed = ", ".join(f"{code} ×{count}" for code, count in sorted(counts.items()))
    noun = "finding" if len(found) == 1 else "findings"
    console.say(f"{len(found)} {noun}: {listed} (newsxlate explain {min(counts)})")
