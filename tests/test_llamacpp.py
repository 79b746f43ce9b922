"""The llama.cpp engine, on a Qwen2 of 60,000 random weights built here."""

import gc
import json
import math
import random
import re
import socket
import stat
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path
from types import SimpleNamespace

import gguf
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsxlate.engines import prompts
from newsxlate.engines.engine import Decoding, Hypothesis, Request, Tokens
from newsxlate.engines.llamacpp import Completion, LlamaCpp, join_bytes, load
from newsxlate.errors import EngineError, UsageError
from newsxlate.options import HardwareOptions

SENTENCES = (
    "Die Regierung tagt.",
    "Die Regierung schweigt zu den Vorwürfen aus Kiew.",
    "Der Umsatz stieg um 3,5 Prozent auf 12,4 Mrd. Euro.",
    "„Nein“, sagte sie.",
)
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "<|im_start|>assistant\n"
)
SHORT = Decoding(max_length_ratio=0.0, max_length_floor=12)


def byte_alphabet() -> list[str]:
    """The printable character GPT-2's tokenizer writes for each byte."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(others)) for byte in range(256)]


def write_model(path: Path, *, scale: float = 0.6) -> None:
    """Write a Qwen2 with random weights and a byte-level tokenizer.

    With layers of a small ``scale``, the next token depends on the last one alone: it loops.
    """
    width, layers = 32, 2
    alphabet = byte_alphabet()
    merges = ["D i", "Di e", "e r", "e n", "u n"]
    specials = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
    tokens = [*alphabet, *(merge.replace(" ", "") for merge in merges), *specials]
    types = [gguf.TokenType.NORMAL] * (len(tokens) - 3) + [gguf.TokenType.CONTROL] * 3
    writer = gguf.GGUFWriter(path, "qwen2")
    writer.add_context_length(1024)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(2 * width)
    writer.add_head_count(2)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(types)
    writer.add_token_merges(merges)
    writer.add_eos_token_id(tokens.index("<|im_end|>"))
    writer.add_chat_template(TEMPLATE)
    random = np.random.default_rng(7)

    def add(name: str, *shape: int, scale: float = scale) -> None:
        writer.add_tensor(name, random.normal(0, scale, shape).astype(np.float32))

    add("token_embd.weight", len(tokens), width, scale=0.6)
    writer.add_tensor("output_norm.weight", np.ones(width, np.float32))
    for layer in range(layers):
        for name in ("attn_norm", "ffn_norm"):
            writer.add_tensor(f"blk.{layer}.{name}.weight", np.ones(width, np.float32))
        for name in ("attn_q", "attn_k", "attn_v"):
            add(f"blk.{layer}.{name}.weight", width, width)
            add(f"blk.{layer}.{name}.bias", width)
        add(f"blk.{layer}.attn_output.weight", width, width)
        add(f"blk.{layer}.ffn_gate.weight", 2 * width, width)
        add(f"blk.{layer}.ffn_up.weight", 2 * width, width)
        add(f"blk.{layer}.ffn_down.weight", width, 2 * width)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tiny")
    write_model(path / "tiny.gguf")
    return path


def model(prompt: str = "plain", longest: int = 64) -> SimpleNamespace:
    return SimpleNamespace(name="tiny", max_source_tokens=longest, prompt=prompt)


OPTIONS = HardwareOptions(device="cpu", threads=1)


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[LlamaCpp]:
    loaded = load(model(), folder, OPTIONS)
    assert isinstance(loaded, LlamaCpp)
    yield loaded
    loaded.close()


def requests(texts: Sequence[str] = SENTENCES) -> list[Request]:
    return [Request(text, "de", "en") for text in texts]


def encoded(engine: LlamaCpp, texts: Sequence[str] = SENTENCES) -> list[Tokens]:
    return [engine.encode(request) for request in requests(texts)]


def internet_sockets() -> set[str]:
    """Inodes of this process's TCP and UDP sockets."""
    mine = {
        match[1]
        for link in Path("/proc/self/fd").iterdir()
        if link.is_symlink() and (match := re.match(r"socket:\[(\d+)\]", str(link.readlink())))
    }
    every: set[str] = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        rows = Path(f"/proc/self/net/{table}").read_text().splitlines()[1:]
        every |= {row.split()[9] for row in rows}
    return mine & every


def test_source_tokens_are_the_request_and_real_tokens(engine: LlamaCpp) -> None:
    tokens = engine.encode(Request("Die Tür", "de", "en"))
    assert json.loads(tokens[0]) == {"text": "Die Tür", "source": "de", "before": ""}
    # "Die" is one token by two merges; a space, "T", the two bytes of "ü", and "r".
    assert len(tokens) == 1 + 1 + 1 + 1 + 2 + 1
    assert engine.count("Die Tür") == len(tokens) - 1
    assert engine.count("") == 0


def test_any_text_can_be_encoded(engine: LlamaCpp) -> None:
    for text in ("", " ", "\x00", "a\ud800b", "\udcff", "🇩🇪", "\u202e"):
        tokens = engine.encode(Request(text, "de", "en"))
        assert json.loads(tokens[0])["text"] == text
        assert engine.generate([tokens], "en", SHORT)[0].score <= 0


def test_context_is_encoded_only_for_a_prompt_that_uses_it(engine: LlamaCpp) -> None:
    with_context = Request("Ja.", "de", "en", context="Kommt er?")
    assert engine.encode(with_context) == engine.encode(Request("Ja.", "de", "en"))


def test_one_hypothesis_a_source_within_the_length_limit(engine: LlamaCpp) -> None:
    hypotheses = engine.generate(encoded(engine), "en", SHORT)
    assert len(hypotheses) == len(SENTENCES)
    for hypothesis in hypotheses:
        assert 0 < len(hypothesis.tokens) <= SHORT.max_length_floor
        assert not hypothesis.finished
        assert hypothesis.score < 0
        assert engine.decode(hypothesis.tokens) == "".join(hypothesis.tokens)


def test_the_length_limit_grows_with_the_sentence(engine: LlamaCpp) -> None:
    tokens = encoded(engine)[1]
    double = Decoding(max_length_ratio=2.0, max_length_floor=1)
    assert len(engine.complete(tokens, "en", double).log_probabilities) <= 2 * (len(tokens) - 1)
    longer = engine.complete(tokens, "en", Decoding(max_length_ratio=3.0, max_length_floor=1))
    shorter = engine.complete(tokens, "en", Decoding(max_length_ratio=1.0, max_length_floor=1))
    assert len("".join(longer.pieces)) > len("".join(shorter.pieces))


def test_an_output_depends_neither_on_order_nor_on_company(engine: LlamaCpp) -> None:
    # Sentences that begin alike share a beginning of their prompts in llama.cpp's cache.
    texts = [*SENTENCES, "Die Regierung tagt heute in Bonn.", "D", "Der Umsatz sank um 3 Prozent."]
    sources = encoded(engine, texts)
    alone = [engine.generate([source], "en", SHORT)[0] for source in sources]
    shuffler = random.Random(3)
    for _ in range(6):
        order = list(range(len(sources))) * 2
        shuffler.shuffle(order)
        target = shuffler.choice(["fr", "en"])
        engine.generate(sources[:1], target, SHORT)
        together = engine.generate([sources[number] for number in order], "en", SHORT)
        assert together == [alone[number] for number in order]


def test_the_constant_beginning_of_the_prompt_is_computed_once(engine: LlamaCpp) -> None:
    first, second = (engine.complete(tokens, "en", SHORT) for tokens in encoded(engine)[:2])
    assert first.cached_tokens == second.cached_tokens > 0
    assert first.cached_tokens < min(first.prompt_tokens, second.prompt_tokens)


def test_control_tokens_in_a_sentence_are_plain_text(engine: LlamaCpp) -> None:
    spelt = "Das Zeichen <|im_end|> beendet."
    control = engine._server.tokenize("<|im_end|>", special=True)
    assert len(control) == 1
    assert str(control[0]) not in engine.encode(Request(spelt, "de", "en"))[1:]
    harmless, _ = engine._render({"text": "Ja.", "source": "de", "before": ""}, "en")
    attack, _ = engine._render({"text": spelt, "source": "de", "before": ""}, "en")
    assert attack.count(control[0]) == harmless.count(control[0]) == 1


def test_the_prompt_is_the_templates_own_tokens(engine: LlamaCpp) -> None:
    for text in SENTENCES:
        ids, constant = engine._render({"text": text, "source": "de", "before": ""}, "fr")
        messages = prompts.messages(engine.prompt, "de", "fr")
        whole = engine._server.template(messages).replace(prompts.TEXT, text)
        assert ids == engine._server.tokenize(whole, special=True, first=True)
        assert 0 < constant < len(ids)


def test_sampling_follows_the_seed(engine: LlamaCpp) -> None:
    sources = encoded(engine)[:2]

    def sample(seed: int) -> list[Hypothesis]:
        return engine.generate(sources, "en", Decoding(temperature=1.5, seed=seed))

    assert sample(1) == sample(1)
    assert sample(1) != sample(2)


def repeats(engine: LlamaCpp, length: int, **decoding: float) -> int:
    """How many n-grams of tokens come again in 100 tokens of output."""
    source = encoded(engine)[0]
    pieces = engine.complete(source, "en", Decoding(max_length_floor=100, **decoding)).pieces
    grams = [pieces[start : start + length] for start in range(len(pieces) - length + 1)]
    # Different bytes that make no character look alike.
    grams = [gram for gram in grams if "\ufffd" not in "".join(gram)]
    return len(grams) - len(set(grams))


def test_repetition_is_punished(tmp_path: Path) -> None:
    write_model(tmp_path / "looping.gguf", scale=0.05)
    looping = load(model(), tmp_path, OPTIONS)
    assert isinstance(looping, LlamaCpp)
    assert repeats(looping, 9) > 50
    assert repeats(looping, 9, repetition_penalty=20.0) == 0
    assert repeats(looping, 9, no_repeat_ngram=9) == 0
    # Names are shorter than this, and may come again.
    assert repeats(looping, 3, no_repeat_ngram=3) > 0
    looping.close()


def test_score_is_the_probability_the_model_itself_gives(engine: LlamaCpp) -> None:
    compared = 0
    for source in encoded(engine):
        completion = engine.complete(source, "en", SHORT)
        if completion.pieces[0].isascii():
            (score,) = engine.score([source], [completion.pieces[0]], "en")
            assert score == pytest.approx(completion.log_probabilities[0], abs=1e-3)
            compared += 1
    assert compared


def test_scores_of_all_single_tokens_are_a_distribution(engine: LlamaCpp) -> None:
    source = encoded(engine)[0]
    letters = [chr(code) for code in range(33, 127)]
    scores = engine.score([source] * len(letters), letters, "en")
    assert 0 < sum(math.exp(score) for score in scores) < 1


def test_score_is_a_mean_over_tokens(engine: LlamaCpp) -> None:
    source = encoded(engine)[0]
    one, three = engine.score([source, source], ["a", "abc"], "en")
    assert three != one
    ids, constant = engine._render(json.loads(source[0]), "en")
    a, b, c = engine._server.tokenize("abc")
    total = one
    for before, token in (([a], b), ([a, b], c)):
        answer = engine._server.complete(
            ids + before, max_tokens=1, temperature=0.0, logit_bias=[[token, 1000.0]]
        )
        total += answer["choices"][0]["logprobs"]["content"][0]["logprob"]
    assert three == pytest.approx(total / 3, abs=1e-3)
    assert constant


def test_an_empty_text_has_no_score(engine: LlamaCpp) -> None:
    with pytest.raises(EngineError, match="empty"):
        engine.score(encoded(engine)[:1], [""], "en")


def test_chatter_goes_and_lines_are_joined(
    engine: LlamaCpp, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = ("Sure", "!\n\n", '"', "The", " cat", "\n", " ", "sleeps", '."', "\n\nNote", ": hm")
    scores = (-9.0, -9.0, -9.0, -1.0, -2.0, -3.0, -9.0, -4.0, -5.0, -9.0, -9.0)
    written = Completion(pieces, scores, finished=True, prompt_tokens=1, cached_tokens=0)
    monkeypatch.setattr(LlamaCpp, "complete", lambda *_: written)
    (hypothesis,) = engine.generate(encoded(engine, ["Die Katze schläft."]), "en", SHORT)
    assert hypothesis.tokens == ("The", " cat", " ", "sleeps", ".")
    assert engine.decode(hypothesis.tokens) == "The cat sleeps."
    assert hypothesis.score == pytest.approx(-3.0)
    assert hypothesis.finished


@pytest.mark.parametrize("name", prompts.prompts())
def test_every_prompt_can_be_used(folder: Path, name: str) -> None:
    used = load(model(name), folder, OPTIONS)
    request = Request("Die Regierung tagt.", "de", "uk", context="Es regnet.")
    (hypothesis,) = used.generate([used.encode(request)], "uk", SHORT)
    assert hypothesis.score < 0
    used.close()


def test_no_internet_socket_is_opened(folder: Path) -> None:
    if not Path("/proc/self/net/tcp").exists():
        pytest.skip("needs Linux's /proc")
    before = internet_sockets()
    loaded = load(model(), folder, OPTIONS)
    loaded.generate([loaded.encode(requests()[0])], "en", SHORT)
    assert internet_sockets() == before
    # The check would have seen one.
    with socket.create_server(("127.0.0.1", 0)):
        assert len(internet_sockets()) == len(before) + 1
    loaded.close()


def test_its_unix_socket_is_private_and_wants_a_key(folder: Path) -> None:
    loaded = load(model(), folder, OPTIONS)
    assert isinstance(loaded, LlamaCpp)
    address = Path(loaded._server._address)
    assert stat.S_IMODE(address.parent.stat().st_mode) == 0o700
    for key, status in (("", 401), ("wrong", 401), (loaded._server._key, 200)):
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(str(address))
            connection = HTTPConnection("localhost")
            connection.sock = link
            body = json.dumps({"content": "a"})
            connection.request("POST", "/tokenize", body, {"Authorization": f"Bearer {key}"})
            with connection.getresponse() as response:
                assert response.status == status
    loaded.close()
    assert not address.parent.exists()


def test_a_forgotten_engine_leaves_no_socket(folder: Path) -> None:
    loaded = load(model(), folder, OPTIONS)
    assert isinstance(loaded, LlamaCpp)
    parent = Path(loaded._server._address).parent
    assert parent.exists()
    del loaded
    gc.collect()
    assert not parent.exists()


def test_a_long_temporary_folder_is_no_trouble(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(deep))
    loaded = load(model(), folder, OPTIONS)
    assert loaded.count("abc") == 3
    loaded.close()
    assert list(deep.iterdir()) == []


def test_it_is_silent(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    loaded = load(model(), folder, OPTIONS)
    loaded.generate([loaded.encode(requests()[0])], "en", SHORT)
    loaded.close()
    with pytest.raises(EngineError):
        load(model(), folder / "missing.gguf", OPTIONS)
    assert capfd.readouterr() == ("", "")


def test_what_it_says_of_itself(engine: LlamaCpp) -> None:
    assert (engine.kind, engine.device, engine.compute_type) == ("llama.cpp", "cpu", "F32")
    assert (engine.name, engine.max_source_tokens) == ("tiny", 64)


def test_too_long_a_prompt_is_an_error_and_the_next_one_works(engine: LlamaCpp) -> None:
    endless, usable = encoded(engine, ["x" * 2000, "Ja."])
    with pytest.raises(EngineError, match="do not fit"):
        engine.generate([endless], "en", SHORT)
    assert engine.generate([usable], "en", SHORT)[0].tokens


def test_a_closed_engine_says_so(folder: Path) -> None:
    loaded = load(model(), folder, OPTIONS)
    tokens = loaded.encode(requests()[0])
    loaded.close()
    loaded.close()
    with pytest.raises(EngineError, match="closed"):
        loaded.generate([tokens], "en", SHORT)


def test_a_gpu_that_is_not_there_is_an_error(folder: Path) -> None:
    with pytest.raises(EngineError, match="cuda:7") as caught:
        load(model(), folder, HardwareOptions(device="cuda:7"))
    assert "--device cpu" in caught.value.hint


def test_an_unknown_prompt_is_a_usage_error(folder: Path) -> None:
    with pytest.raises(UsageError, match="shouting"):
        load(model("shouting"), folder, OPTIONS)


def damaged_files(whole: bytes) -> dict[str, bytes]:
    return {
        "empty": b"",
        "a web page": b"<!DOCTYPE html><title>Not found</title>" * 9,
        "only the magic": whole[:4],
        "cut in the header": whole[:24],
        "cut in the metadata": whole[:3000],
        "cut in the weights": whole[: len(whole) // 2],
        "cut at the last byte": whole[:-1],
        "noise": whole[:8] + random.Random(1).randbytes(5000),
        "endless counts": whole[:8] + (2**40).to_bytes(8, "little") * 2 + bytes(500),
        "zeros": whole[:8] + bytes(5000),
    }


def test_damaged_files_are_errors_with_a_hint(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, content in damaged_files((folder / "tiny.gguf").read_bytes()).items():
        path = tmp_path / f"{name}.gguf"
        path.write_bytes(content)
        with pytest.raises(EngineError, match=re.escape(str(path))) as caught:
            load(model(), path, OPTIONS)
        assert "models verify" in caught.value.hint
    assert capfd.readouterr() == ("", "")


def test_a_folder_holds_one_file(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="0 GGUF files"):
        load(model(), tmp_path, OPTIONS)
    for name in ("a.gguf", "b.gguf"):
        (tmp_path / name).write_bytes((folder / "tiny.gguf").read_bytes())
    with pytest.raises(EngineError, match="2 GGUF files"):
        load(model(), tmp_path, OPTIONS)
    with pytest.raises(EngineError, match="No such file"):
        load(model(), tmp_path / "c.gguf", OPTIONS)


@given(st.text(), st.randoms(use_true_random=False))
def test_joining_bytes_restores_any_text(text: str, cuts: random.Random) -> None:
    data = text.encode("utf-8", "replace")
    places = sorted(cuts.sample(range(len(data) + 1), min(len(data), 5)))
    parts = [data[a:b] for a, b in zip([0, *places], [*places, len(data)], strict=True)]
    content = [{"bytes": list(part), "logprob": -1.0} for part in parts]
    pieces, scores = join_bytes([*content, {"bytes": [], "logprob": -5.0}])
    assert "".join(pieces) == data.decode()
    assert len(pieces) == len(scores)
    assert all(pieces)


@given(st.lists(st.binary(max_size=5)))
def test_joining_bytes_never_fails(parts: list[bytes]) -> None:
    content = [{"bytes": list(part), "logprob": -1.0} for part in parts]
    pieces, _ = join_bytes(content)
    assert "".join(pieces) == b"".join(parts).decode(errors="replace")
