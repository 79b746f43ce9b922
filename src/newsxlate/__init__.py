"""newsxlate: translate German news articles, and say what was lost on the way.

>>> from newsxlate import Options, Pipeline
>>> pipeline = Pipeline(Options(targets=("en", "fr")))
>>> article = pipeline.read("article.txt")  # doctest: +SKIP
>>> result = pipeline.translate(article)  # doctest: +SKIP

docs/library.md shows the rest. What a pipeline does not need is loaded when first asked for.
"""

from typing import TYPE_CHECKING

from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.errors import NewsxlateError
from newsxlate.findings import Finding, Severity
from newsxlate.lazy import lazily
from newsxlate.options import Length, Options
from newsxlate.pipeline import Pipeline
from newsxlate.progress import Progress
from newsxlate.result import Result, Translation
from newsxlate.summary import Summary
from newsxlate.version import __version__

if TYPE_CHECKING:
    from newsxlate.checking import check
    from newsxlate.inputs.article import read_bytes, read_text
    from newsxlate.models import EnginePool
    from newsxlate.outputs.article import load, write, write_summaries

__all__ = [
    "Article",
    "Block",
    "EnginePool",
    "Finding",
    "Kind",
    "Length",
    "NewsxlateError",
    "Options",
    "Pipeline",
    "Progress",
    "Result",
    "Sentence",
    "Severity",
    "Summary",
    "Translation",
    "__version__",
    "check",
    "load",
    "read_bytes",
    "read_text",
    "write",
    "write_summaries",
]

if not TYPE_CHECKING:
    __getattr__ = lazily(
        __name__,
        {
            "check": "checking",
            "read_bytes": "inputs.article",
            "read_text": "inputs.article",
            "EnginePool": "models",
            "load": "outputs.article",
            "write": "outputs.article",
            "write_summaries": "outputs.article",
        },
    )
