"""Where a command's result goes: a file, or standard output."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newsxlate.cli.escaping import binary_output
from newsxlate.errors import UsageError

if TYPE_CHECKING:
    from newsxlate.result import Result

#: Formats for reading, which show the languages that were asked for. JSON and HTML have all.
SELECTIVE = ("text", "markdown")


def check_output(file: str, output: Path | None) -> None:
    """Refuse an output that cannot be written, or is the input, before any work is done.

    Raises:
        UsageError: ``output`` is the file that is read.
        StorageError: ``output`` cannot be written to.
    """
    from newsxlate.files import check_writable

    if output is None or is_stdout(output):
        return
    check_writable(output)
    if output.exists() and Path(file).exists() and output.samefile(file):
        raise UsageError(
            f"{output} is the article itself and would be overwritten",
            hint="Name another file with -o.",
        )


def check_languages(format: str, languages: Sequence[str], output: Path | None) -> None:
    """Refuse several languages on standard output in a format that has one a file.

    Raises:
        UsageError: There are several.
    """
    from newsxlate.outputs.formats import find

    if find(format).one_language and len(languages) > 1 and is_stdout(output):
        raise UsageError(
            f"{format} has one target language a file, and {len(languages)} are wanted",
            hint="Name a file with -o: each language gets its own, with the pair in its name.",
        )


def shown_in(result: Result, format: str, languages: Sequence[str]) -> Result:
    """What a format shows of a result: JSON and HTML all, others what is into ``languages``."""
    from newsxlate.outputs.formats import find
    from newsxlate.outputs.stream.record import in_languages

    whole = find(format).article and format not in SELECTIVE
    return result if whole else in_languages(result, languages)


def written(result: Result, format: str, languages: Sequence[str], *, marks: bool) -> list[str]:
    """A result in a format: as one document, or as one a language where the format wants that.

    JSON and HTML have all translations, other formats those into ``languages`` only.
    """
    from newsxlate.outputs.article import write
    from newsxlate.outputs.formats import find
    from newsxlate.outputs.stream.record import in_languages

    row, shown = find(format), shown_in(result, format, languages)
    if row.article:
        return [write(shown, format, marks=marks)]
    if not row.one_language:
        return [write(shown, format)]
    return [write(in_languages(result, [language]), format) for language in languages]


def part_paths(
    format: str, source: str, languages: Sequence[str], output: Path | None
) -> list[Path | None]:
    """Where the parts of a result go: one language to a file where the format wants that."""
    from newsxlate.outputs.formats import find

    if output is None or len(languages) < 2 or not find(format).one_language:
        return [output]
    return [
        output.with_name(f"{output.stem}.{source}-{language}{output.suffix}")
        for language in languages
    ]


def is_stdout(output: Path | None) -> bool:
    """Whether a result goes to standard output."""
    return output is None or str(output) == "-"


def deliver(text: str, output: Path | None) -> None:
    """Write a result to a file, or to standard output as UTF-8 whatever the terminal thinks."""
    if output is not None and not is_stdout(output):
        from newsxlate.files import write_atomic

        write_atomic(output, text)
        return
    stream = stdout()
    stream.write(text.encode("utf-8", "replace"))
    stream.flush()


def stdout() -> BinaryIO:
    """Standard output, for bytes.

    Raises:
        StorageError: It is closed.
    """
    return binary_output()
