"""Letters that were read in the wrong encoding, and letters that only look so."""

from __future__ import annotations

import pytest

from newsxlate.checking.encoding import check_encoding


def found(source: str, target: str) -> list[str]:
    return [f.message for f in check_encoding(source, target)]


@pytest.mark.parametrize(
    ("text", "word"),
    [("für alle", "fÃ¼r"), ("Łódź", "Å\x81Ã³dÅº"), ("it’s", "itâ€™s"), ("«così»", "Â«cosÃ¬Â»")],
)
def test_utf8_read_as_windows_1252(text: str, word: str):
    broken = "".join(
        chr(b) if b in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else bytes([b]).decode("cp1252")
        for b in text.encode()
    )
    assert found("Quelle", broken) == [f"letters are broken in ‘{word}’"]
    assert found("Quelle", text) == []
    # Read so twice, and as Latin-1.
    assert found("Quelle", broken.encode().decode("latin-1"))
    assert found("Quelle", text.encode().decode("latin-1"))


def test_letters_that_are_lost():
    assert found("Straße", "the stra\ufffde") == ["letters are broken in ‘stra\ufffde’"]
    assert found("die stra\ufffde", "the stra\ufffde") == []


@pytest.mark.parametrize(
    "text",
    ["SPÄ“", "« LIBERTÉ\u00a0»", "un café»…", "Spaß“", "IRMÃ”", "NÃO", "5 à€", "日本", "Привет"],
)  # fmt: skip
def test_letters_that_are_meant(text: str):
    assert found("Quelle", text) == []
