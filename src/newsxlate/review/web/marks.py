"""What is marked inside a sentence: its names, and the words that its findings speak of."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from newsxlate.article import SentenceRef
from newsxlate.entities import Entities, NameAlignment, Outcome
from newsxlate.findings import Finding, codes
from newsxlate.outputs.article.html.markup import Span, occurrences
from newsxlate.outputs.article.html.names import COLORS, MISSPELT, state
from newsxlate.result import Translation
from newsxlate.review.desk import OpenFinding
from newsxlate.review.web import wording

#: As many patterns as article.css lays over the colours of names.
PATTERNS = 4
# Places that are marked in a sentence: more would be read by nobody, and take long to draw.
_MOST = 200
# Which fields of their messages quote the source, and which the translation.
_FIELDS = {
    "source": ("before", "number", "address", "name", "term", "quotation", "text", "score"),
    "target": ("after", "number", "address", "phrase", "quotation", "text", "end", "new"),
}

#: Says what a text of the interface reads in its language.
Say = Callable[..., str]


def look(position: int) -> tuple[str, str]:
    """The CSS classes of a name, and the label it bears: no two names have both alike.

    Args:
        position: Its place among the article's names, from 0.
    """
    pattern, color = divmod(position, COLORS)
    label = f"{position + 1}" if pattern >= PATTERNS else ""
    return f"k{color} p{pattern % PATTERNS}", label


def looks(ledger: Entities | None) -> dict[int, tuple[str, str]]:
    """The look of each entry, by its number."""
    entries = ledger.entries if ledger else ()
    return {entry.id: look(position) for position, entry in enumerate(entries)}


def source_names(
    ledger: Entities | None, made: Translation | None, say: Say
) -> Mapping[SentenceRef, Sequence[Span]]:
    """The names of the article, those marked that a translation lacks."""
    found: dict[SentenceRef, list[Span]] = defaultdict(list)
    lacking = _lacking(made)
    seen: Counter[tuple[SentenceRef, int, str]] = Counter()
    styles = looks(ledger)
    for entry in ledger.entries if ledger else ():
        for located in entry.mentions:
            mention = located.mention
            key = (located.ref, entry.id, mention.text)
            states = [MISSPELT] if mention.base in entry.variants else []
            if one := lacking.get((key, seen[key])):
                states.append(state(one))
            seen[key] += 1
            classes, label = styles[entry.id]
            signs = [how.sign for how in states if how.sign]
            found[located.ref].append(
                Span(
                    mention.start,
                    mention.end,
                    " ".join(["name", classes, *(how.style for how in states if how.style)]),
                    "; ".join([entry.canonical, *(say(f"outcome.{how.label}") for how in states)]),
                    entry=entry.id,
                    sign=" ".join(filter(None, [label, *signs])),
                )
            )
    return found


def _lacking(
    made: Translation | None,
) -> dict[tuple[tuple[SentenceRef, int, str], int], NameAlignment]:
    """What is missing, by mention, and by how many such come before it."""
    found = {}
    seen: Counter[tuple[SentenceRef, int, str]] = Counter()
    for one in made.names if made else ():
        if one.entry is not None and one.source:
            key = (one.ref, one.entry, one.source)
            if one.outcome is Outcome.MISSING:
                found[key, seen[key]] = one
            seen[key] += 1
    return found


def target_names(
    ledger: Entities | None, made: Translation | None, say: Say
) -> Mapping[SentenceRef, Sequence[Span]]:
    """What stands for the names in a translation."""
    found: dict[SentenceRef, list[Span]] = defaultdict(list)
    styles = looks(ledger)
    canonical = {entry.id: entry.canonical for entry in ledger.entries} if ledger else {}
    for one in made.names if made else ():
        if one.start is None or one.end is None:
            continue
        how = state(one)
        classes, label = styles.get(one.entry or 0, ("", ""))
        told = [canonical.get(one.entry or 0, ""), say(f"outcome.{how.label}")]
        if one.replaced:
            told.append(one.replaced)
        found[one.ref].append(
            Span(
                one.start,
                one.end,
                " ".join(filter(None, ["name", classes, how.style])),
                "; ".join(filter(None, told)),
                entry=one.entry if one.entry in styles else None,
                sign=" ".join(filter(None, [label, how.sign])),
            )
        )
    return found


def concerned(text: str, findings: Iterable[OpenFinding], side: str) -> Iterator[Span]:
    """The words that open findings speak of, where they can be told exactly.

    Args:
        text: The sentence.
        findings: What was found in it.
        side: "source" or "target".
    """
    marked = (
        Span(start, end, f"found {one.finding.severity} f-{one.key[:12]}")
        for one in findings
        if one.dismissed is None
        for start, end in _places(text, one.finding, side)
    )
    return itertools.islice(marked, _MOST)


def _places(text: str, found: Finding, side: str) -> list[tuple[int, int]]:
    """Where the words are; nowhere if that is all of the sentence, or cannot be told."""
    named = found.source if side == "source" else found.target
    if named and named != text:
        fragments = [named]
    else:
        told = wording.fields(found.code, found.message) or {}
        template = codes()[found.code].message if told else ""
        # What the message does not quote is no word of either text: how many there are, say.
        quoted = (name for name in _FIELDS[side] if f"‘{{{name}}}’" in template)
        fragments = [told[name] for name in quoted]
    return sorted(
        {
            place
            for fragment in fragments
            # Which of its quotation marks is meant cannot be told.
            if fragment != text and any(map(str.isalnum, fragment))
            for place in occurrences(text, fragment)
        }
    )
