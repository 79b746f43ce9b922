"""Find the paragraphs of a rendered page that an extractor took for the article.

The extractor returns text, not places, and its text is not quite the page's: spaces differ, links
and boxes are missing from the middle of paragraphs, and the same words may stand on the page twice.
So both are reduced to letters and digits, each paragraph's occurrences in the extracted text are
looked up, and of all occurrences those are taken that keep the page's order and cover the most
text: a heaviest increasing subsequence, found with a Fenwick tree (Fenwick 1994, "A new data
structure for cumulative frequency tables"). Time is linear in both texts, times the logarithm of
the number of occurrences.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

# Shorter paragraphs ("Nein.") occur inside others by chance: they have to be a whole element.
_GRAM = 12
# Of text that is repeated more often than this, the nearest occurrences have to do; of a page with
# many paragraphs that have to be compared, fewer.
_OCCURRENCES = 50
_COMPARED = 60_000
# Share of a paragraph's grams that have to be in the extracted text if the whole is not.
_COVERAGE = 0.7
_NO_LETTER = re.compile(r"[\W_]+")


def key(text: str) -> str:
    """``text`` reduced to its letters and digits, without case or compatibility variants."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def matches(pieces: Sequence[str], extracted: str, elements: Iterable[tuple[int, str]]) -> set[int]:
    """Which paragraphs of a page are in the extracted text.

    Args:
        pieces: The `key` of each paragraph of the page, in order.
        extracted: The `key` of the extracted text.
        elements: Where each of its elements begins in ``extracted``, and the element's key.

    Returns:
        Indices of ``pieces``.
    """
    whole: dict[str, list[int]] = defaultdict(list)
    for start, text in elements:
        if not whole[text] or whole[text][-1] != start:
            whole[text].append(start)
    occurrences = _occurrences(pieces, extracted, whole)
    chain = _heaviest_chain(
        [
            (number, position, position + len(pieces[number]))
            for number, positions in enumerate(occurrences)
            for position in positions
        ]
    )
    return set(chain) | _covered(pieces, extracted, chain)


def _occurrences(
    pieces: Sequence[str], extracted: str, whole: dict[str, list[int]]
) -> list[list[int]]:
    """For each paragraph, where it stands in the extracted text, in ascending order."""
    places = _grams({piece[:_GRAM] for piece in pieces if len(piece) >= _GRAM}, extracted)
    most = max(2, min(_OCCURRENCES, _COMPARED // max(1, len(pieces))))
    times: Counter[str] = Counter()
    found: list[list[int]] = []
    for piece in pieces:
        if not piece:
            found.append([])
            continue
        # The same text for the tenth time is rather the tenth of its occurrences than the first.
        same = whole.get(piece, [])
        first = max(0, min(times[piece] - most // 2, len(same) - most))
        times[piece] += 1
        at = same[first : first + most]
        if len(piece) >= _GRAM and len(at) < most:
            near = places.get(piece[:_GRAM], [])
            at = sorted({*at, *(place for place in near if extracted.startswith(piece, place))})
        found.append(at)
    return found


def _grams(wanted: set[str], text: str) -> dict[str, list[int]]:
    """Where each of the wanted grams stands in ``text``."""
    places: dict[str, list[int]] = {}
    if wanted:
        for position in range(len(text) - _GRAM + 1):
            gram = text[position : position + _GRAM]
            if gram in wanted:
                at = places.setdefault(gram, [])
                if len(at) < _OCCURRENCES:
                    at.append(position)
    return places


def _heaviest_chain(occurrences: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """Choose occurrences ``(piece, start, end)`` that do not overlap, in the order of pieces.

    Returns:
        For each chosen piece, where it stands. The pieces' total length is as great as can be.
    """
    ends = sorted({end for _, _, end in occurrences})
    # tree[i] is the (weight, occurrence) of the best chain in a range that ends with ends[i - 1].
    tree: list[tuple[int, int]] = [(0, -1)] * (len(ends) + 1)
    before: list[int] = []
    index = 0
    while index < len(occurrences):
        piece = occurrences[index][0]
        added: list[tuple[int, int]] = []
        while index < len(occurrences) and occurrences[index][0] == piece:
            _, start, end = occurrences[index]
            weight, previous = _best(tree, bisect_left(ends, start + 1))
            before.append(previous)
            added.append((weight + end - start, index))
            index += 1
        # Only now: no two occurrences of one piece may follow each other.
        for entry in added:
            _raise(tree, bisect_left(ends, occurrences[entry[1]][2]) + 1, entry)
    chain: dict[int, int] = {}
    _, index = _best(tree, len(ends))
    while index >= 0:
        piece, start, _ = occurrences[index]
        chain[piece] = start
        index = before[index]
    return chain


def _best(tree: list[tuple[int, int]], count: int) -> tuple[int, int]:
    best = (0, -1)
    while count > 0:
        best = max(best, tree[count], key=lambda entry: entry[0])
        count -= count & -count
    return best


def _raise(tree: list[tuple[int, int]], position: int, entry: tuple[int, int]) -> None:
    while position < len(tree):
        if entry[0] > tree[position][0]:
            tree[position] = entry
        position += position & -position


def _covered(pieces: Sequence[str], extracted: str, chain: dict[int, int]) -> set[int]:
    """Paragraphs most of whose text was extracted, at the place where they would belong."""
    left = {
        number: [piece[i : i + _GRAM] for i in range(0, len(piece) - _GRAM + 1, _GRAM // 2)]
        for number, piece in enumerate(pieces)
        if number not in chain and len(piece) >= 3 * _GRAM
    }
    places = _grams({gram for grams in left.values() for gram in grams}, extracted)
    anchors = sorted(chain)
    covered: set[int] = set()
    for number, grams in left.items():
        at = bisect_left(anchors, number)
        low = chain[anchors[at - 1]] if at > 0 else 0
        high = chain[anchors[at]] if at < len(anchors) else len(extracted)
        hits = sum(any(low <= p < high for p in places.get(gram, ())) for gram in grams)
        if hits >= _COVERAGE * len(grams):
            covered.add(number)
    return covered
