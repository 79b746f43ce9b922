"""Press releases of the Swiss federal administration as paragraphs, language by language.

The collection is https://github.com/droid-f/news-service-bund, CC BY-NC-SA 4.0: one XML file for
each of about 50,000 releases since 1997.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree, html

# As the files name them, in the order of the columns of the training data.
LANGUAGES = ("de", "en", "fr", "it")
_NAMESPACE = {"n": "https://www.news.admin.ch/messages"}
_BREAKS = re.compile(r"<\s*(?:/?p|br|/?div|/?li|/?h\d|/?tr|/?td)\b[^>]*>", re.I)


@dataclass(frozen=True, slots=True)
class Release:
    """A press release.

    Attributes:
        name: What tells it from others: date and number.
        texts: Its paragraphs by language; only languages that it is there in.
    """

    name: str
    texts: dict[str, tuple[str, ...]]


def read(folder: Path) -> Iterator[Release]:
    """All releases below a folder, in the order of their paths. Broken files are passed over."""
    for path in sorted(folder.rglob("*.xml")):
        try:
            root = etree.parse(str(path)).getroot()
        except etree.XMLSyntaxError:
            continue
        contents = root.findall(".//n:content", _NAMESPACE)
        texts = {str(content.get("lang")): _paragraphs(content) for content in contents}
        yield Release(path.stem, {code: texts[code] for code in LANGUAGES if texts.get(code)})


def _paragraphs(content: etree._Element) -> tuple[str, ...]:
    """Title, lead and text of one language, without markup."""
    found: list[str] = []
    for name in ("title", "lead", "text"):
        marked = content.findtext(f"n:{name}", default="", namespaces=_NAMESPACE)
        for piece in _BREAKS.split(marked):
            bare = html.fromstring(f"<div>{piece}</div>").text_content() if piece.strip() else ""
            if line := " ".join(bare.split()):
                found.append(line)
    return tuple(found)
