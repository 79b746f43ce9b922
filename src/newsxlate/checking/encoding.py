"""Find letters that were read in the wrong encoding (mojibake): "Ã¼" for "ü", "â€™" for "’"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsxlate.findings import Finding, finding

# U+FFFD stands for what could not be decoded; C1 controls are bytes that were not.
_BROKEN = re.compile("[\ufffd\x80-\x84\x86-\x9f]")
# Bytes that Windows-1252 leaves undefined, and that are read as control characters in practice.
_UNDEFINED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}
# How letters begin that take two, three and four bytes in UTF-8.
_LEADS = {"ÂÃÄÅÎÏÐÑ": 2, "àáâãäåæçèéêëìíï": 3, "ð": 4}
# What may follow a letter in any text. "SPÄ“", "É »" and "café»…" would be UTF-8, too.
_ORDINARY = frozenset("“”‘’‚„‹›«»…–—•™€\u00a0\u00ad·°¡¿ªº")
_LENGTHS = {letter: length for letters, length in _LEADS.items() for letter in letters}
_LEAD = re.compile(f"[{''.join(_LEADS)}](?=[^\x00-\x7f])")


def check_encoding(source: str, target: str) -> Iterator[Finding]:
    """The first word with broken letters, if the source has none of its kind.

    UTF-8 that was read as Windows-1252, once or more often, is recognised by reading it back: what
    a text says by intent is no valid UTF-8 then.

    Args:
        source: The source sentence.
        target: Its translation.
    """
    found = _mojibake(target)
    if found and found not in source:
        yield finding("N223", text=next(word for word in target.split(" ") if found in word))


def _mojibake(text: str) -> str | None:
    if text.isascii():
        return None
    broken = _BROKEN.search(text)
    if broken:
        return broken.group()
    for lead in _LEAD.finditer(text):
        start = lead.start()
        end = start + _LENGTHS[lead.group()]
        inside = text[start - 1 : start].islower() or text[end : end + 1].islower()
        if _is_utf8(text[start:end], ordinary=inside and end - start == 2):
            return text[start:end]
    return None


def _is_utf8(letters: str, *, ordinary: bool) -> bool:
    """Whether letters are one in UTF-8, if each is taken for its byte in Windows-1252."""
    if not ordinary and _ORDINARY.issuperset(letters[1:]) and letters[:2] != "â€":
        return False
    try:
        return len(b"".join(map(_byte, letters)).decode("utf-8")) == 1
    except UnicodeError:
        return False


def _byte(letter: str) -> bytes:
    return bytes([ord(letter)]) if ord(letter) in _UNDEFINED else letter.encode("cp1252")
