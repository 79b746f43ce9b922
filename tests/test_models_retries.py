"""Retry plans go by the kind of model, whatever engine runs it."""

from __future__ import annotations

from conftest import Pair
from newsxlate.engines.engine import is_chat
from newsxlate.translating.attempts import attempts


def test_chat_models_lose_their_context_and_others_repeat_no_ngram():
    chat, other = attempts(True, 0, 4), attempts(False, 0, 4)
    assert all(not way.context for way in chat[1:])
    assert not any(way.decoding.no_repeat_ngram for way in chat)
    assert all(way.context for way in other)
    assert other[1].decoding.no_repeat_ngram == 3
    assert [len(attempts(kind, 0, 2)) for kind in (True, False)] == [3, 3]


def test_a_chat_model_is_one_in_every_engine(marian: Pair, qwen2: Pair):
    assert [is_chat(engine) for engine in (*marian, *qwen2)] == [False, False, True, True]
