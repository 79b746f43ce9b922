"""What a result depends on, to the byte: a store that was finished before is not translated again.

The texts and digests are those that commit d699d10 made of the same options. Whoever changes one of
them has every archive translated anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from newsxlate.archive.settings import sign
from newsxlate.archive.store.translation_memory import Memory
from newsxlate.engines.batching import Batch
from newsxlate.engines.engine import Decoding, Hypothesis, Request
from newsxlate.models import EnginePool, open_router
from newsxlate.options import Length, Options
from newsxlate.pipeline import Pipeline
from newsxlate.testing import FakeEngine

_MODEL = """
[models.{name}]
task = "translate"
engine = "{engine}"
family = "{family}"
from = ["{source}"]
to = {targets}
revision = "{revision}"
sources = [{place}]
licence = "CC0-1.0"
max_source_tokens = 200
quality_source = "none"
{more}
"""
_MARIAN = ("model.bin", "config.json", "source.spm", "shared_vocabulary.json")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Options with three models that are installed, and one, "distant", that is not."""
    folder = tmp_path_factory.mktemp("models")
    for name, files in (("quick", _MARIAN), ("onward", _MARIAN), ("talker", ("talker.gguf",))):
        (folder / name).mkdir()
        for file in files:
            (folder / name / file).write_bytes(f"{name}/{file}".encode())

    def model(name: str, source: str, targets: str, more: str) -> str:
        chat = name in ("talker", "distant")
        return _MODEL.format(
            name=name,
            engine="llama.cpp" if chat else "ctranslate2",
            family="chat" if chat else "marian",
            source=source,
            targets=targets,
            revision="0123456789abcdef0123456789abcdef01234567",
            place='{ hub = "a/b" }' if name == "distant" else f'{{ folder = "{folder / name}" }}',
            more=more,
        )

    registry = folder / "models.toml"
    registry.write_text(
        model("quick", "de", '["en"]', "quality = { de-en = 99 }")
        + model("onward", "en", '["fr"]', "quality = { en-fr = 99 }")
        + model("talker", "de", '["en", "fr"]', 'prompt = "news"')
        + model("distant", "de", '["en", "fr"]', 'prompt = "plain"'),
        encoding="utf-8",
    )
    given = {"registry": registry, "store": folder / "store", "offline": True}
    router = open_router(Options(**given).model)
    for name in ("quick", "onward", "talker"):
        router.cache.pull(router.registry.get(name))
    return given


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    path = tmp_path / "terms.csv"
    path.write_text("term,target,language\nKiew,Kyjiv City,en\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def release(monkeypatch: pytest.MonkeyPatch) -> None:
    """A release of its own, since every signature has the version in it."""
    monkeypatch.setattr("newsxlate.archive.settings.__version__", "1.2.3")
    monkeypatch.setattr("newsxlate.pipeline.__version__", "1.2.3")


_ENGINE = "|engine:echo|type:none|device:cuda"
_QUICK = f"newsxlate:1.2.3|de-en:quick|rev:{_ENGINE}"
_ONWARD = f"|en-fr:onward|rev:{_ENGINE}"
_TALKER = f"newsxlate:1.2.3|de-en:talker|rev:|prompt:news{_ENGINE}"

TEXTS = [
    (
        {},
        {
            "en": f"{_QUICK}|beam:default|retries:2",
            "fr": f"{_QUICK}{_ONWARD}|beam:default|retries:2",
        },
    ),
    (
        {"beam": 4, "retries": 0},
        {
            "en": f"{_QUICK}|beam:4|retries:0",
            "fr": f"{_QUICK}{_ONWARD}|beam:4|retries:0",
        },
    ),
    (
        {"model": "talker"},
        {
            "en": f"{_TALKER}|beam:default|retries:2|names:prompt",
            "fr": f"{_TALKER.replace('de-en', 'de-fr')}|beam:default|retries:2|names:prompt",
        },
    ),
    (
        {"name_help": "source", "normalize_names": True, "fix_names": True},
        {
            "en": f"{_QUICK}|beam:default|retries:2|names:source|names:normalized|names:fixed",
        },
    ),
    (
        {"model": "talker", "name_help": "none", "glossary": True, "beam": 1},
        {
            "en": f"{_TALKER}|beam:1|retries:2|glossary:20fce6397110",
        },
    ),
    (
        {"check_names": False, "keep_boilerplate": True, "source": "de"},
        {
            "en": f"{_QUICK}|beam:default|retries:2",
        },
    ),
]


@pytest.mark.parametrize(("chosen", "texts"), TEXTS)
def test_the_text_beside_a_translation_stays_to_the_byte(
    chosen: dict[str, Any],
    texts: dict[str, str],
    installed: dict[str, Any],
    terms: Path,
    tmp_path: Path,
) -> None:
    engine = FakeEngine()
    engine.kind, engine.device = "echo", "cuda:1"
    article = tmp_path / "article.txt"
    article.write_text("Der Regen hat in der Nacht viele Straßen in Kiew überflutet.\n")
    options = Options(**installed, **_filled(chosen, terms), targets=tuple(texts))
    engines = EnginePool(options, load=lambda *_: engine)
    with engines, Pipeline(options, engines=engines) as pipeline:
        result = pipeline.translate(pipeline.read(article))
    assert {made.language: made.model for made in result.translations} == texts


DIGESTS = [
    ({}, "e978de63520e2110e34d478286228a9c b890509de196e0f835a55aa068eba96b"),
    ({"source": "de"}, "c659943734a4d654782f238047fa670a 41b0ced935bb7a4b3541a720a3d647ba"),
    (
        {"keep_boilerplate": True},
        "e8ddba25e311855f494cc29f0d45bb7a 684a6af2b6babd3c495bc68f7d044acc",
    ),
    ({"model": "talker"}, "dffd148f3cc20b89de9eee135fd1639f 0251a014b042b1b415b086760ea73d92"),
    (
        {"model": "distant", "offline": False},
        "92e1cc0ddb0693c7553314451093984a 950d33acd55cae122c9df1e8341cbc0c",
    ),
    (
        {"prefer": "fast", "threads": 3, "batch_tokens": 9, "device": "cuda:2", "max_bytes": 9},
        "e978de63520e2110e34d478286228a9c b890509de196e0f835a55aa068eba96b",
    ),
    (
        {"compute_type": "float32"},
        "ed7d80c1728d3f6f049038caea2885d8 52b93ce72970fe8a014759eb80216d79",
    ),
    (
        {"beam": 4, "retries": 0},
        "91f54e9d42fdce521f9e38ed4bd72ee9 09f6b9476213fad18e9957323183206a",
    ),
    ({"check_names": False}, "6dc7e6fb196af2e966d33295339e2d6c 6853eb9f8c9ff970c87380e612435cfa"),
    (
        {"name_help": "source", "normalize_names": True, "fix_names": True},
        "c837140f950d2372bab13c7184c0cd02 81fc9f57c6e08200235a582d8bca51fb",
    ),
    ({"glossary": True}, "5e96adbb6fae546e4b5b9b7201f09e4c 52d56d8728aea231ccbb3e34c1890121"),
    (
        {"summary": (Length("sentences", 3.0), Length("ratio", 0.1))},
        "5f519b321c288337c8e9cc2182da4f33 dcb6135d777ab6ecb89faa398b5d0294",
    ),
    (
        {"summary": (Length("words", 80.0),), "summary_method": "lead", "summary_strict": True},
        "04f264d14d0e853f78198d3a586af774 67784bcf0dd9085df4bd70491887be07",
    ),
    (
        {"summary": (Length("sentences", 2.0),), "summary_method": "abstractive"},
        "86c10c625c0466c58ccb190aaeddac56 774a36f090e648c0149f84f4347cebbd",
    ),
    (
        {
            "summary": (Length("sentences", 2.0),),
            "summary_method": "abstractive",
            "summary_model": "talker",
        },
        "fbfec1a12c06612d1e9e702e923430e3 68ab4674212c19b7518c9576868470dd",
    ),
    (
        {
            "summary": (Length("sentences", 2.0),),
            "summary_method": "abstractive",
            "summary_model": "distant",
        },
        "f7cf9711d46a8349ca024210c74c1dab dbe7241a729e714a1fb3053824ded3fb",
    ),
    (
        {"summary_method": "lead", "summary_model": "talker", "summary_strict": True},
        "e978de63520e2110e34d478286228a9c b890509de196e0f835a55aa068eba96b",
    ),
]


@pytest.mark.parametrize(("chosen", "digests"), DIGESTS)
def test_the_digests_of_a_store_stay_to_the_byte(
    chosen: dict[str, Any],
    digests: str,
    installed: dict[str, Any],
    terms: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # They are of the first reading; later ones are a part of their own.
    monkeypatch.setattr("newsxlate.archive.settings.READING", 1)
    options = Options(**{**installed, **_filled(chosen, terms)}, targets=("en", "fr"))
    made = sign(options, open_router(options.model), pull=False)
    assert f"{made.languages['en'].hex()} {made.whole.hex()}" == digests


def test_the_revisions_that_the_memory_goes_by_stay(installed: dict[str, Any]) -> None:
    options = Options(**installed, targets=("en", "fr"))
    made = sign(options, open_router(options.model), pull=False)
    assert made.revisions == {
        "quick": "ebc23d4ab07b0a2d1e0036b67875aec8",
        "onward": "66c63fe8608ed744b27d4b108e81e83f",
    }


MEMORY = [
    (Decoding(), "cpu", "9d77d8b37fce5343c60fbbebd0fd12ae"),
    (Decoding(beam=4, no_repeat_ngram=4), "cuda:1", "7fc8dc12e1f6a5442756d47d4b761b9a"),
    (
        Decoding(temperature=0.5, seed=7, max_length_ratio=2.5),
        "cuda:0",
        "f89856a3d1f54af966819834b933b92d",
    ),
]


@pytest.mark.parametrize(("decoding", "device", "key"), MEMORY)
def test_the_keys_of_the_memory_stay_to_the_byte(decoding: Decoding, device: str, key: str) -> None:
    memory, engine = Memory(None, {"tiny": "r1"}), FakeEngine(name="tiny")
    engine.kind, engine.device = "echo", device
    batch = Batch("fr", (Request("Äpfel .", "de", "fr"),), (("Äpfel", "."),))
    with memory.window(0) as rows:
        memory.keep(engine, batch, decoding, [Hypothesis(("pommes", "."), -0.5, True)])
    assert [row.hex() for row in rows] == [key]


def _filled(chosen: dict[str, Any], terms: Path) -> dict[str, Any]:
    """The options, with a glossary's path in the place of True."""
    return {name: terms if name == "glossary" else value for name, value in chosen.items()}
