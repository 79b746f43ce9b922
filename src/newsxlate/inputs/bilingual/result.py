"""What this program has translated, as units."""

from __future__ import annotations

from collections.abc import Iterator

from newsxlate.inputs.bilingual.unit import Unit
from newsxlate.result import Result


def units_of(result: Result, file: str = "") -> Iterator[Unit]:
    """The sentences of all translations of a result, called as exports call them: "b3s0".

    Args:
        result: The result.
        file: What the document is called; by default what the article says of where it is from.
    """
    article = result.article
    for translation in result.translations:
        for block, number, row in translation.sentences():
            yield Unit(
                id=f"b{block}s{number}",
                file=file or article.source or "",
                source=article.blocks[block].sentences[number].text,
                target=row.text if row.text and not row.fallback else None,
                source_language=article.language,
                target_language=translation.language,
                place=f"block {block + 1}, sentence {number + 1}",
            )
