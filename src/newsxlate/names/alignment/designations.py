"""What a mention may be called in a translation: its names, their parts, their initials."""

from __future__ import annotations

from newsxlate.entities import Entity, Mention
from newsxlate.names.alignment.regions import whole_of
from newsxlate.text.folding import parts

#: A mention, and whom or what it is of.
Pair = tuple[Entity, Mention]

_FEWEST_INITIALS = 3
# What is left of a name without its s has to be a name that is no abbreviation.
_SHORTEST_STEM = 4
# So many names are asked for their parts.
_MOST_NAMES = 3


def names_of(entity: Entity, mention: Mention) -> list[str]:
    """The mention's own name, then the entry's others that are no shorter, mistakes last."""
    others = [name for name in (entity.canonical, *entity.names) if name not in entity.variants]
    # Which names end in an s of their own is not always known: Mays may be of May.
    stem = mention.base.removesuffix("s")
    stems = (stem,) if len(stem) >= _SHORTEST_STEM and mention.base == mention.text else ()
    every = dict.fromkeys((mention.base, *stems, mention.text, *others, *entity.variants))
    length = len(mention.base.split())
    return [name for name in every if len(name.split()) >= length]


def parts_of(entity: Entity, mention: Mention) -> list[str]:
    """The words of a name that may stand for it, the surname first."""
    if mention.worded:
        return []
    names = names_of(entity, mention)
    words = [word for name in names[:_MOST_NAMES] for word in reversed(name.split())]
    words += filter(None, (whole_of(name) for name in names[:_MOST_NAMES]))
    kept = [word for word in words if len(word.rstrip(".")) > 2 and word[0].isupper()]
    return [word for word in dict.fromkeys((*entity.names, *kept)) if word not in names]


def initials(name: str) -> str:
    """The capitals that a name's words begin with, if it has three or more; else nothing."""
    found = "".join(word[0] for word in parts(name) if word[0].isupper())
    return found if len(found) >= _FEWEST_INITIALS else ""
