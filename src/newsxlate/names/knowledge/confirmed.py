"""Terms that editors confirmed, before those of the glossary."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from newsxlate.names.knowledge.glossary import Glossary, Term
from newsxlate.text.folding import fold


def confirmed(glossary: Glossary | None, pairs: Iterable[tuple[str, str, str]]) -> Glossary | None:
    """A glossary in which what was confirmed stands, whatever it said of the same terms before.

    Args:
        glossary: The user's own; None if there is none.
        pairs: Source term, target term and target language of what was confirmed.

    Returns:
        The glossary as it is if nothing was confirmed.
    """
    rows = [(source, target, code) for source, target, code in pairs if fold(source) and target]
    if not rows:
        return glossary
    terms = [Term(source, code, (target,)) for source, target, code in rows]
    said = {(fold(term.source), term.language) for term in terms}
    others = glossary.entries if glossary else ()
    kept = (term for term in others if (fold(term.source), term.language) not in said)
    digest = sha256(repr(sorted(rows)).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Glossary(
        (*terms, *kept),
        glossary.path if glossary else None,
        f"{glossary.digest}+{digest}" if glossary else digest,
    )
