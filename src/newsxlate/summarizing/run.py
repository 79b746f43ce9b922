"""Summarise an article in several languages: what joins summaries to models and translations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from newsxlate.errors import UsageError
from newsxlate.names import misspellings
from newsxlate.result import Result
from newsxlate.summarizing.rendering import Original, Rendering
from newsxlate.summarizing.source import Source
from newsxlate.summarizing.summarize import summarize
from newsxlate.summary import METHODS

if TYPE_CHECKING:
    from newsxlate.options import SummaryOptions
    from newsxlate.summarizing.abstractive import Writer

#: What gives an article's sentences in a language.
Renderer = Callable[[str], Rendering]


def run(
    result: Result,
    languages: Sequence[str],
    options: SummaryOptions,
    *,
    renderer: Renderer,
    writer: Callable[[], Writer],
) -> Result:
    """A result with summaries added, by language and then by length.

    One of the same language, length and method is replaced. Where no check of names has come
    before, names that the article spells in two ways are told (N501).

    Args:
        result: The article, segmented, with such translations as there are.
        languages: ISO 639-1 codes; the article's own needs no translation.
        options: Which summaries, and how.
        renderer: Makes what translates sentences into a language.
        writer: Loads the model that writes abstractive summaries.

    Raises:
        UsageError: There is no such method.
        ModelError: No model for it can be had.
        EngineError: A model failed.
    """
    if options.method not in METHODS:
        raise UsageError(
            f"there is no way to summarise called {options.method!r}",
            hint=f"Use {', '.join(METHODS)}.",
        )
    source = Source(result.article, result.ledger)
    writing = writer() if options.method == "abstractive" else None
    made = []
    for language in dict.fromkeys(languages):
        original = language == result.article.language
        rendering = Original(result.article) if original else renderer(language)
        made += summarize(
            source,
            rendering,
            options.lengths,
            method=options.method,
            strict=options.strict,
            writer=writing,
        )
    anew = {(one.language, one.length, one.method) for one in made}
    kept = (one for one in result.summaries if (one.language, one.length, one.method) not in anew)
    told = misspellings(source.entities) if result.ledger is None else []
    added = (found for found in told if found not in result.findings)
    return replace(result, summaries=(*kept, *made), findings=(*result.findings, *added))
