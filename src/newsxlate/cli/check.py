"""``newsxlate check``: what is to be looked at in a translation from anywhere."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsxlate.cli.help import LANGUAGES, NAMES, OUTPUT, GroupedCommand, option
from newsxlate.cli.languages import Languages
from newsxlate.cli.options import (
    FINDINGS_REMAIN,
    general_options,
    glossary_option,
    output_options,
    to_option,
)
from newsxlate.cli.output import check_output, deliver
from newsxlate.errors import InputError, UsageError

if TYPE_CHECKING:
    from newsxlate.bilingual import Opened, Remark
    from newsxlate.inputs.bilingual import Unit
    from newsxlate.result import Result

_SEVERITIES = ("error", "warning", "note")


@click.command(cls=GroupedCommand, short_help="Check a translation from anywhere.")
@click.argument("file", type=click.Path(path_type=str))
@click.argument("translation", required=False, type=click.Path(path_type=str))
@option(
    "--from",
    "source",
    type=Languages(source=True),
    metavar="LANG",
    help="Source language [default: what the file says, else German].",
    group=LANGUAGES,
)
@to_option("Check these languages only [default: all; en of two text files].", default=())
@glossary_option
@option("--no-names", is_flag=True, help="Do not look for names.", group=NAMES)
@output_options("text", "json")
@option("--strict", is_flag=True, help="Exit with 3 if there are errors or warnings.", group=OUTPUT)
@general_options
def check(
    file: str,
    translation: str | None,
    source: tuple[str, ...] | None,
    targets: tuple[str, ...],
    glossary: Path | None,
    no_names: bool,
    format_: str,
    output: Path | None,
    strict: bool,
    quiet: bool,
) -> None:
    """Check the translations in FILE, sentence by sentence. Needs no model.

    FILE is XLIFF 1.2 or 2, TMX, or JSON that this program wrote, edited or not; "-" is standard
    input. Or FILE is a text, and TRANSLATION another with a translation in each of its lines.

    All units of a document are taken for one article: a name has to read the same in all of them.

    \b
    Examples:
      newsxlate check story.xlf
      newsxlate check memory.tmx --to en --glossary terms.csv
      newsxlate check article.json --strict    (what `translate --format json` wrote)
      newsxlate check article.de.txt article.en.txt --to en
      newsxlate check story.xlf --format json | jq '.findings[].id'
    """
    from newsxlate.bilingual import check_results, check_units, name_checker, open_file
    from newsxlate.cli.console import Console

    for path in (file, translation):
        check_output(path or file, output)
    if source and len(source) > 1:
        raise UsageError("there is one source language", hint="Name one with --from.")
    names = name_checker(glossary, wanted=not no_names)
    with Console(quiet=quiet) as console:
        if translation is None:
            opened, noun = open_file(file), "unit"
        else:
            opened, noun = _lines(file, translation, source, targets), "line"
        if opened.derived:
            console.say(
                f"in {_counted(opened.derived, 'block')} “text” is not what the sentences say;"
                " the sentences count"
            )
        opened = _chosen(opened, file, source, targets)
        console.start("checking", len(opened.units))
        if opened.results:
            noun = "sentence"
            remarks = list(check_results(opened.results, names, on_done=console.advance))
        else:
            remarks = list(check_units(opened.units, names, on_done=console.advance))
    render = _json if format_ == "json" else _text
    deliver(render(opened.units, remarks, noun), output)
    if strict and any(remark.finding.counts for remark in remarks):
        click.get_current_context().exit(FINDINGS_REMAIN)


def _lines(
    file: str, translation: str, source: tuple[str, ...] | None, targets: tuple[str, ...]
) -> Opened:
    """Two text files.

    Raises:
        UsageError: More than one language is to be checked.
    """
    from newsxlate.bilingual import Opened
    from newsxlate.inputs.bilingual import MAX_BYTES, read_lines
    from newsxlate.languages import SOURCE
    from newsxlate.text.langid import check_language

    if len(targets) > 1:
        raise UsageError("a text is in one language", hint="Name that of TRANSLATION with --to.")
    if file == translation == "-":
        raise UsageError("standard input cannot be both texts", hint="Name a file for one of them.")
    units = read_lines(
        file,
        translation,
        source_language=source[0] if source else SOURCE,
        target_language=targets[0] if targets else "en",
        max_bytes=MAX_BYTES,
    )
    if not source:
        check_language("\n".join(unit.source for unit in units))
    return Opened(units=tuple(units))


def _chosen(
    opened: Opened, file: str, source: tuple[str, ...] | None, targets: tuple[str, ...]
) -> Opened:
    """What is to be checked of a file, all of it in languages that are known.

    Raises:
        UsageError: Nothing is in the languages that are wanted.
        InputError: The file does not say which languages it is in, or they are not known.
    """
    from newsxlate.languages import SOURCE

    default = source[0] if source else SOURCE
    only = targets[0] if len(targets) == 1 else ""
    units = tuple(
        replace(
            unit,
            source_language=unit.source_language or default,
            target_language=unit.target_language or only,
        )
        for unit in opened.units
    )
    there = list(dict.fromkeys(unit.target_language for unit in units))
    if "" in there:
        raise InputError(
            f"{file} does not say which language it is translated into", hint="Say it with --to."
        )
    origins = dict.fromkeys(unit.source_language for unit in units)
    if source and source[0] not in origins:
        raise UsageError(
            f"{file} is not translated from {source[0]}", hint=f"It is from {', '.join(origins)}."
        )
    missing = [code for code in targets if code not in there]
    if missing:
        raise UsageError(
            f"{file} is not translated into {', '.join(missing)}",
            hint=f"It is translated into {', '.join(there)}.",
        )
    wanted = [
        unit
        for unit in units
        if (not targets or unit.target_language in targets)
        and (not source or unit.source_language == source[0])
    ]
    _check_known(file, wanted)
    results = tuple(
        (name, _into(result, targets))
        for name, result in opened.results
        if not source or result.article.language == source[0]
    )
    return replace(opened, units=tuple(wanted), results=results)


def _check_known(file: str, units: Sequence[Unit]) -> None:
    """See that all languages are known.

    Raises:
        InputError: One is not.
    """
    from newsxlate.languages import languages

    codes = {code for unit in units for code in (unit.source_language, unit.target_language)}
    for code in sorted(codes - languages().keys()):
        raise InputError(
            f"{file} is in a language that is not known: {code!r}",
            hint="`--to` chooses those that are to be checked.",
        )


def _into(result: Result, targets: tuple[str, ...]) -> Result:
    from newsxlate.outputs.stream.record import in_languages

    return in_languages(result, targets) if targets else result


def _text(units: Sequence[Unit], remarks: Sequence[Remark], noun: str) -> str:
    """The findings as `translate` lists them, and a line that counts them."""
    from newsxlate.outputs.article.display import line

    several = len({unit.file for unit in units}) > 1
    languages = len({unit.target_language for unit in units}) > 1
    lines = []
    for remark in remarks:
        found = remark.finding
        place = remark.place if noun == "sentence" else remark.id or remark.place
        where = [remark.document] if several and remark.document else []
        where += [found.language] if languages and found.language else []
        shown = ", ".join(map(line, [*where, place]))
        lines.append(f"{found.code} {found.severity}: {shown}: {line(found.message)}")
        lines += [f"    source: {line(found.source)}"] if found.source else []
        lines += [f"    target: {line(found.target)}"] if found.target else []
    lines.append(", ".join(_summary(units, remarks, noun)))
    return "".join(f"{one}\n" for one in lines)


def _summary(units: Sequence[Unit], remarks: Sequence[Remark], noun: str) -> Iterator[str]:
    """How much was checked, and how much of what kind was found."""
    yield _counted(len(units), noun)
    missing = sum(not unit.target for unit in units)
    if missing:
        yield f"{missing} not translated"
    if not remarks:
        yield "no findings"
        return
    severities = Counter(str(remark.finding.severity) for remark in remarks)
    codes = Counter(remark.finding.code for remark in remarks)
    told = [_counted(severities[name], name) for name in _SEVERITIES if severities[name]]
    listed = ", ".join(f"{code} ×{count}" for code, count in sorted(codes.items()))
    yield f"{', '.join(told)} ({listed})"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _json(units: Sequence[Unit], remarks: Sequence[Remark], noun: str) -> str:
    """The findings with all that is known of their places, and their counts."""
    from newsxlate.findings import codes

    severities = Counter(str(remark.finding.severity) for remark in remarks)
    data: dict[str, Any] = {
        f"{noun}s": len(units),
        "untranslated": sum(not unit.target for unit in units),
        "counts": {f"{name}s": severities[name] for name in _SEVERITIES},
        "findings": [
            {
                "document": remark.document,
                "id": remark.id,
                "place": remark.place,
                "language": remark.finding.language,
                "code": remark.finding.code,
                "name": codes()[remark.finding.code].name,
                "severity": str(remark.finding.severity),
                "message": remark.finding.message,
                "source": remark.finding.source,
                "target": remark.finding.target,
            }
            for remark in remarks
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
