"""Reading: bytes in, an `Article` out, cleaned and in a known language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from newsxlate import embargo
from newsxlate.article import Article, Kind
from newsxlate.cleaning import clean
from newsxlate.errors import InputError
from newsxlate.inputs.article.encodings import decode
from newsxlate.inputs.article.html import declared_encoding, is_html, read_page, xml_root
from newsxlate.inputs.article.plain import paragraphs
from newsxlate.inputs.article.sources import (
    STDIN,
    check_format,
    check_size,
    display_name,
    load,
)
from newsxlate.languages import SOURCE
from newsxlate.options import MAX_INPUT_BYTES
from newsxlate.text.langid import check_language, check_readable

EMBARGO = "says until when it is embargoed"

__all__ = ["read", "read_bytes", "read_text"]


def read(
    source: str | Path,
    *,
    language: str = "auto",
    keep_boilerplate: bool = False,
    max_bytes: int = MAX_INPUT_BYTES,
    data: bytes | None = None,
) -> Article:
    """Read an article from a file of plain text or HTML, and clean it. Sentences are not filled.

    Args:
        source: A path; "-" is standard input. With ``data``, only the name of where it came from.
        language: ISO 639-1 code of the source language, which is then not checked; "auto" stands
            for German and checks that the text is.
        keep_boilerplate: Mark nothing as removed.
        max_bytes: Larger inputs are refused without reading more than this.
        data: The bytes, if they have been read already.

    Raises:
        InputError: The input is missing, empty, binary, too large or in an unknown encoding, or
            there is no article in it.
        LanguageError: With "auto": the text is not German. The error names the language it is in.
        UsageError: There are no data to read ``language`` with.
    """
    check_readable(language)
    name = display_name(source)
    if data is None:
        data = load(source, max_bytes)
    check_size(data, name, max_bytes)
    return _read(
        data,
        name,
        source=None if str(source) == STDIN else str(source),
        language=language,
        keep_boilerplate=keep_boilerplate,
    )


def read_bytes(
    data: bytes,
    *,
    language: str = "auto",
    keep_boilerplate: bool = False,
    source: str | None = None,
    fragment: bool = False,
) -> Article:
    """Read an article from bytes of plain text or HTML, as `read` does.

    With ``fragment`` they are the article's own HTML, as feeds and agencies deliver it: no page is
    around it that the article would have to be found in, and all of it is kept.

    Raises:
        InputError: The data are empty, binary or in an unknown encoding, or hold no article.
        LanguageError: With "auto": the text is not German.
        UsageError: There are no data to read ``language`` with.
    """
    check_readable(language)
    return _read(
        data,
        source or "the input",
        source=source,
        language=language,
        keep_boilerplate=keep_boilerplate,
        fragment=fragment,
    )


def read_text(
    text: str,
    *,
    language: str = "auto",
    keep_boilerplate: bool = False,
    source: str | None = None,
) -> Article:
    """Read an article from text, plain or HTML, as `read` does.

    Raises:
        InputError: The text is empty, or there is no article in it.
        LanguageError: With "auto": the text is not German.
        UsageError: There are no data to read ``language`` with.
    """
    check_readable(language)
    return _article(
        text,
        source or "the input",
        source=source,
        language=language,
        keep_boilerplate=keep_boilerplate,
    )


def _read(
    data: bytes,
    name: str,
    *,
    source: str | None,
    language: str,
    keep_boilerplate: bool,
    fragment: bool = False,
) -> Article:
    if not data.strip(b" \t\r\n\f\v\x00"):
        raise _empty(name)
    check_format(data, name)
    text = decode(data, name, declared=declared_encoding(data)).text
    return _article(
        text,
        name,
        source=source,
        language=language,
        keep_boilerplate=keep_boilerplate,
        fragment=fragment,
    )


def _article(
    text: str,
    name: str,
    *,
    source: str | None,
    language: str,
    keep_boilerplate: bool,
    fragment: bool = False,
) -> Article:
    """Make blocks, clean them, and check the language of what is left."""
    code = SOURCE if language == "auto" else language
    if root := xml_root(text):
        raise InputError(
            f"{name} is XML (<{root}>), neither plain text nor HTML",
            hint="Export the article as plain text, HTML, ninjs, NewsML-G2 or NITF.",
        )
    house = None
    if fragment or is_html(text):
        page = read_page(text, name, fragment=fragment, language=code)
        house = page.metadata.house
        raw = Article(
            text=page.text,
            blocks=page.blocks,
            language=code,
            title=page.title,
            byline=page.metadata.byline,
            published=page.metadata.published,
            source=source,
        )
    else:
        raw = Article(text=text, blocks=paragraphs(text, code), language=code, source=source)
    if not any(block.text for block in raw.blocks):
        raise _empty(name)
    article = clean(_under_embargo(raw), keep_boilerplate=keep_boilerplate)
    article = replace(article, byline=article.byline or house)
    kept = "\n".join(block.text for _, block in article.kept())
    if language == "auto":
        # Before the text is said to have no article: rules for German may have removed it.
        check_language(kept if any(map(str.isalpha, kept)) else raw.text)
    if not any(map(str.isalpha, kept)):
        raise InputError(
            f"no article text found in {name}: all of it looks like clutter",
            hint="With --keep-boilerplate everything is translated.",
        )
    return article


def _under_embargo(article: Article) -> Article:
    """An article with the embargo that a line of it says; the line is for editors, and removed."""
    until = [embargo.of_line(block.text) for block in article.blocks]
    if not any(until):
        return article
    blocks = (
        replace(block, kind=Kind.BOILERPLATE, removed=EMBARGO) if said else block
        for block, said in zip(article.blocks, until, strict=True)
    )
    return replace(article, blocks=tuple(blocks), embargoed=next(filter(None, until)))


def _empty(name: str) -> InputError:
    return InputError(f"{name} is empty", hint="Pass a file with an article in it.")
