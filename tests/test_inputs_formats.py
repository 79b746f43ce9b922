"""The table of formats that articles and archives are both read by."""

from pathlib import Path

import pytest

from archive_samples import good
from newsxlate.inputs import formats, single, sniffing
from newsxlate.inputs.formats import Format
from newsxlate.inputs.stream import documents

DOCS = (Path(__file__).parent.parent / "docs" / "inputs.md").read_text(encoding="utf-8").lower()


@pytest.mark.parametrize("format", formats.RECORDS, ids=lambda format: format.name)
def test_every_format_has_its_reader_and_its_documentation(format: Format):
    assert callable(formats.reader(format.name))
    names = {"jsonl": "json lines", "feed": "rss", "newsml": "newsml-g2"}
    assert names.get(format.name, format.name) in DOCS


def test_no_suffix_or_root_element_stands_for_two_formats():
    every = (*formats.ARTICLES, *formats.RECORDS)
    for values in ([f.suffixes for f in every], [f.roots for f in every]):
        flat = [value for row in values for value in row]
        assert len(set(flat)) == len(flat)


def test_a_new_format_is_a_reader_and_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Both doors read it, and neither was told."""
    row = Format(name="wire", suffixes=("wire",), reader="json:read_lines", begins=b'{"wire"')
    monkeypatch.setattr(formats, "RECORDS", (*formats.RECORDS, row))
    formats.by_suffix.cache_clear()
    path = tmp_path / "a.wire"
    text = "Die Bürgermeisterin der kleinen Stadt hat am Montag eine Strafe von 30 € bezahlt."
    path.write_text(f'{{"wire": 1, "headline": "Strafe", "text": "{text}"}}\n', encoding="utf-8")
    assert sniffing.document(path.read_bytes(), []) == "wire"
    assert sniffing.document(b"", ["wire"]) == "wire"
    (found,) = good(list(documents([path])))
    assert found.title == single.read(path).title == "Strafe"
    formats.by_suffix.cache_clear()
