"""What WordPress says of a post when it exports a whole site, and how it writes its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from newsxlate.inputs.stream.source import rules

# WordPress keeps paragraphs apart by blank lines, and puts in the elements when it shows a post.
_PARAGRAPH = re.compile(r"<p\b", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t\r]*\n\s*")


def refusal(entry: Mapping[str, Any]) -> str | None:
    """Why an entry is no article that was published; None if it is, or is none of an export."""
    kind, status = entry.get("wp_post_type"), entry.get("wp_status")
    if kind in _words("no_text"):
        return f"it is no text (wp:post_type: {kind})"
    if status in _words("unpublished"):
        return f"it is not published (wp:status: {status})"
    return None


def embargoed(entry: Mapping[str, Any]) -> str | None:
    """When a post is to be published that waits for its time."""
    if entry.get("wp_status") not in _words("scheduled"):
        return None
    # In the database's own form, which has no zone, and is in UTC.
    return entry.get("wp_post_date_gmt") or entry.get("wp_post_date") or "an unknown time"


def paragraphs(text: str) -> str:
    """HTML whose paragraphs are parted by blank lines, and nothing else, with breaks for them."""
    return text if _PARAGRAPH.search(text) else _BLANK.sub("<br><br>", text)


def shown(text: str) -> str:
    """The text of a post without its shortcodes; what is inside them stays.

    Captions become those of HTML. "[sic]" is no shortcode.
    """
    caption, code = _shortcodes()
    return code.sub("", caption.sub(r"<figure><figcaption>\1</figcaption></figure>", text))


@cache
def _shortcodes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = "|".join(map(re.escape, sorted(_words("shortcodes"), key=len, reverse=True)))
    return (
        re.compile(r"\[(?:wp_)?caption\b[^\[\]]*+\]([^\[\]]*+)\[/(?:wp_)?caption\]"),
        re.compile(rf"\[/?(?:{names})(?:\s[^\[\]]*+)?/?\]"),
    )


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(rules()["wordpress"][name].split())
