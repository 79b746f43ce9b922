"""Compare the addresses of a sentence with its translation's: URLs, e-mail, @handles, #hashtags."""

from __future__ import annotations

from collections import Counter

from newsxlate.findings import Finding, finding
from newsxlate.text.addresses import Address, addresses

_CODES = {"url": "N321", "email": "N322", "handle": "N323", "hashtag": "N324"}


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
