"""From a document to an article."""

from __future__ import annotations

import re
from dataclasses import replace

from newsxlate.article import Article
from newsxlate.inputs.article import read_bytes
from newsxlate.inputs.article.encodings import decode
from newsxlate.inputs.article.html import declared_encoding, is_page
from newsxlate.inputs.document import Document

# What stands on pages only: HTML lets the elements around it be left out.
_FURNITURE = re.compile(r"<(?:title|meta|link|nav)\b", re.IGNORECASE)


def to_article(
    document: Document, *, language: str = "auto", keep_boilerplate: bool = False
) -> Article:
    """Read and clean a document. Sentences are not filled.

    On a page the article is found; HTML without a page around it is the article, and all of it is
    kept. What the archive says of its title, authors and date fills in what the text does not say;
    its embargo is taken over.

    Args:
        document: The document.
        language: ISO 639-1 code of the source language, or "auto", as for
            `newsxlate.inputs.article.read`.
        keep_boilerplate: Mark nothing as removed.

    Raises:
        InputError: There is no article in it.
        LanguageError: With "auto": the text is not German.
    """
    content = document.content
    fragment = document.media_type == "text/html" and not _is_page(document)
    article = read_bytes(
        content,
        language=language,
        keep_boilerplate=keep_boilerplate,
        source=document.url or document.name,
        fragment=fragment,
    )
    return replace(
        article,
        title=article.title or document.title,
        byline=document.byline or article.byline,
        published=document.published or article.published,
        embargoed=document.embargoed or article.embargoed,
    )


def _is_page(document: Document) -> bool:
    head = document.content[: 1 << 16]
    if not head.strip(b" \t\r\n\f\v\x00"):
        return True
    text = decode(head, document.name, declared=declared_encoding(head)).text
    return is_page(text) or _FURNITURE.search(text) is not None
