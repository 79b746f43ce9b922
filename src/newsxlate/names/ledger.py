"""The ledger: one entry for each person, place or organisation that an article names."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from newsxlate.article import Article, Kind
from newsxlate.findings import Finding, finding
from newsxlate.names.grouping import group
from newsxlate.names.mentions import Located, Mention, locate


@dataclass(frozen=True, slots=True)
class Entry:
    """All that an article calls by one name.

    Attributes:
        id: Number of the entry, by first appearance, from 1 on.
        canonical: Its full name in the nominative, in the spelling to be preferred.
        mentions: Where it stands, in order.
        variants: Its other spellings that are probably mistakes, each in the nominative.
    """

    id: int
    canonical: str
    mentions: tuple[Located, ...]
    variants: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called, in the nominative, without titles, in order."""
        return tuple(dict.fromkeys(located.mention.base for located in self.mentions))


@dataclass(frozen=True, slots=True)
class Ledger:
    """The names of an article.

    Attributes:
        entries: By first appearance.
    """

    entries: tuple[Entry, ...] = ()

    def at(self, block: int, sentence: int) -> list[tuple[Entry, Mention]]:
        """The mentions in one sentence, in order, each with its entry."""
        found = [
            (entry, located.mention)
            for entry in self.entries
            for located in entry.mentions
            if (located.block, located.sentence) == (block, sentence)
        ]
        return sorted(found, key=lambda pair: pair[1].start)

    def as_dict(self) -> dict[str, object]:
        """The ledger in types that JSON has."""
        return {"entries": [asdict(entry) for entry in self.entries]}

    def findings(self) -> list[Finding]:
        """The probable misspellings inside the source (N501), one for each spelling."""
        return [_report(entry, variant) for entry in self.entries for variant in entry.variants]


def _report(entry: Entry, variant: str) -> Finding:
    first = next(m for m in entry.mentions if m.mention.base == variant)
    return finding(
        "N501",
        block=first.block,
        sentence=first.sentence,
        source=first.mention.text,
        variant=variant,
        canonical=_counterpart(entry, variant),
    )


def _counterpart(entry: Entry, variant: str) -> str:
    """What the misspelt name should read: a surname alone is answered by the surname."""
    length = len(variant.split())
    right = (name for name in entry.names if name not in entry.variants)
    return next((name for name in right if len(name.split()) == length), entry.canonical)


def build(article: Article) -> Ledger:
    """Find the names of a segmented German article and group them."""
    headlines = {number for number, block in article.kept() if block.kind is Kind.HEADLINE}
    groups = group(locate(article), headlines)
    return Ledger(
        tuple(
            Entry(number, found.canonical, tuple(found.members), tuple(found.variants))
            for number, found in enumerate(groups, start=1)
        )
    )
