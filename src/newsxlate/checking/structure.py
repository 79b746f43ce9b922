"""Compare brackets and quotation marks of a sentence with its translation's."""

from __future__ import annotations

import re

from newsxlate.findings import Finding, finding
from newsxlate.text.quotes import Mark, marks

_PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）"}
# "a)" counts, ":-)" smiles: neither is a bracket that was left open.
_NO_BRACKET = re.compile(r"(?:^|(?<!\d)[;:,.]\s)\(?\w{1,2}\)(?=\s)|[:;=]-?[)(]")
# A quotation of so many words is somebody's speech rather than a title or a term.
_SPEECH = 4
_WORD = re.compile(r"\w+")
# The genitive of a name, typed with a quotation mark: "an Lukas" Haus".
_APOSTROPHE = re.compile(r'(?<=[sxzß])"(?= [A-ZÄÖÜ])')
_COPIED = re.compile(r"(?<=\w)[\"“”](?=\s)|(?<=\w\s)[\"“”](?=\w)")


def check_structure(source: str, target: str) -> list[Finding]:
    """Brackets that do not balance as in the source, and quotations that were lost or added.

    A quotation may begin or end in a neighbouring sentence, in the target as in the source.
    """
    return [*_check_brackets(source, target), *_check_quotes(source, target)]


def _check_brackets(source: str, target: str) -> list[Finding]:
    left, right = _NO_BRACKET.sub("", source), _NO_BRACKET.sub("", target)
    findings = []
    for opening, closing in _PAIRS.items():
        before = left.count(opening) - left.count(closing)
        after = right.count(opening) - right.count(closing)
        if before == after:
            continue
        sign = closing if after > before else opening
        findings.append(finding("N331", bracket=sign))
    return findings


def _check_quotes(source: str, target: str) -> list[Finding]:
    # A copy of such an apostrophe is no quotation mark either.
    copied = source.count('"') == 1 and _APOSTROPHE.search(source) is not None
    if copied:
        source, target = _APOSTROPHE.sub("’", source), _COPIED.sub("’", target, count=1)
    left, right = quotations(source), quotations(target)
    if left and not right:
        longest = max(left, key=_length)
        code = "N332" if _length(longest) >= _SPEECH else "N334"
        return [finding(code, quotation=_shortened(longest), before=len(left), after=0)]
    if right and not left and _is_wrapped(target):
        return [finding("N333", quotation=_shortened(right[0]))]
    loose, wanted = _unpaired(target), _unpaired(source)
    if loose and not wanted:
        return [finding("N335", mark=loose[0])]
    # Names of papers, ships and clubs are quoted in some languages and not in others.
    speech = [quotation for quotation in right if _length(quotation) >= _SPEECH]
    if len(right) < len(left) or (not left and speech):
        shown = speech[0] if speech and not left else max(left, key=_length)
        shown = _shortened(shown)
        return [finding("N334", quotation=shown, before=len(left), after=len(right))]
    return []


def _length(quotation: str) -> int:
    return len(_WORD.findall(quotation))


def _is_wrapped(text: str) -> bool:
    """Whether the whole text is one quotation."""
    found = marks(text)
    if not found or not found[0].paired or text[: found[0].position].strip():
        return False
    partner = next((mark for mark in found[1:] if _closes(found[0], mark)), None)
    return partner is not None and not text[partner.position + 1 :].strip(" .!?…")


def _unpaired(text: str) -> list[str]:
    """The quotation marks without a counterpart, as they stand."""
    return [text[mark.position] for mark in marks(text) if not mark.paired]


def quotations(text: str) -> list[str]:
    """What is quoted in ``text``; one that goes on in another sentence reaches to the end."""
    found = marks(text)
    spans = []
    for index, mark in enumerate(found):
        if mark.opens:
            closing = next((m for m in found[index + 1 :] if _closes(mark, m)), None)
            end = closing.position if closing else len(text)
            spans.append(text[mark.position + 1 : end].strip())
        elif not mark.paired:
            spans.append(text[: mark.position].strip())
    return spans


def _closes(opening: Mark, mark: Mark) -> bool:
    return opening.paired and mark.paired and not mark.opens and mark.depth == opening.depth


def _shortened(text: str, words: int = 6) -> str:
    parts = text.split()
    return text if len(parts) <= words else " ".join(parts[:words]) + " …"
