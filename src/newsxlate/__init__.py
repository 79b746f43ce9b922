"""newsxlate: translate German news articles, and say what was lost on the way.

>>> from newsxlate import Options, Pipeline
>>> pipeline = Pipeline(Options(targets=("en", "fr")))
>>> article = pipeline.read("article.txt")  # doctest: +SKIP
>>> result = pipeline.translate(article)  # doctest: +SKIP
"""

from newsxlate.article import Article, Block, Kind, Sentence
from newsxlate.errors import NewsxlateError
from newsxlate.findings import Finding, Severity
from newsxlate.options import Options
from newsxlate.pipeline import Pipeline
from newsxlate.version import __version__

__all__ = [
    "Article",
    "Block",
    "Finding",
    "Kind",
    "NewsxlateError",
    "Options",
    "Pipeline",
    "Sentence",
    "Severity",
    "__version__",
]
