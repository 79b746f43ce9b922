"""Documents of an archive, for the tests of its exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from newsxlate.outputs.stream import Record, export
from newsxlate.result import Result
from writing_samples import kim_result, simple

ODD = "A\x00\x0b control, \ufffe no character, \ud800 half a pair, <b>&amp;]]> “quoted” 'it'"


def record(result: Result, id: str = "0123456789abcdef", **rest: str | None) -> Record:
    return Record(
        **{"id": id, "name": "wire/Brücke gesperrt.html", "url": None, "result": result} | rest
    )


def samples() -> list[Record]:
    """Two languages; odd characters and an empty translation; right to left; no translation."""
    bare = simple("Nothing.")
    return [
        record(kim_result(), "kim00000", url="https://example.org/a b/ä?x=1#y"),
        record(simple(ODD, "", published="2026-11-24T08:00:00+01:00"), "../odd/\x00", name="\x01"),
        record(simple("مرحبا بالعالم.", language="ar", published="gestern"), "arabic00"),
        record(replace(bare, translations=()), "bare0000"),
    ]


def exported(
    tmp_path: Path,
    format: str,
    records: list[Record] | None = None,
    languages: Sequence[str] | None = None,
) -> Path:
    """Export to "out.x"."""
    output = tmp_path / "out.x"
    export(iter(samples() if records is None else records), format, output, languages=languages)
    return output


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))
