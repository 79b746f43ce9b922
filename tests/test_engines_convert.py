"""Hub folders become CTranslate2 folders, whole or not at all."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tiny
from conftest import Entry, Pair
from newsxlate.engines import Decoding, Request, convert, load_engine
from newsxlate.engines.convert import missing_for_conversion
from newsxlate.errors import ModelError, StorageError
from newsxlate.options import HardwareOptions

pytestmark = pytest.mark.torch


def test_a_folder_has_all_it_takes(marian_hub: Path, tmp_path: Path) -> None:
    convert.convert(marian_hub, tmp_path / "made", quantization="float16")
    names = {path.name for path in (tmp_path / "made").iterdir()}
    assert {"model.bin", "config.json", "source.spm", "target.spm", "vocab.json"} <= names
    assert [path.name for path in tmp_path.iterdir()] == ["made"]
    options = HardwareOptions(device="cpu", compute_type="float32")
    engine = load_engine(Entry("m", "ctranslate2", "marian"), tmp_path / "made", options)
    [made] = engine.generate([engine.encode(Request("Warum?", "de", "en"))], "en", Decoding())
    assert engine.decode(made.tokens) == "Why?"


def test_folders_as_published_in_2020_convert(
    marian: Pair, marian_hub: Path, tmp_path: Path
) -> None:
    """OPUS-MT has its weights as a pickle, and settings for searching in its configuration."""
    import torch
    import transformers

    source = tmp_path / "opus-mt-de-xx"
    shutil.copytree(marian_hub, source, ignore=shutil.ignore_patterns("converted"))
    model = transformers.MarianMTModel.from_pretrained(marian_hub)
    torch.save(model.state_dict(), source / "pytorch_model.bin")
    (source / "model.safetensors").unlink()
    (source / "generation_config.json").unlink()
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    for new in ("dtype", "tie_word_embeddings", "share_encoder_decoder_embeddings"):
        config.pop(new, None)
    config |= {
        "add_bias_logits": False,
        "add_final_layer_norm": False,
        "bad_words_ids": [[config["pad_token_id"]]],
        "classif_dropout": 0.0,
        "id2label": {"0": "LABEL_0"},
        "max_length": 512,
        "normalize_before": False,
        "normalize_embedding": False,
        "num_beams": 6,
        "static_position_embeddings": True,
        "transformers_version": "4.22.0.dev0",
    }
    (source / "config.json").write_text(json.dumps(config), encoding="utf-8")
    convert.convert(source, tmp_path / "made", quantization="float32")
    expected = translated(marian_hub / "converted")
    assert len(set(expected)) > 10
    assert translated(tmp_path / "made") == expected
    assert translated(source, "transformers") == expected


def translated(folder: Path, kind: str = "ctranslate2") -> list[tuple[str, ...]]:
    options = HardwareOptions(device="cpu", compute_type="float32", threads=1)
    engine = load_engine(Entry("m", kind, "marian"), folder, options)
    sources = [engine.encode(Request(row["de"], "de", "en")) for row in tiny.memorised()]
    return [made.tokens for made in engine.generate(sources, "en", Decoding())]


def test_a_converted_model_needs_neither_torch_nor_transformers(
    marian_hub: Path, tmp_path: Path
) -> None:
    convert.convert(marian_hub, tmp_path / "made", quantization="float32")
    program = f"""
import sys
sys.modules["torch"] = sys.modules["transformers"] = None
from dataclasses import dataclass
from pathlib import Path
from newsxlate.engines import Decoding, Request, load_engine
from newsxlate.engines.batching import generate_all
from newsxlate.options import HardwareOptions

@dataclass(frozen=True)
class Entry:
    name, engine, family = "m", "ctranslate2", "marian"
    max_source_tokens, prompt = 128, ""

options = HardwareOptions(device="cpu", compute_type="float32")
engine = load_engine(Entry(), Path({str(tmp_path / "made")!r}), options)
[made] = generate_all(engine, [Request("Warum?", "de", "fr")], Decoding(), batch_tokens=99)
print(made.text.encode("unicode_escape").decode())
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "Pourquoi ?", done.stderr


@pytest.mark.parametrize("family", ["nllb", "m2m"])
def test_the_vocabulary_is_in_the_order_of_ids(family: str, tmp_path: Path) -> None:
    tiny.multilingual(tmp_path, family, steps=0)
    convert.convert(tmp_path, tmp_path / "made", quantization="int8")
    made = json.loads((tmp_path / "made" / "shared_vocabulary.json").read_text(encoding="utf-8"))
    config = json.loads((tmp_path / "config.json").read_text(encoding="utf-8"))
    assert len(made) == config["vocab_size"]
    assert made[:4] == ["<s>", "<pad>", "</s>", "<unk>"]
    assert ("deu_Latn" if family == "nllb" else "__de__") in made


def test_an_older_folder_is_replaced(marian_hub: Path, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "old").touch()
    convert.convert(marian_hub, tmp_path / "made")
    assert not (tmp_path / "made" / "old").exists()
    assert (tmp_path / "made" / "model.bin").is_file()


def test_what_fails_leaves_nothing_behind(marian_hub: Path, tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(marian_hub, source)
    (source / "model.safetensors").write_bytes(b"no weights")
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "old").touch()
    with pytest.raises(ModelError, match="cannot convert source"):
        convert.convert(source, tmp_path / "made")
    assert (tmp_path / "made" / "old").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"source", "made"}


def test_separate_vocabularies_are_refused(tmp_path: Path, one_thread: None) -> None:
    tiny.marian_separate(tmp_path)
    with pytest.raises(ModelError, match="one vocabulary for each side") as caught:
        convert.convert(tmp_path, tmp_path / "made")
    assert 'engine = "transformers"' in caught.value.hint


def test_an_architecture_that_is_not_known_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "fsmt"}', encoding="utf-8")
    with pytest.raises(ModelError, match="cannot convert"):
        convert.convert(tmp_path, tmp_path / "made")


@pytest.mark.parametrize("text", ["", "[]", "1", "{}", "[" * 100_000])
def test_a_configuration_that_is_none_is_an_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=r"config\.json cannot be read"):
        convert.convert(tmp_path, tmp_path / "made")


def test_a_folder_without_configuration_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"config\.json"):
        convert.convert(tmp_path, tmp_path / "made")


def test_an_output_that_cannot_be_written_is_a_storage_error(
    marian_hub: Path, tmp_path: Path
) -> None:
    with pytest.raises(StorageError, match="no such folder"):
        convert.convert(marian_hub, tmp_path / "missing" / "made")


def test_without_torch_the_hint_says_what_to_install(
    marian_hub: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert missing_for_conversion() == []
    monkeypatch.setattr(convert, "find_spec", lambda name: None)
    assert missing_for_conversion() == ["torch", "transformers"]
    with pytest.raises(ModelError) as caught:
        convert.convert(marian_hub, tmp_path / "made")
    assert "pip install torch transformers" in caught.value.hint
