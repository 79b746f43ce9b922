"""Group mentions of names: which are of one person, place or organisation."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz import fuzz

from newsxlate.article import SentenceRef
from newsxlate.entities import Located
from newsxlate.names.forms.places import same_place
from newsxlate.names.knowledge.wordlists import is_given, is_public, is_public_surname, words
from newsxlate.names.recognition.listed import is_listed
from newsxlate.names.recognition.variants import is_surname_of, same_name
from newsxlate.names.verdict import SimilarityReason
from newsxlate.text.folding import fold

# Names less alike than this are not worth a closer look.
_MIN_LIKENESS_PERCENT = 60
# Words this short are as often two names as one misspelt.
_LONGEST_DISTINCT = 4
# Why two spellings are one: by mistake, or rightly so.
_MISTAKES = frozenset(
    {SimilarityReason.MISSPELT, SimilarityReason.ROMANIZATION, SimilarityReason.ORDER}
)
_RIGHTLY = frozenset(
    {
        SimilarityReason.SAME_SPELLING,
        SimilarityReason.INFLECTED,
        SimilarityReason.KNOWN,
        SimilarityReason.SHORTENED,
    }
)
# What makes an inhabitant or adjective of a place: Ukraine, Ukrainer.
_DERIVED = ("er", "ern", "ers", "erin", "erinnen", "isch", "ische", "ischen")


@dataclass(eq=False)
class Spelling:
    """A name in one spelling.

    Attributes:
        base: The spelling, in the nominative.
        headline: Whether it stands in a headline.
        members: Where it stands.
    """

    base: str
    headline: bool = False
    members: list[Located] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many words it has."""
        return len(self.base.split())

    @property
    def worded(self) -> bool:
        """Whether common words are in it."""
        return any(member.mention.worded for member in self.members)

    @property
    def titled(self) -> bool:
        """Whether it is somewhere mentioned with a title, as persons are."""
        return any(member.mention.title for member in self.members)

    @property
    def offices(self) -> set[str]:
        """The titles that tell persons apart."""
        titles = {part for member in self.members for part in member.mention.title.split()}
        return titles - words("addresses")

    @property
    def sentences(self) -> set[SentenceRef]:
        """Where it stands."""
        return {member.ref for member in self.members}

    @property
    def weight(self) -> tuple[bool, bool, int]:
        """How much it is to be preferred: known, in a headline, frequent."""
        known = is_known(self.base) or is_public_surname(self.base)
        return known, self.headline, len(self.members)


@dataclass(eq=False)
class Group:
    """The spellings of one name, by first appearance.

    Attributes:
        spellings: The spellings.
        variants: Those that are probably mistakes.
    """

    spellings: list[Spelling]
    variants: list[str] = field(default_factory=list)

    @property
    def members(self) -> list[Located]:
        """The mentions, in order."""
        members = (member for spelling in self.spellings for member in spelling.members)
        return sorted(members, key=lambda member: member.start)

    @property
    def canonical(self) -> str:
        """The spelling to be preferred of the longest ones, mistakes left out."""
        right = [s for s in self.spellings if s.base not in self.variants]
        known = [s for s in right if is_known(s.base)]
        longest = max(s.length for s in known or right)
        return max((s for s in right if s.length == longest), key=lambda s: s.weight).base

    @property
    def full(self) -> list[Spelling]:
        """Its names of several words that are a person's, a firm's or the like."""
        return [s for s in self.spellings if s.length > 1 and not s.worded]


def is_known(name: str) -> bool:
    """Whether reference data have a name in this spelling."""
    return is_listed(name) or is_public(name)


def group(mentions: Iterable[Located], headlines: Collection[int] = ()) -> list[Group]:
    """Group mentions by what they name.

    Args:
        mentions: The mentions of an article, in order.
        headlines: Indices of the blocks whose spelling is preferred.

    Returns:
        The groups, by first appearance. Each mention is in exactly one.
    """
    spellings: dict[str, Spelling] = {}
    for member in mentions:
        base = member.mention.base
        spelling = spellings.setdefault(base, Spelling(base))
        spelling.members.append(member)
        spelling.headline = spelling.headline or member.block in headlines
    groups = [Group([spelling]) for spelling in spellings.values()]
    groups = _join_spellings(groups)
    groups = _join_surnames(groups)
    groups = _join_misspelt_surnames(groups)
    return sorted(groups, key=lambda found: found.members[0].start)


def _join_spellings(groups: list[Group]) -> list[Group]:
    """Join groups whose names as a whole are the same, or the same misspelt."""
    for a, b in combinations(list(groups), 2):
        if a not in groups or b not in groups:
            continue
        first, second = a.spellings[0], b.spellings[0]
        reason = _sameness(first, second)
        if reason:
            _join(groups, a, b)
        if reason in _MISTAKES or (
            reason is SimilarityReason.SAME_SPELLING and _differ(first, second)
        ):
            a.variants.append(_mistake(first, second).base)
    return groups


def _join(groups: list[Group], a: Group, b: Group) -> None:
    # The first of a group is what others are compared with.
    a.spellings = sorted(a.spellings + b.spellings, key=lambda s: s.weight, reverse=True)
    a.variants += b.variants
    groups[:] = [found for found in groups if found is not b]


def _sameness(a: Spelling, b: Spelling) -> SimilarityReason | None:
    """Why two spellings are of one name; None if they are not, or if that is doubtful."""
    if not _worth_comparing(a, b):
        return None
    similarity = same_name(a.base, b.base)
    if not similarity.same:
        return None
    if similarity.reason in _RIGHTLY:
        return similarity.reason
    if similarity.reason not in _MISTAKES or a.worded or b.worded or _are_two(a, b):
        return None
    # Scotland is no misspelling of Schottland.
    return SimilarityReason.KNOWN if same_place(a.base, b.base) else similarity.reason


def _worth_comparing(a: Spelling, b: Spelling) -> bool:
    """Whether a closer look can find two names to be one; saves time for most pairs."""
    if is_listed(a.base) and is_listed(b.base):
        return True
    x, y = fold(a.base), fold(b.base)
    if min(len(x), len(y)) <= _LONGEST_DISTINCT and x != y:
        return False
    if a.length != b.length and min(a.length, b.length) == 1:
        return x.replace(" ", "") == y.replace(" ", "")
    return fuzz.ratio(x, y) >= _MIN_LIKENESS_PERCENT


def _are_two(a: Spelling, b: Spelling) -> bool:
    """Whether the text itself tells two similar names apart."""
    if a.sentences & b.sentences:
        return True
    if a.offices and b.offices and not a.offices & b.offices:
        return True
    short, long = sorted((fold(a.base), fold(b.base)), key=len)
    stem = short.rstrip("e")
    return long.startswith(stem) and long[len(stem) :] in _DERIVED


def _differ(a: Spelling, b: Spelling) -> bool:
    """Whether two spellings of a name differ in more than case and hyphens."""
    plain = (s.base.casefold().replace("-", "").replace(" ", "") for s in (a, b))
    return len(set(plain)) > 1


def _mistake(a: Spelling, b: Spelling) -> Spelling:
    """Which of two spellings is not to be preferred: the later one, if all else is equal."""
    return a if b.weight > a.weight else b


def _join_surnames(groups: list[Group]) -> list[Group]:
    """Join a surname alone to the one person who bears it; if there are two, to none."""
    for single in [found for found in groups if _is_single(found) or _is_compound(found)]:
        owners = [owner for owner in groups if owner is not single and _owns(owner, single)]
        if len(owners) == 1:
            _join(groups, owners[0], single)
    return groups


def _is_single(found: Group) -> bool:
    return all(spelling.length == 1 for spelling in found.spellings)


def _is_compound(found: Group) -> bool:
    """Whether a name may be a surname of several words: Sheib ad-Din, García Márquez."""
    first = found.spellings[0].base.split()[0]
    return len(found.spellings) == 1 and bool(found.full) and not is_given(first)


def _owns(owner: Group, single: Group) -> bool:
    """Whether a name of several words ends in another, or begins with it where surnames do."""
    name = single.spellings[0]
    # Hessen is not Peter Hessen, unless it is Herr Hessen.
    if is_listed(name.base) and not name.titled:
        return False
    if name.length > 1 or "-" in name.base:
        given = (full.base.removesuffix(f" {name.base}") for full in owner.full)
        # Of a double surname any word will do: Bijan Djir-Sarai.
        if any(is_given(first) or (name.length == 1 and first.isalpha()) for first in given):
            return True
    return any(is_surname_of(name.base, full.base) for full in owner.full)


def _join_misspelt_surnames(groups: list[Group]) -> list[Group]:
    """Join a surname alone that is misspelt to the one person who can be meant."""
    for single in [found for found in groups if _is_single(found)]:
        name = single.spellings[0]
        if name.worded or len(name.base) <= _LONGEST_DISTINCT:
            continue
        if is_known(name.base) or is_public_surname(name.base):
            _join_misspelt_names(groups, single)
            continue
        owners = [o for o in groups if o is not single and any(_is_slip(name, f) for f in o.full)]
        if len(owners) == 1:
            _join(groups, owners[0], single)
            owners[0].variants.append(name.base)
    return groups


def _join_misspelt_names(groups: list[Group], single: Group) -> None:
    """Join the full name that is misspelt to the surname that is not: Angela Merkle, Merkel."""
    name = single.spellings[0]
    for owner in groups:
        meant = (" ".join((*full.base.split()[:-1], name.base)) for full in owner.full)
        if owner is single or not any(is_public(text) for text in meant):
            continue
        wrong = [s.base for s in owner.spellings if _is_slip(name, s)]
        if wrong:
            _join(groups, owner, single)
            owner.variants += [base for base in wrong if base not in owner.variants]
            return


def _is_slip(single: Spelling, full: Spelling) -> bool:
    last = Spelling(full.base.split()[-1], members=full.members)
    return _sameness(single, last) in _MISTAKES
