"""XML of other programs: parsed without harm, and mended where only letters are wrong in it."""

from __future__ import annotations

import html.entities
import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from newsxlate.errors import InputError
from newsxlate.inputs.article.encodings import decode
from newsxlate.languages import languages

# The language of an element.
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*?(?:encoding\s*=\s*[\"']([\w.:-]+)[\"'])?[^>]*\?>")
# What XML 1.0 has no place for; and what stands for a character, by number or by name.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&(?:#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}))|([A-Za-z][A-Za-z0-9]*));")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_LINES = re.compile(r" *[\t\r\n]+[ \t\r\n]*")
_HEAD = 200


def parse(data: bytes, name: str) -> Any:
    """The root of an XML document, an lxml element.

    No DTD is loaded, nothing is fetched, and no entity is expanded that a document brings along.
    Where the encoding is another than is declared, or characters stand in it that XML does not
    have, it is read all the same.

    Args:
        data: The document.
        name: What to call it in an error.

    Raises:
        InputError: It is not well-formed, or has entities of its own.
    """
    from lxml import etree

    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise InputError(f"{name} is empty", hint="Pass a file with translations in it.")
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        root = _mended(data, name)
        if root is None:
            raise InputError(
                f"{name} is not well-formed XML: {error}",
                hint="It may be cut off; write it anew with the program that it is from.",
            ) from error
    if _entities(root):
        mended = _mended(data, name)
        root = root if mended is None else mended
    for entity in _entities(root):
        raise InputError(
            f"{name} has an entity of its own, {entity.text}, which is not expanded",
            hint="Save it without a DTD, with the text in the entity's place.",
        )
    return root


def _parser(encoding: str | None = None) -> Any:
    from lxml import etree

    # Without `huge_tree` libxml2 guards against entities in attributes that grow without end.
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )


def _entities(root: Any) -> list[Any]:
    from lxml import etree

    return list(root.iter(etree.Entity))


def _mended(data: bytes, name: str) -> Any:
    """The root of a document of which only letters are wrong; None if there is more to it."""
    from lxml import etree

    head = _DECLARATION.match(data[:_HEAD].decode("latin-1"))
    try:
        text = decode(data, name, declared=head[1] if head else None).text
    except InputError:
        return None
    text = _REFERENCE.sub(_character, _FORBIDDEN.sub("", text))
    try:
        return etree.fromstring(text.encode("utf-8"), _parser("utf-8"))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _character(reference: re.Match[str]) -> str:
    """What a reference stands for, if it is one that XML does not know; else the reference."""
    hexadecimal, decimal, called = reference.groups()
    if called:
        code = html.entities.name2codepoint.get(called)
        return reference[0] if called in _OF_XML or code is None else f"&#{code};"
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    forbidden = number > 0x10FFFF or _FORBIDDEN.match(chr(number))
    return "" if forbidden else reference[0]


def local(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def children(element: Any, *names: str) -> Iterator[Any]:
    """The children with one of some names, in the namespace of their parent."""
    space = str(element.tag).rpartition("}")[0]
    for child in element:
        if str(child.tag).rpartition("}")[0] == space and local(child) in names:
            yield child


def child(element: Any, name: str) -> Any:
    """The first child with a name, in the namespace of its parent; None if there is none."""
    return next(children(element, name), None)


def text_of(element: Any, codes: Collection[str] = ()) -> str:
    """The text of an element on one line.

    Args:
        element: The element.
        codes: Names of elements whose content is no text, but the markup of another format.
    """
    return _LINES.sub(" ", "".join(_pieces(element, codes))).strip(" \t\r\n")


def _pieces(element: Any, codes: Collection[str]) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if _is_break(part):
            yield "\n"
        elif local(part) not in codes:
            yield from _pieces(part, codes)
        yield part.tail or ""


def _is_break(element: Any) -> bool:
    """Whether a code of XLIFF stands for a line break: 1.2 has a type for it, 2 a subtype."""
    return "lb" in (element.get("ctype"), (element.get("subType") or "").rpartition(":")[2])


def language_code(tag: str | None) -> str:
    """The ISO 639-1 code in a language tag: "DE-at", "deu", "de_DE"; empty if there is none."""
    base = re.split("[-_]", (tag or "").strip().lower())[0]
    return _three_letters().get(base, base)


@cache
def _three_letters() -> dict[str, str]:
    """The codes by those of ISO 639-3."""
    return {entry.nllb.split("_")[0]: entry.code for entry in languages().values() if entry.nllb}
