"""newsxlate: translate German news articles, and say what was lost on the way.

>>> from newsxlate import Options, Pipeline
>>> pipeline = Pipeline(Options(targets=("en", "fr")))
>>> article = pipeline.read("article.txt")  # doctest: +SKIP
>>> result = pipeline.translate(article)  # doctest: +SKIP

docs/library.md shows the rest. What a pipeline does not need is loaded when first asked for.
"""

from newsxlate.lazy import lazily
from newsxlate.version import __version__

TYPE_CHECKING = False  # without typing, which takes longer to load than all the rest
if TYPE_CHECKING:
    from newsxlate.article import Article, Block, Kind, Sentence
    from newsxlate.bilingual import check
    from newsxlate.errors import NewsxlateError
    from newsxlate.findings import Finding, Severity
    from newsxlate.inputs.article import read_bytes, read_text
    from newsxlate.models import EnginePool
    from newsxlate.options import Length, Options
    from newsxlate.outputs.article import load, write, write_summaries
    from newsxlate.pipeline import Pipeline
    from newsxlate.progress import Progress
    from newsxlate.result import Result, Translation
    from newsxlate.summary import Summary

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

# All of it, so that the command can look after itself before anything that takes time is loaded.
if not TYPE_CHECKING:
    __getattr__ = lazily(
        __name__,
        {
            **dict.fromkeys(("Article", "Block", "Kind", "Sentence"), "article"),
            "check": "bilingual",
            "EnginePool": "models",
            **dict.fromkeys(("Finding", "Severity"), "findings"),
            **dict.fromkeys(("Length", "Options"), "options"),
            "NewsxlateError": "errors",
            "Pipeline": "pipeline",
            "Progress": "progress",
            **dict.fromkeys(("read_bytes", "read_text"), "inputs.article"),
            **dict.fromkeys(("Result", "Translation"), "result"),
            "Summary": "summary",
            **dict.fromkeys(("load", "write", "write_summaries"), "outputs.article"),
        },
    )
