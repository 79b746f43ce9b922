"""For tests of programs that use newsxlate: an engine that needs no model.

>>> from newsxlate import Options, Pipeline
>>> from newsxlate.inputs.article import read_text
>>> engine = FakeEngine({"Guten Morgen, Berlin.": "Good morning, Berlin."})
>>> with Pipeline(Options(), engines=FakeEnginePool(engine)) as pipeline:
...     article = read_text("Guten Morgen, Berlin.", language="de")
...     print(pipeline.translate(article).translations[0].text)
Good morning, Berlin.
>>> [call.request.text for call in engine.calls]
['Guten Morgen, Berlin.']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from newsxlate.engines.engine import Decoding, Engine, Hypothesis, Request, Tokens
from newsxlate.models import EnginePool
from newsxlate.models.model import Model, Route, RouteStep
from newsxlate.options import Options

# Words with the spaces before them, so that a text is its tokens, joined.
_TOKEN = re.compile(r"\s*\S+(?:\s+\Z)?")
_SCORE = -0.5


class Call(NamedTuple):
    """One sentence that a `FakeEngine` was asked for."""

    request: Request
    decoding: Decoding


class FakeEngine(Engine):
    """An engine whose translations are those of a function or a table.

    Its tokens are words. Subclasses may override `generate` to fail, or to take their time.

    Attributes:
        calls: All that it was asked for, in order.
    """

    kind = "fake"
    device = "cpu"
    compute_type = "none"

    def __init__(
        self,
        translate: Callable[[str], str] | Mapping[str, str] = str,
        *,
        name: str = "fake",
        chat: bool = False,
        parallel: int = 1,
        max_source_tokens: int = 500,
        finished: bool = True,
    ) -> None:
        """Make an engine.

        Args:
            translate: Makes the target text of a source text; by default they are the same. Of a
                mapping, texts that are no key of it raise a KeyError.
            name: Its name.
            chat: Whether it passes for a chat model.
            parallel: How many threads may call `generate` at once.
            max_source_tokens: Words after which a sentence is split.
            finished: Whether its outputs are complete, and not cut at a limit.
        """
        self.name = name
        self.chat = chat
        self.parallel = parallel
        self.max_source_tokens = max_source_tokens
        self.calls: list[Call] = []
        self._translate = translate.__getitem__ if isinstance(translate, Mapping) else translate
        self._finished = finished
        self._requests: dict[Tokens, Request] = {}

    def encode(self, request: Request) -> Tokens:
        """The words of a request's text."""
        tokens = _tokens(request.text)
        self._requests[tokens] = request
        return tokens

    def count(self, text: str) -> int:
        """How many words ``text`` has."""
        return len(text.split())

    def generate(
        self, batch: Sequence[Tokens], target: str, decoding: Decoding
    ) -> list[Hypothesis]:
        """Translate what `encode` gave, and take note of it in ``calls``."""
        requests = [self._requests[tokens] for tokens in batch]
        self.calls += [Call(request, decoding) for request in requests]
        texts = [self._translate(request.text) for request in requests]
        return [Hypothesis(_tokens(text), _SCORE, self._finished) for text in texts]

    def decode(self, tokens: Tokens) -> str:
        """The words, joined."""
        return "".join(tokens)

    def score(self, sources: Sequence[Tokens], targets: Sequence[str], target: str) -> list[float]:
        """The same score for all."""
        return [_SCORE] * len(sources)

    def close(self) -> None:
        """Do nothing: there is nothing to free."""


class FakeEnginePool(EnginePool):
    """A pool in which one engine runs the model of every route; no model is looked for.

    It can be handed to a `newsxlate.Pipeline`, and as ``obj`` to the command line:
    ``click.testing.CliRunner().invoke(newsxlate.cli.cli, arguments, obj=pool)``.
    """

    def __init__(self, engine: Engine, *, family: str = "marian", weakness: str = "") -> None:
        """Make a pool.

        Args:
            engine: The engine.
            family: What kind of model it passes for, such as "marian" or "chat".
            weakness: Why it passes for a weak model; empty if it does not.
        """
        super().__init__(Options())
        self._engine = engine
        self._family = family
        self._weakness = weakness

    def route(self, source: str, target: str) -> Route:
        """A route in one step."""
        return Route((RouteStep(self._model(source, target), source, target),))

    def weakness(self, source: str, target: str) -> str:
        """What it was made with."""
        return self._weakness

    def writer(self, source: str) -> Model:
        """The same model, for summaries."""
        return self._model(source, source)

    def engine(self, model: Model) -> Engine:
        """The engine, whatever the model."""
        return self._engine

    def revision(self, model: Model) -> str:
        """The revision of a model that nobody has: "none"."""
        return "none"

    def _model(self, source: str, target: str) -> Model:
        return Model(
            name=self._engine.name,
            task="translate",
            engine=self._engine.kind,
            family=self._family,
            from_languages=(source,),
            to_languages=(target,),
            sources=(),
            license="none",
            max_source_tokens=self._engine.max_source_tokens,
        )


def _tokens(text: str) -> Tokens:
    return tuple(_TOKEN.findall(text))
