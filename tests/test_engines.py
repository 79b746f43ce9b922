"""The same tiny models in CTranslate2 and transformers: equal tokens, scores, and independence."""

from __future__ import annotations

import random
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tiny
from conftest import Entry, Pair
from newsxlate.engines import Decoding, Engine, Hypothesis, Request, load_engine
from newsxlate.engines.device import cpu_types
from newsxlate.engines.token_engine import MAX_TARGET_TOKENS, by_limit, own_limit
from newsxlate.errors import EngineError, UsageError
from newsxlate.options import HardwareOptions

pytestmark = pytest.mark.torch

SEARCHES = [Decoding(beam=1), Decoding(beam=4), Decoding(beam=3, no_repeat_ngram=2)]


@pytest.fixture(params=["marian", "nllb", "qwen2"])
def pair(request: pytest.FixtureRequest) -> Pair:
    made: Pair = request.getfixturevalue(request.param)
    return made


@pytest.fixture(params=["marian", "nllb"])
def trained(request: pytest.FixtureRequest) -> Pair:
    made: Pair = request.getfixturevalue(request.param)
    return made


def lines(unseen: int = 12) -> list[str]:
    """What the models have memorised, and some lines they have never seen."""
    return [row["de"] for row in tiny.memorised() + tiny.corpus()[:unseen]]


def translate(
    engine: Engine, texts: list[str], decoding: Decoding, target: str = "en"
) -> list[Hypothesis]:
    batch = [engine.encode(Request(text, "de", target)) for text in texts]
    return engine.generate(batch, target, decoding)


def tokens(hypotheses: list[Hypothesis]) -> list[tuple[str, ...]]:
    return [hypothesis.tokens for hypothesis in hypotheses]


def right(engine: Engine, made: list[Hypothesis], target: str) -> int:
    """How many of the memorised lines were translated as they were memorised."""
    texts = [engine.decode(hypothesis.tokens) for hypothesis in made]
    return sum(text == row[target] for text, row in zip(texts, tiny.memorised(), strict=True))


@pytest.mark.parametrize("decoding", SEARCHES, ids=["greedy", "beam 4", "beam 3, no bigram twice"])
def test_both_engines_give_the_same_tokens(pair: Pair, decoding: Decoding) -> None:
    one, other = (translate(engine, lines(), decoding) for engine in pair)
    assert tokens(one) == tokens(other)
    assert [h.finished for h in one] == [h.finished for h in other]
    assert [h.score for h in one] == pytest.approx([h.score for h in other], abs=1e-3)
    # Were all outputs the same, equal ones would prove nothing.
    assert len(set(tokens(one))) > 10


@pytest.mark.parametrize("beam", [1, 4])
def test_both_engines_run_m2m_alike(m2m: Pair, beam: int) -> None:
    """Its weights are random: outputs never end by themselves."""
    one, other = (translate(engine, lines(0)[-4:], Decoding(beam=beam)) for engine in m2m)
    assert tokens(one) == tokens(other)
    assert len(set(tokens(one))) > 1
    # CTranslate2's search takes the probability of <unk>, which it never writes, to be 0.
    assert [h.score for h in one] == pytest.approx([h.score for h in other], abs=3e-3)
    sources = [[engine.encode(Request(text, "de", "fr")) for text in lines()] for engine in m2m]
    targets = [row["fr"] for row in tiny.memorised() + tiny.corpus()[:12]]
    scores = [engine.score(rows, targets, "fr") for engine, rows in zip(m2m, sources, strict=True)]
    assert scores[0] == pytest.approx(scores[1], abs=1e-4)


def test_trained_models_translate(trained: Pair) -> None:
    for engine in trained:
        for target in ("en", "fr"):
            made = translate(engine, lines(0), Decoding(), target)
            assert right(engine, made, target) >= len(made) - 2
            assert all(hypothesis.finished for hypothesis in made)


def test_a_chat_model_translates(qwen2: Pair) -> None:
    for engine in qwen2:
        made = translate(engine, lines(0), Decoding())
        assert right(engine, made, "en") >= len(made) - 2


@pytest.mark.parametrize("decoding", [Decoding(beam=1), Decoding(beam=4)], ids=["greedy", "beam"])
def test_a_translation_depends_on_the_sentence_alone(pair: Pair, decoding: Decoding) -> None:
    texts = lines(4)
    shuffled = random.Random(3).sample(texts, len(texts))
    for engine in pair:
        together = dict(zip(texts, translate(engine, texts, decoding), strict=True))
        reordered = dict(zip(shuffled, translate(engine, shuffled, decoding), strict=True))
        for text in texts:
            [alone] = translate(engine, [text], decoding)
            for other in (together[text], reordered[text]):
                assert alone.tokens == other.tokens
                assert alone.finished == other.finished
                assert alone.score == pytest.approx(other.score, abs=1e-4)


def test_a_limit_does_not_reach_batch_mates(trained: Pair) -> None:
    """A long batch-mate allows itself more tokens, not the short sentences beside it."""
    decoding = Decoding(beam=4, max_length_ratio=0.4, max_length_floor=1)
    texts = [*lines(0), ". ".join(lines(30)[-12:])]
    for engine in trained:
        together = translate(engine, texts, decoding)
        for text, beside in zip(texts, together, strict=True):
            [alone] = translate(engine, [text], decoding)
            source = engine.encode(Request(text, "de", "en"))
            assert beside.tokens == alone.tokens
            assert len(beside.tokens) <= decoding.max_length(len(source))
        assert len(together[-1].tokens) > len(together[0].tokens)


@given(
    lengths=st.lists(st.integers(1, 300), min_size=1, max_size=20),
    ratio=st.floats(0, 4),
    beam=st.integers(1, 4),
)
def test_limits_are_each_sentence_s_own(lengths: list[int], ratio: float, beam: int) -> None:
    decoding = Decoding(beam=beam, max_length_ratio=ratio)
    groups = by_limit(lengths, decoding)
    assert sorted(index for group in groups.values() for index in group) == [*range(len(lengths))]
    for limit, group in groups.items():
        for index in group:
            assert own_limit(lengths[index], decoding) <= limit <= MAX_TARGET_TOKENS
            # A beam search is changed by its limit, so that must not come from batch-mates.
            assert beam == 1 or by_limit([lengths[index]], decoding) == {limit: [0]}


def test_what_reaches_the_limit_is_not_finished(pair: Pair) -> None:
    decoding = Decoding(max_length_ratio=0, max_length_floor=2)
    for engine in pair:
        made = translate(engine, lines(0), decoding)
        # A space at the end of what a chat model wrote is taken off.
        assert {len(hypothesis.tokens) for hypothesis in made} <= {1, 2}
        assert not any(hypothesis.finished for hypothesis in made)


def test_an_output_as_long_as_the_limit_is_finished(trained: Pair) -> None:
    for engine in trained:
        [whole] = translate(engine, ["Es regnet."], Decoding())
        exact = Decoding(max_length_ratio=0, max_length_floor=len(whole.tokens))
        shorter = replace(exact, max_length_floor=len(whole.tokens) - 1)
        assert translate(engine, ["Es regnet."], exact)[0].finished
        assert not translate(engine, ["Es regnet."], shorter)[0].finished


def test_long_sources_are_not_cut(trained: Pair) -> None:
    """CTranslate2 drops what is beyond 1,024 tokens unless told not to: the end has to matter."""
    long = "Die Straßen sind leer. " * 38
    for engine in trained:
        source = engine.encode(Request(long, "de", "en"))
        assert 300 < len(source) < 512
        other = engine.encode(Request(long + "Warum?", "de", "en"))
        scores = engine.score([source, other], ["Why?", "Why?"], "en")
        assert scores[0] != pytest.approx(scores[1], abs=1e-6)


def test_both_engines_score_alike(pair: Pair) -> None:
    sources = [Request(text, "de", "en") for text in lines()]
    targets = [row["en"] for row in tiny.memorised() + tiny.corpus()[:12]]
    one, other = (
        engine.score([engine.encode(source) for source in sources], targets, "en")
        for engine in pair
    )
    assert one == pytest.approx(other, abs=1e-4)
    assert min(one) < max(one) < 0


def test_score_is_what_generate_found(trained: Pair) -> None:
    for engine in trained:
        for target in ("en", "fr"):
            sources = [engine.encode(Request(text, "de", target)) for text in lines(0)]
            made = engine.generate(sources, target, Decoding(beam=1))
            texts = [engine.decode(hypothesis.tokens) for hypothesis in made]
            found = [hypothesis.score for hypothesis in made]
            assert engine.score(sources, texts, target) == pytest.approx(found, abs=1e-3)


def test_penalties_do_not_change_what_a_score_means(marian: Pair) -> None:
    """A ban on repetition that nothing falls under changes neither tokens nor score."""
    for engine in marian:
        [plain] = translate(engine, ["Es regnet."], Decoding())
        [banned] = translate(engine, ["Es regnet."], Decoding(no_repeat_ngram=4))
        assert banned.tokens == plain.tokens
        assert banned.score == pytest.approx(plain.score, abs=1e-3)


def test_sampling_heeds_the_seed_and_nothing_else(pair: Pair) -> None:
    texts = lines()[:6]
    hot = Decoding(temperature=1.5, seed=7)
    for engine in pair:
        made = translate(engine, texts, hot)
        assert tokens(translate(engine, texts[::-1], hot))[::-1] == tokens(made)
        assert tokens(translate(engine, texts, replace(hot, seed=8))) != tokens(made)


def test_a_model_with_separate_vocabularies_runs_in_transformers(
    tmp_path_factory: pytest.TempPathFactory, one_thread: None
) -> None:
    import torch
    import transformers

    folder = tiny.marian_separate(tmp_path_factory.mktemp("separate"))
    entry = Entry("tiny-separate", "transformers", "marian")
    engine = load_engine(entry, folder, HardwareOptions(device="cpu", threads=1))
    made = translate(engine, lines(0), Decoding(beam=1, max_length_ratio=1, max_length_floor=11))
    tokenizer = transformers.MarianTokenizer.from_pretrained(folder)
    model = transformers.MarianMTModel.from_pretrained(folder)
    never = [model.config.pad_token_id, 1]
    for text, hypothesis in zip(lines(0), made, strict=True):
        batch = tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            [row] = model.generate(**batch, num_beams=1, max_new_tokens=12, suppress_tokens=never)
        # Both are cut: ours at our limit, and theirs by an end token that they force at theirs.
        expected = [tokenizer.decoder[number] for number in row[1:12].tolist()]
        assert list(hypothesis.tokens[:11]) == expected


def test_counts_bound_what_is_encoded(pair: Pair) -> None:
    for engine in pair:
        for text in lines():
            source = engine.encode(Request(text, "de", "en"))
            # A chat model's source begins with the request itself.
            assert engine.count(text) == len(source) - (engine.name == "tiny-chat")


def test_engines_say_what_they_are(pair: Pair) -> None:
    assert [engine.kind for engine in pair] == ["ctranslate2", "transformers"]
    assert {engine.device for engine in pair} == {"cpu"}
    assert {engine.compute_type for engine in pair} == {"float32"}
    assert {engine.max_source_tokens for engine in pair} == {128}


def test_the_default_on_a_cpu_translates_right(marian: Pair, marian_hub: Path) -> None:
    path = marian_hub / "converted"
    engine = load_engine(Entry("m", "ctranslate2", "marian"), path, HardwareOptions(device="cpu"))
    assert engine.compute_type.startswith(cpu_types())
    made = translate(engine, lines(0), Decoding())
    assert right(engine, made, "en") >= len(made) - 3
    engine.close()


def test_an_unknown_engine_is_named() -> None:
    with pytest.raises(EngineError, match="'fairseq'"):
        load_engine(Entry("m", "fairseq", "marian"), Path(), HardwareOptions())


def test_without_torch_the_hint_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(EngineError, match="missing: torch") as caught:
        load_engine(Entry("m", "transformers", "marian"), tmp_path, HardwareOptions())
    assert "pip install torch transformers" in caught.value.hint


def test_a_gpu_that_is_not_there_is_an_error(
    marian_hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ctranslate2
    import torch

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 0)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    for engine in ("ctranslate2", "transformers"):
        with pytest.raises(EngineError, match="no CUDA device"):
            load_engine(Entry("m", engine, "marian"), marian_hub, HardwareOptions(device="cuda"))


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_missing_files_are_an_error_that_names_them(engine: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"source\.spm"):
        load_engine(Entry("m", engine, "marian"), tmp_path, HardwareOptions())


def test_damaged_weights_are_an_error(marian_hub: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(marian_hub, folder)
    (folder / "model.safetensors").write_bytes(b"no weights")
    for kind, weights in (("transformers", "model.safetensors"), ("ctranslate2", "model.bin")):
        (folder / weights).write_bytes(b"no weights")
        with pytest.raises(EngineError, match="cannot load m:") as caught:
            load_engine(Entry("m", kind, "marian"), folder, HardwareOptions(device="cpu"))
        assert "models verify" in caught.value.hint


@pytest.mark.parametrize("engine", ["ctranslate2", "transformers"])
def test_compute_types_have_to_be_possible(engine: str, marian_hub: Path) -> None:
    with pytest.raises(UsageError, match="float7"):
        load_engine(
            Entry("m", engine, "marian"), marian_hub, HardwareOptions(compute_type="float7")
        )


def test_the_model_of_a_closed_engine_is_gone(marian: Pair, marian_hub: Path) -> None:
    entry = Entry("m", "ctranslate2", "marian")
    options = HardwareOptions(device="cpu", compute_type="float32")
    engine = load_engine(entry, marian_hub / "converted", options)
    source = engine.encode(Request("Es regnet.", "de", "en"))
    engine.close()
    with pytest.raises(EngineError):
        engine.generate([source], "en", Decoding())
