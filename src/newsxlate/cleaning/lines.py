"""Judge lines one by one, by the rules' phrases and by what menus are made of."""

from __future__ import annotations

import re

from newsxlate.article import Kind
from newsxlate.cleaning.parts import Draft, Part
from newsxlate.cleaning.rules import Rule

_SEPARATORS = re.compile(r"\s*[|›»>/·•→]\s*|\s+[-–]\s+")
# Where a page's items were glued together: "NachrichtenWelt".
_GLUE = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])")
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’.&][^\W\d_]+)*|\d+")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_INNER = re.compile(r"[-.&'’]")
_LONGEST_LABEL = 30
_LONGEST_NAMES = 8
_NOTES = 10
# Share of stop words from which a line tells something.
_TELLING = 0.25
# How answers end and buttons do not: „Weiter.“
_OPENING, _CLOSING = '"„»«‚‘“', '"“”«»‘’'
_NAMED = re.compile(r"[\"„»«‚‘“][^\"“”«»‘’.!?]{1,40}[\"“”«»‘’] ?:")
_SPOKEN = (".", "!", "?", "“", "”", "«", '"')
NAVIGATION = "navigation of the site"


def by_phrase(draft: Draft) -> None:
    """Remove what the rules' phrases, words and patterns say is clutter."""
    rules = draft.rules.rules
    # Consent notes above the article read like paragraphs: they must not count as its first.
    notes = [rule for rule in rules if _is_note(rule)]
    for part in draft.parts:
        _apply(part, notes)
    draft.bound()
    # "7 Kommentare" ends an article, and is a button above it: rules that end something come
    # first, and of them those with a place.
    left = [rule for rule in rules if not _is_note(rule)]
    placed = [rule for rule in left if (rule.ends or rule.opens) and rule.where != "any"]
    placed += [rule for rule in left if (rule.ends or rule.opens) and rule.where == "any"]
    placed += [rule for rule in left if not (rule.ends or rule.opens)]
    for number, part in enumerate(draft.parts):
        _apply(part, [rule for rule in placed if _placed(draft, number, rule.where)])
    draft.bound()
    # Notes below the article can read like its last paragraph: look at what is last now.
    edges = [rule for rule in rules if rule.where == "edges"]
    for _ in range(_NOTES):
        if draft.last <= draft.first:
            break
        last = draft.parts[draft.last]
        _apply(last, edges)
        if last.kept:
            break
        draft.bound()


def _is_note(rule: Rule) -> bool:
    return rule.where == "any" and rule.sentences


def _apply(part: Part, rules: list[Rule]) -> None:
    if not part.kept:
        return
    rule = next((rule for rule in rules if fits(rule, part)), None)
    if rule is not None:
        part.remove(rule.kind, rule.reason, rule.name)
        part.ends = rule.ends
        part.opens = rule.opens


def _placed(draft: Draft, number: int, where: str) -> bool:
    if where == "any":
        return True
    if where == "edges":
        return draft.where(number) != "body" or number == draft.last
    if where == "tail":
        return draft.where(number) == "tail"
    return number > draft.first


def fits(rule: Rule, part: Part) -> bool:
    """Whether a part is clutter of the sort ``rule`` describes."""
    if part.body:
        return rule.sentences and not _is_speech(part.text) and _matches(rule, part)
    count = len(part.words)
    if count <= _LONGEST_LABEL and (rule.alone.match(part.text) or rule.label.match(part.text)):
        return True
    button = part.words and not part.text.endswith(_SPOKEN)
    if rule.words and button and all(_in(word, rule.words) for word in part.words):
        return True
    if rule.names and count <= _LONGEST_NAMES and _only_names(part, rule.names):
        return True
    # "Foto: Der Minister bei der Ankunft in Berlin" tells something: it is a caption.
    if rule.credit and part.density >= _TELLING:
        return False
    return _matches(rule, part) or (count <= rule.max_words and bool(rule.prefix.match(part.text)))


def _is_speech(text: str) -> bool:
    """Whether a text begins or ends with a quotation: somebody says that.

    A title in quotation marks before a colon says nothing: „Guten Morgen“: unser Newsletter.
    """
    opened = text[0] in _OPENING and not _NAMED.match(text)
    return opened or text[-1] in _CLOSING


def _matches(rule: Rule, part: Part) -> bool:
    if part.told or len(part.words) > rule.max_words:
        return False
    text = part.text.lower() if rule.needs else ""
    if rule.needs and not any(needed in text for needed in rule.needs):
        return False
    return rule.match.match(part.text) is not None


def _in(word: str, words: frozenset[str]) -> bool:
    if word in words:
        return True
    pieces = _INNER.split(word)
    return len(pieces) > 1 and all(piece in words for piece in pieces)


def _only_names(part: Part, names: frozenset[str]) -> bool:
    """Whether a line is agencies' names, and at most journalists' initials: "jog/dpa"."""
    if part.final:
        return False
    tokens = [token.lower() for token in _TOKEN.findall(part.text) if not token.isdigit()]
    known = [_in(token, names) for token in tokens]
    marks = (known or len(token) <= 4 for known, token in zip(known, tokens, strict=True))
    return any(known) and all(marks)


def by_menu(draft: Draft) -> None:
    """Remove menus and paths before the first and after the last paragraph."""
    for number, part in enumerate(draft.parts):
        # A number alone counts comments; results have a colon.
        menu = part.text.isdigit() or is_menu(part, draft.rules.sections)
        if part.kept and draft.where(number) != "body" and menu:
            part.remove(Kind.BOILERPLATE, NAVIGATION, "menu")


def is_menu(part: Part, sections: frozenset[str]) -> bool:
    """Whether a line is a menu, a path to a section, or sections' names run together."""
    if part.final or not part.words or len(part.words) > 40:
        return False
    items = [item for item in _SEPARATORS.split(part.text) if item.strip()]
    if len(items) > 2 and items[0].strip(" .").lower() in sections:
        return True
    glued = [piece for word in part.text.split() for piece in _GLUE.split(word)]
    tokens = [_EDGE.sub("", token).lower() for token in glued]
    tokens = [token for token in tokens if token and token not in ("und", "and")]
    known = sum(token in sections for token in tokens)
    if len(tokens) == 1:
        return known == 1
    return known > len(tokens) / 2
