"""Make the ledger: one entry for each person, place or organisation that an article names."""

from __future__ import annotations

from newsxlate.article import Article, Kind
from newsxlate.entities import Entry, Ledger
from newsxlate.findings import Finding, finding
from newsxlate.names.recognition.coreference import group
from newsxlate.names.recognition.mentions import locate


def findings(ledger: Ledger) -> list[Finding]:
    """The probable misspellings inside the source (N501), one for each spelling."""
    return [_report(entry, variant) for entry in ledger.entries for variant in entry.variants]


def _report(entry: Entry, variant: str) -> Finding:
    first = next(m for m in entry.mentions if m.mention.base == variant)
    return finding(
        "N501",
        block=first.block,
        sentence=first.sentence,
        source=first.mention.text,
        variant=variant,
        canonical=counterpart(entry, variant),
    )


def counterpart(entry: Entry, variant: str) -> str:
    """What the misspelt name should read: a surname alone is answered by the surname.

    Where only the surname is spelt right, a full name gets it behind its own given names.
    """
    first, length = variant.split()[:-1], len(variant.split())
    right = (name for name in entry.names if name not in entry.variants)
    alone = " ".join((*first, entry.canonical)) if " " not in entry.canonical else entry.canonical
    return next((name for name in right if len(name.split()) == length), alone)


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
