"""The entities of an article: one for each person, place or organisation that it names."""

from __future__ import annotations

from newsxlate.article import Article, Kind
from newsxlate.entities import Entities, Entity
from newsxlate.findings import Finding, finding
from newsxlate.names.knowledge.wordlists import is_given
from newsxlate.names.recognition.coreference import group
from newsxlate.names.recognition.mentions import locate


def misspellings(entities: Entities) -> list[Finding]:
    """The probable misspellings inside the source (N501), one for each spelling."""
    return [_report(entity, variant) for entity in entities.entries for variant in entity.variants]


def _report(entity: Entity, variant: str) -> Finding:
    first = next(m for m in entity.mentions if m.mention.base == variant)
    return finding(
        "N501",
        block=first.block,
        sentence=first.sentence,
        source=first.mention.text,
        variant=variant,
        canonical=counterpart(entity, variant),
    )


def called(entity: Entity) -> str:
    """What to call an entity by: a given name that is all there is has its title, Prinz William."""
    titles = {located.mention.title for located in entity.mentions}
    alone = is_given(entity.canonical) and all(" " not in name for name in entity.names)
    title = titles.pop() if alone and len(titles) == 1 else ""
    return f"{title} {entity.canonical}".strip()


def counterpart(entity: Entity, variant: str) -> str:
    """What the misspelt name should read: a surname alone is answered by the surname.

    Where only the surname is spelt right, a full name gets it behind its own given names.
    """
    first, length = variant.split()[:-1], len(variant.split())
    right = (name for name in entity.names if name not in entity.variants)
    alone = (
        " ".join((*first, entity.canonical)) if " " not in entity.canonical else entity.canonical
    )
    return next((name for name in right if len(name.split()) == length), alone)


def find_entities(article: Article) -> Entities:
    """Find the names of a segmented German article and group them."""
    headlines = {number for number, block in article.kept() if block.kind is Kind.HEADLINE}
    groups = group(locate(article), headlines)
    return Entities(
        tuple(
            Entity(number, found.canonical, tuple(found.members), tuple(found.variants))
            for number, found in enumerate(groups, start=1)
        )
    )
