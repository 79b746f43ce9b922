"""Compare the addresses of a sentence with its translation's: URLs, e-mail, @handles, #hashtags."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from newsxlate import resources
from newsxlate.findings import Finding, finding
from newsxlate.text.addresses import Address, addresses

_CODES = {"url": "N321", "email": "N322", "handle": "N323", "hashtag": "N324"}

# What makes a line a heading in Markdown: "## Wie weiter?", and often "#Wie weiter?".
_HEADING = re.compile(r"\s*(?:#+\s*)+")
_MARKED = re.compile(r"\s*(?:##+|#\s)")
_FIRST = re.compile(r"\s*#(\w+)\s+\w")


def without_heading(source: str, target: str, language: str) -> tuple[str, str]:
    """Both texts without the signs that make the source a heading; a #hashtag is none.

    Args:
        source: The source sentence.
        target: Its translation.
        language: ISO 639-1 code of the source's language.
    """
    first = _FIRST.match(source)
    if not _MARKED.match(source) and not (first and first[1].lower() in _function_words(language)):
        return source, target
    return _HEADING.sub("", source, count=1), _HEADING.sub("", target, count=1)


@cache
def _function_words(language: str) -> frozenset[str]:
    """Words that nobody makes a hashtag of: "wie", "warum"."""
    return frozenset(resources.language(language, "segment").get("starters", "").split())


def check_anchors(source: str, target: str) -> list[Finding]:
    """Addresses that are missing or changed in the target; handles and tags may change case."""
    left = list(addresses(source))
    right = list(addresses(target))
    if not left and not right:
        return []
    wanted = Counter(_key(a) for a in left)
    there = Counter(_key(a) for a in right)
    missing = [a for a in left if there[_key(a)] < wanted[_key(a)]]
    added = [a for a in right if wanted[_key(a)] == 0]
    findings = []
    for anchor in {_key(a): a for a in missing}.values():
        if there[_key(anchor)]:
            # The same address twice may well be given once.
            continue
        twin = next((a for a in added if a.kind == anchor.kind), None)
        if twin:
            added.remove(twin)
            outcome = f"became ‘{twin.text}’"
        else:
            outcome = "is missing"
        findings.append(finding(_CODES[anchor.kind], address=anchor.text, outcome=outcome))
    findings += [
        finding(_CODES[a.kind], address=a.text, outcome="is not in the source") for a in added
    ]
    return findings


def _key(anchor: Address) -> str:
    """What has to be the same. Letters of either case are one, except in a URL's path."""
    if anchor.kind != "url":
        return anchor.text.lower()
    scheme, separator, rest = anchor.text.partition("://")
    host, slash, path = (rest if separator else scheme).partition("/")
    return host.lower() + slash + path.rstrip("/")
