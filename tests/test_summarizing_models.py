"""Summaries by models of the registry: mT5 through transformers, and which model is chosen."""

from __future__ import annotations

import pytest

import tiny
from newsxlate.engines import Decoding, Request, load_engine
from newsxlate.engines.batching import generate_all
from newsxlate.errors import ModelError, UsageError
from newsxlate.models import Store, load_registry, obtain_writer
from newsxlate.options import HardwareOptions
from newsxlate.summarizing.abstractive import Order, make_writer

TEXT = "Die Bahn meldet, dass der Zug nach Bonn heute wegen des Sturms nicht fährt."


@pytest.mark.torch
def test_mt5_summarises_through_transformers(tmp_path, one_thread):
    model = load_registry().get("mt5-small-sum-de-en-v1")
    engine = load_engine(model, tiny.mt5(tmp_path, TEXT), HardwareOptions(device="cpu", threads=1))
    asked = [Request(TEXT, "de", "de", prompt="summary", length="1 sentence")]
    [made] = generate_all(engine, asked, Decoding(beam=1), batch_tokens=100)
    assert made.text == tiny.SUMMARY
    assert made.finished
    assert engine.count(TEXT) == len(engine.encode(asked[0]))
    writer = make_writer(engine, model)
    assert (writer.order, writer.tokens, writer.frame) == (
        Order.TRANSLATED,
        800,
        "summarize: {text}",
    )
    engine.close()


def test_what_a_model_wants_before_the_text_is_put_there():
    model = load_registry().get("mt5-small-sum-de-mit-v1")
    engine = type("Engine", (), {"kind": "transformers", "compute_type": "float32"})()
    assert make_writer(engine, model).frame == "summarize: {text}"


def test_only_models_that_can_write_are_chosen(tmp_path):
    registry, store = load_registry(), Store(tmp_path, offline=True)
    with pytest.raises(ModelError, match="no model that writes"):
        obtain_writer("de", registry=registry, store=store)
    with pytest.raises(UsageError, match="does not summarise"):
        obtain_writer("de", name="opus-mt-de-en", registry=registry, store=store)
    assert registry.get("mt5-small-sum-de-mit-v1").writes("de")
    assert not registry.get("mt5-small-sum-de-mit-v1").serves("de", "de")
    assert not registry.get("mt5-small-sum-de-mit-v1").writes("en")
