"""What is done to articles and sentences before and after the engine, and needs none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from newsxlate.article import Article
from newsxlate.options import NameOptions
from newsxlate.result import Result

if TYPE_CHECKING:
    from newsxlate.entities import Entities
    from newsxlate.names import Glossary, NameChecker
    from newsxlate.translating.finishing import Candidate, Draft


#: Source term, target term and target language of what editors confirmed.
Terms = tuple[tuple[str, str, str], ...]


class Processing:
    """Names, typography and checks, in this process."""

    def __init__(self, options: NameOptions, terms: Terms = ()) -> None:
        """Take the options for names, and read the glossary they name.

        Args:
            options: What is done about names.
            terms: What editors confirmed; it comes before the glossary.

        Raises:
            InputError: The glossary cannot be read, or has bad rows.
        """
        self._options = options
        self._glossary = _glossary(options, terms)

    @cached_property
    def names(self) -> NameChecker:
        """What is done about names."""
        from newsxlate.names import NameChecker

        return NameChecker(self._options, self._glossary)

    def entities(self, articles: Sequence[Article]) -> list[Entities | None]:
        """The names of each article; see `newsxlate.names.NameChecker.entities`."""
        return [self.names.entities(article) for article in articles]

    def finish(
        self, drafts: Sequence[tuple[str, Draft]], source_language: str, target_language: str
    ) -> list[Candidate]:
        """What the drafts of an engine come to; see `newsxlate.translating.finishing.finish`."""
        from newsxlate.translating.finishing import finish

        return finish(drafts, source_language, target_language)

    def check(self, results: Sequence[Result]) -> list[Result]:
        """The results, their names checked; see `newsxlate.names.NameChecker.check`."""
        return [self.names.check(result) for result in results]


def _glossary(options: NameOptions, terms: Terms) -> Glossary | None:
    """The user's terms, read before any work is done, and those that were confirmed."""
    if options.glossary is None and not terms:
        return None
    from newsxlate.names import confirmed, load_glossary

    return confirmed(load_glossary(options.glossary) if options.glossary else None, terms)
