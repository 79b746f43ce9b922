"""The table of formats that results and archives are both written by."""

from pathlib import Path

import pytest

from newsxlate.outputs import formats
from newsxlate.outputs.formats import Format

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("format", formats.FORMATS, ids=lambda format: format.name)
def test_every_format_has_its_writers_and_its_documentation(format: Format):
    for writer in (format.article, format.alone, format.archive):
        assert not writer or callable(formats.load(writer))
    assert bool(format.archive) == bool(format.shape)
    assert format.suffix.startswith(".")
    if format.archive:
        assert f"`{format.name}`" in (DOCS / "exports.md").read_text(encoding="utf-8")


def test_the_formats_are_named_in_a_fixed_order():
    assert formats.VIEWS == ("text", "markdown", "json", "html")
    assert (*formats.VIEWS, "ninjs", "newsml", "xliff", "xliff2", "tmx") == formats.ARTICLES
    archives = "jsonl markdown html ninjs newsml xliff xliff2 tmx parquet record"
    assert tuple(archives.split()) == formats.ARCHIVES
