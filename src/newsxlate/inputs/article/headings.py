"""Part a heading into kicker and headline.

News sites print both in one element: the kicker first, and between them nothing but a line break
of style, or a separator that is hidden from the eye and there for search engines.
"""

from __future__ import annotations

import re
from typing import Any

from newsxlate.inputs.article.places import NOWHERE, page_rules, place_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# Below these no site prints kickers, and "Uhr: " is no separator.
PARTED = HEADINGS[:3]
# Where two parts with styles of their own are kicker and headline; in subheads they are anything.
_HEADLINES = HEADINGS[:2]
_SEPARATOR = re.compile(r"[\s:|/·•–—>»-]*")
_PARTS = re.compile(r"\s*[:|/·•–—-]\s")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_WORD = re.compile(r"\w+")
# "10.15 Uhr:" is no kicker: a ticker's entry keeps its time.
_TIME = re.compile(r"\d{1,2}[.:]\d\d")
_EMPHASIS = ("b", "em", "i", "strong")
# Longer ones are no heading (one that is never closed holds the page), and no kicker.
_HEADING_WORDS = 60
_KICKER_WORDS = 9


def parts(heading: Any) -> tuple[Any | None, frozenset[Any]]:
    """The element that is a heading's kicker, if it has one, and its separators.

    A part is the kicker if it comes first and ends with a colon, whatever it is called; or if its
    name says so; or if it stands first and only style parts it from the next one.

    Args:
        heading: An lxml element.

    Returns:
        An element inside ``heading``, and the elements in it that hold nothing but a separator;
        none of them if it has no kicker.
    """
    if len(_WORD.findall(_text(heading))) > _HEADING_WORDS:
        return None, frozenset()
    separators = frozenset(
        inner
        for inner in heading.iterdescendants()
        if isinstance(inner.tag, str) and (text := _text(inner).strip()) and _is_separator(text)
    )
    top = heading
    while not _has_text(top.text) and (inner := _only_child(top, separators)) is not None:
        top = inner
    pieces = [child for child in top if _text(child).strip()]
    words = [child for child in pieces if child not in separators]
    if not words or (words[-1] is words[0] and not _WORD.search(_own_text(top))):
        return None, frozenset()
    first = None if _has_text(top.text) else words[0]
    rest = len(_WORD.findall(_text(heading))) - (
        len(_WORD.findall(_text(first))) if first is not None else 0
    )
    if first is not None and rest and _opens(heading.tag, top, pieces, separators):
        return first, separators
    named = next((child for child in words if _role(child) == "kicker"), None)
    return named, separators if named is not None else frozenset()


def _opens(heading: str, top: Any, pieces: list[Any], separators: frozenset[Any]) -> bool:
    """Whether the first part of a heading is its kicker."""
    first = next(child for child in pieces if child not in separators)
    text = _text(first).strip()
    if len(_WORD.findall(text)) > _KICKER_WORDS or _TIME.search(text):
        return False
    if text.endswith(":"):
        # In a subhead "<b>Fazit:</b> Zu teuer" is one line.
        return first.tag not in _EMPHASIS or heading == "h1"
    following = pieces[1] if len(pieces) > 1 else None
    if following is None or _WORD.search(first.tail or ""):
        return False
    if following in separators or _has_text(first.tail) or _PARTS.match(_text(following)):
        return True
    roles = [_role(child) for child in pieces]
    if "kicker" in roles:
        return roles[0] == "kicker"
    if roles[:2] == ["", "headline"]:
        return True
    # <span>Märkte am Abend</span><span>Index gibt nach</span>: blocks, by their style.
    after = _text(following).lstrip("\"'„“«»‚‘ ")
    spaced = _text(first)[-1:].isspace() or _text(following)[:1].isspace()
    glued = not first.tail and not spaced
    return (
        after[:1].isupper()
        and first.tag == following.tag
        and (glued or (heading in _HEADLINES and _are_styled(top)))
    )


def _are_styled(top: Any) -> bool:
    """Whether a heading is two spans and nothing else, each with a style of its own."""
    spans = [child for child in top if _text(child).strip()]
    if len(spans) != 2 or _has_text(_own_text(top)) or any(s.tag != "span" for s in spans):
        return False
    styles = [span.get("class") or "" for span in spans]
    return all(styles) and styles[0] != styles[1] and _LETTERS.search(_text(spans[0])) is not None


def _is_separator(text: str) -> bool:
    return _SEPARATOR.fullmatch(text) is not None


def _text(element: Any) -> str:
    """The text of an element that shows: sites put ``<style>`` between the parts of a heading."""
    if not isinstance(element.tag, str) or element.tag in page_rules().skip:
        return ""
    within = "".join(f"{_text(child)}{child.tail or ''}" for child in element)
    return f"{element.text or ''}{within}"


def _own_text(element: Any) -> str:
    return (element.text or "") + "".join(child.tail or "" for child in element)


def _has_text(text: str | None) -> bool:
    return bool(text and not text.isspace())


def _only_child(element: Any, separators: frozenset[Any]) -> Any | None:
    """The one child that holds all text of ``element``; None if there are more."""
    if any(_has_text(child.tail) for child in element):
        return None
    children = [child for child in element if _text(child).strip()]
    return children[0] if len(children) == 1 and children[0] not in separators else None


def _role(element: Any) -> str:
    return next(
        (role for inner in element.iter() if (role := place_of(inner, NOWHERE).signs.role)), ""
    )
