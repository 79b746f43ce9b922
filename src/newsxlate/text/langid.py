"""Which language a text is in, by py3langid limited to a set of languages.

py3langid is Barbaresi's successor to Lui and Baldwin 2012, "langid.py: An Off-the-shelf Language
Identification Tool", ACL demos.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from newsxlate import resources
from newsxlate.errors import LanguageError, UsageError
from newsxlate.languages import SOURCE, language

# More text than this makes no difference but to the time it takes.
_ENOUGH = 20_000


@dataclass(frozen=True, slots=True)
class _Detection:
    candidates: frozenset[str]
    doubtful: float
    letters: int


@cache
def _detection() -> _Detection:
    table = resources.toml("reading/detection.toml")
    return _Detection(
        frozenset(table["candidates"].split()),
        table["doubtful"],
        table["letters"],
    )


def candidates() -> frozenset[str]:
    """ISO 639-1 codes of the languages that a text can be in (``data/reading/detection.toml``)."""
    return _detection().candidates


@cache
def _identifier() -> Any:
    """py3langid's model: takes about a second to load, once a process."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def probabilities(text: str, candidates: Collection[str] | None = None) -> dict[str, float]:
    """How likely ``text`` is in each of the candidate languages.

    Args:
        text: The text; of a long one, the beginning is looked at.
        candidates: ISO 639-1 codes; None for the set in ``data/reading/detection.toml``.

    Returns:
        Probabilities by code that sum to 1, highest first. Without a letter in the text all are
        the same.

    Raises:
        ValueError: There is no candidate, or one that py3langid does not know.
    """
    wanted = _detection().candidates if candidates is None else frozenset(candidates)
    ranked = [pair for pair in _identifier().rank(text[:_ENOUGH]) if pair[0] in wanted]
    if not wanted or len(ranked) < len(wanted):
        raise ValueError(f"unknown languages: {', '.join(sorted(wanted - dict(ranked).keys()))}")
    total = sum(probability for _, probability in ranked)
    # Far from all candidates, every probability underflows to zero.
    return {code: probability / total if total else 1 / len(ranked) for code, probability in ranked}


def detect(text: str, candidates: Collection[str] | None = None) -> tuple[str, float]:
    """The language ``text`` is most likely in.

    Args:
        text: The text.
        candidates: ISO 639-1 codes; None for the set in ``data/reading/detection.toml``.

    Returns:
        The code and its probability among the candidates.

    Raises:
        ValueError: There is no candidate, or one that py3langid does not know.
    """
    return next(iter(probabilities(text, candidates).items()))


@cache
def readable_languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the source languages: those with a ``segment.toml``."""
    return tuple(c for c in resources.languages() if resources.language_file(c, "segment.toml"))


def check_readable(code: str) -> None:
    """Refuse a source language that the package has no data for.

    Raises:
        UsageError: ``code`` is neither "auto" nor one of `readable_languages`.
    """
    if code != "auto" and code not in readable_languages():
        name = language(code).name
        known = ", ".join(f"{code} ({language(code).name})" for code in readable_languages())
        raise UsageError(f"cannot read articles in {name}", hint=f"Languages: {known}.")


def check_language(text: str, expected: str = SOURCE) -> None:
    """Refuse a text that is clearly in another language than ``expected``.

    Short texts, and texts that are lists of names and figures, pass.

    Raises:
        LanguageError: Names the language the text is in.
    """
    detection = _detection()
    if sum(map(str.isalpha, text[:_ENOUGH])) < detection.letters:
        return
    ranking = probabilities(text)
    if ranking.get(expected, 0.0) >= detection.doubtful:
        return
    found = next(iter(ranking))
    wanted, name = language(expected).name, language(found).name
    if found in readable_languages():
        hint = (
            f"Use --from {found} to translate from {name}, or --from {expected} if it is {wanted}."
        )
    else:
        hint = f"Only {wanted} is read; use --from {expected} if it is {wanted} all the same."
    raise LanguageError(f"the text looks like {name}, not {wanted}", hint=hint)
