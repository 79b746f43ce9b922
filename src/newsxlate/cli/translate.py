"""``newsxlate translate``: an article in, a checked translation out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsxlate.cli.common import (
    Languages,
    check_output,
    deliver,
    general_options,
    input_options,
    output_options,
)

if TYPE_CHECKING:
    from newsxlate.cli.console import Console
    from newsxlate.result import Result

FINDINGS_REMAIN = 3


@click.command(short_help="Translate an article and check every sentence.")
@input_options
@click.option(
    "--to",
    "targets",
    type=Languages(),
    multiple=True,
    default=("en",),
    show_default=True,
    metavar="LANG[,LANG…]",
    help="Target languages; may be given several times.",
)
@output_options("text", "markdown", "json", "html")
@click.option("--model", default="auto", show_default=True, help="A registered model.")
@click.option(
    "--device",
    default="auto",
    show_default=True,
    metavar="auto|cpu|cuda|cuda:N",
    help="Where the model runs.",
)
@click.option(
    "--compute-type",
    default="auto",
    show_default=True,
    help="Number format for CTranslate2, such as int8 or float32.",
)
@click.option("--threads", type=click.IntRange(min=0), default=0, help="CPU threads; 0 takes all.")
@click.option("--beam", type=click.IntRange(min=0), default=0, help="Beam size; 0: the model's.")
@click.option(
    "--batch-tokens",
    type=click.IntRange(min=1),
    default=1024,
    show_default=True,
    help="Padded source tokens in a batch.",
)
@click.option(
    "--retries",
    type=click.IntRange(0, 4),
    default=2,
    show_default=True,
    help="Further tries for a sentence that fails a check.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 if errors or warnings remain.")
@click.option("--no-marks", is_flag=True, help="No finding marks in text and markdown.")
@click.option("--offline", is_flag=True, help="Open no network connection.")
@click.option(
    "--registry",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A models.toml to merge over the shipped one.",
)
@click.option(
    "--store", type=click.Path(path_type=Path, file_okay=False), help="Folder models are kept in."
)
@general_options
def translate(
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
    """Translate FILE (plain text or HTML; "-" is standard input) and check every sentence.

    The result goes to standard output, everything else to standard error.

    \b
    Examples:
      newsxlate translate article.txt --to en
      newsxlate translate article.txt --to en,fr --format json -o article.json
      newsxlate translate page.html --to en --format html -o page.en.html
      curl -s https://example.org/a.html | newsxlate translate - --to fr
      newsxlate translate article.txt --to en --strict --offline
    """
    from newsxlate.cli.console import Console
    from newsxlate.options import Options
    from newsxlate.pipeline import Pipeline
    from newsxlate.writing import write

    flat = dict.fromkeys(code for group in targets for code in group)
    options = Options(source=source, targets=tuple(flat), **settings)  # type: ignore[arg-type]
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
