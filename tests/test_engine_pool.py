"""Engines are found and loaded once, may be handed in, and are closed by whoever opened them."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from archive_fixtures import register
from model_fixtures import Notes
from newsxlate import Options, Pipeline, testing
from newsxlate.inputs.article import read_text
from newsxlate.models import EnginePool, Model
from newsxlate.options import HardwareOptions
from newsxlate.result import Result
from newsxlate.testing import FakeEngine, FakeEnginePool

TEXT = "Guten Morgen, Berlin.\n\nGute Nacht, Bonn."
ENGLISH = {
    "Guten Morgen, Berlin.": "Good morning, Berlin.",
    "Gute Nacht, Bonn.": "Good night, Bonn.",
}


class Closing(FakeEngine):
    """Counts how often it is closed."""

    closed = 0

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def options(tmp_path: Path) -> Options:
    """Options whose one model is a folder, which nothing could really load."""
    registry = register(tmp_path)
    return Options(registry=registry, store=tmp_path / "models", offline=True)


def test_a_model_is_loaded_once_and_closed_with_its_pool(options: Options) -> None:
    loaded: list[tuple[str, Path]] = []
    engine, notes = Closing(name="tiny"), Notes()

    def load(model: Model, path: Path, given: HardwareOptions) -> FakeEngine:
        assert given is options.hardware
        loaded.append((model.name, path))
        return engine

    with EnginePool(options, progress=notes, load=load) as pool:
        (english,), (french,) = pool.route("de", "en").steps, pool.route("de", "fr").steps
        assert pool.engine(english.model) is pool.engine(french.model) is engine
        assert pool.route("de", "en") is pool.route("de", "en")
    assert loaded == [("tiny", pool.router.cache.folder("tiny"))]
    assert notes.lines[-1] == "model: tiny (fake, none, on cpu)"
    assert engine.closed == 1
    pool.close()
    assert engine.closed == 1


def test_pipelines_share_a_pool_and_leave_it_open(options: Options) -> None:
    engine = Closing(ENGLISH, name="tiny")
    with EnginePool(options, load=lambda *_: engine) as pool:
        for _ in range(2):
            with Pipeline(options, engines=pool) as pipeline:
                result = pipeline.translate(read_text(TEXT, language="de"))
                assert result.translations[0].text == "\n\n".join(ENGLISH.values())
        assert engine.closed == 0
    assert engine.closed == 1


def test_a_fake_engine_notes_what_it_is_asked_and_refuses_what_it_does_not_know() -> None:
    engine = FakeEngine(ENGLISH)
    with Pipeline(engines=FakeEnginePool(engine)) as pipeline:
        pipeline.translate(read_text(TEXT, language="de"))
        assert [call.request.text for call in engine.calls] == list(ENGLISH)
        with pytest.raises(KeyError):
            pipeline.translate(read_text("Guten Abend, Kiel.", language="de"))


@pytest.mark.parametrize("text", ["", "a", " a  b\nc ", "\t"])
def test_the_tokens_of_a_fake_engine_are_its_text(text: str) -> None:
    engine = FakeEngine()
    made = engine.decode(testing._tokens(text))
    assert made == (text if text.strip() else "")


def test_the_example_of_the_module_runs() -> None:
    assert doctest.testmod(testing).failed == 0


def test_the_article_of_a_result_is_segmented_if_need_be() -> None:
    article = read_text("Guten Morgen, Berlin.", language="de")
    with Pipeline(Options(), engines=FakeEnginePool(FakeEngine(str.upper))) as pipeline:
        made = pipeline.translate(Result(article=article))
        assert made.translations == pipeline.translate(made).translations
    assert made.translations[0].text == "GUTEN MORGEN, BERLIN."
