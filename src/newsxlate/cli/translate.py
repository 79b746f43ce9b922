"""``newsxlate translate``: an article in, a checked translation out."""

from __future__ import annotations

from collections import Counter
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
    name_options,
    output_options,
    summary_lengths,
    summary_option,
    to_option,
)
from newsxlate.cli.output import (
    check_languages,
    check_output,
    deliver,
    part_paths,
    shown_in,
    written,
)
from newsxlate.outputs.formats import ARTICLES

if TYPE_CHECKING:
    from newsxlate.cli.console import Console
    from newsxlate.options import FlatOptions
    from newsxlate.result import Result


@click.command(cls=GroupedCommand, short_help="Translate an article and check every sentence.")
@input_options
@to_option()
@output_options(*ARTICLES)
@model_options
@memory_option
@name_options
@summary_option
@length_options
@option("--strict", is_flag=True, help="Exit with 3 if errors or warnings remain.", group=OUTPUT)
@option("--no-marks", is_flag=True, help="No finding marks in text and markdown.", group=OUTPUT)
@general_options
def translate(
    file: str,
    source: str,
    targets: tuple[str, ...],
    format_: str,
    output: Path | None,
    strict: bool,
    summarized: bool,
    no_marks: bool,
    quiet: bool,
    sentences: tuple[int, ...],
    words: tuple[int, ...],
    ratio: tuple[float, ...],
    **settings: Unpack[FlatOptions],
) -> None:
    """Translate FILE ("-" is standard input) and check every sentence.

    FILE is plain text, HTML or anything else that `archive run` reads, with one article in it. For
    JSON that this program wrote, the translations in it are kept, and missing languages added.

    The result goes to standard output, everything else to standard error.

    \b
    Examples:
      newsxlate translate article.txt --to en
      newsxlate translate article.txt --to en,fr --format json -o article.json
      newsxlate translate article.json --to es -o article.es.txt
      newsxlate translate page.html --to en --format html -o page.en.html
      curl -s https://example.org/a.html | newsxlate translate - --to fr
      newsxlate translate article.txt --to en --strict --offline
      newsxlate translate article.txt --to en --fix-names --glossary terms.csv
      newsxlate translate article.txt --to en --memory ours.tmx
      newsxlate translate article.txt --to en --summary --sentences 3
      newsxlate translate item.ninjs.json --to en --format newsml -o item.en.xml
    """
    from newsxlate.cli.console import Console
    from newsxlate.models import EnginePool
    from newsxlate.options import Options
    from newsxlate.outputs.article.name_counts import report
    from newsxlate.pipeline import Pipeline

    settings["summary"] = summary_lengths(sentences, words, ratio, wanted=summarized)
    settings["summary_strict"] = strict
    options = Options.flat(source, targets, **settings)
    check_output(file, output)
    check_languages(format_, targets, output)
    engines = click.get_current_context().find_object(EnginePool)
    with (
        Console(quiet=quiet) as console,
        Pipeline(options, progress=console, engines=engines) as pipeline,
    ):
        opened = pipeline.open(file)
        _announce(file, opened, targets, console)
        paths = part_paths(format_, opened.article.language, targets, output)
        for path in paths:
            check_output(file, path)
        result = pipeline.translate(opened)
        texts = written(result, format_, targets, marks=not no_marks)
        for line in report(result):
            console.say(line)
        shown = shown_in(result, format_, targets)
        _report(shown, console)
        if len(paths) > 1:
            console.say(f"writing {', '.join(map(str, paths))}")
    for path, text in zip(paths, texts, strict=True):
        deliver(text, path)
    if strict and any(finding.counts for finding in shown.all_findings()):
        click.get_current_context().exit(FINDINGS_REMAIN)


def _announce(file: str, opened: Result, targets: tuple[str, ...], console: Console) -> None:
    """Say what was read, and which translations are there already."""
    article = opened.article
    kept = sum(1 for _ in article.kept())
    console.say(
        f"read {file}: {article.language}, {kept} blocks kept, {len(article.blocks) - kept} removed"
    )
    there = [translation.language for translation in opened.translations]
    if there:
        missing = [code for code in targets if code not in there]
        console.say(
            f"translations kept as they are: {', '.join(there)};"
            f" to be added: {', '.join(missing) or 'none'}"
        )


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
