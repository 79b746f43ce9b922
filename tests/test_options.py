"""Options: in groups, flat, and as they were before there were groups."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace
from pathlib import Path

import pytest

from newsxlate.options import (
    DecodingOptions,
    FlatOptions,
    HardwareOptions,
    Length,
    ModelOptions,
    NameOptions,
    Options,
    ReadingOptions,
    SummaryOptions,
)
from newsxlate.options.flat import FLAT_NAMES

GROUPS = {
    "reading": ReadingOptions,
    "model": ModelOptions,
    "hardware": HardwareOptions,
    "decoding": DecodingOptions,
    "names": NameOptions,
    "summary": SummaryOptions,
}
THREE = (Length("sentences", 3.0),)


def test_flat_options_are_those_of_the_groups() -> None:
    grouped = Options(
        targets=("en", "fr", "en"),
        reading=ReadingOptions(keep_boilerplate=True),
        model=ModelOptions(name="m", folder=Path("f")),
        hardware=HardwareOptions(device="cpu"),
        decoding=DecodingOptions(beam=4),
        names=NameOptions(fix=True),
        summary=SummaryOptions(lengths=THREE, method="lead"),
    )
    flat = {
        "keep_boilerplate": True, "model": "m", "models": Path("f"), "device": "cpu", "beam": 4,
        "fix_names": True, "summary": THREE, "summary_method": "lead",
    }  # fmt: skip
    assert grouped.targets == ("en", "fr")
    assert Options.flat("auto", ("en", "fr"), **flat) == grouped
    assert Options(targets=("en", "fr"), **flat) == grouped, "for one release"
    assert Options(store=Path("f")).model.folder == Path("f"), "for one release"
    assert Options() == Options.flat() == Options("auto", ["en"])
    assert pickle.loads(pickle.dumps(grouped)) == grouped
    assert hash(grouped) == hash(replace(grouped))


def test_every_option_has_one_flat_name_and_its_type() -> None:
    places = [(group, field.name) for group, kind in GROUPS.items() for field in fields(kind)]
    assert sorted(FLAT_NAMES.values()) == sorted(places)
    assert FlatOptions.__annotations__.keys() == FLAT_NAMES.keys()
    kinds = {name: str(kind.__forward_arg__) for name, kind in FlatOptions.__annotations__.items()}
    types = {
        (group, field.name): field.type for group, kind in GROUPS.items() for field in fields(kind)
    }
    assert kinds == {name: types[place] for name, place in FLAT_NAMES.items()}


def test_neutral_options_are_options() -> None:
    for kind in GROUPS.values():
        assert {field.name for field in fields(kind)} >= kind.NEUTRAL


def test_an_option_decides_unless_its_group_says_that_it_is_neutral() -> None:
    plain = Options()
    assert "summary_method" not in plain.decisive(), "there is no summary"
    summarised = Options(summary=SummaryOptions(lengths=THREE))
    neutral = {"model", "models", "prefer", "registry", "offline", "device", "threads"}
    neutral |= {"batch_tokens", "max_bytes", "time_limit"}
    assert summarised.decisive().keys() == FLAT_NAMES.keys() - neutral | {"source"}


def test_one_option_of_a_group_can_be_changed_flat() -> None:
    options = Options.flat(device="cpu", threads=2)
    assert replace(options, threads=3).hardware == HardwareOptions(device="cpu", threads=3)


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("model", "other", r"model=replace\(options\.model, name=…\)"),
        ("summary", (), r"summary=replace\(options\.summary, lengths=…\)"),
    ],
)
def test_a_flat_option_that_is_called_like_its_group_does_not_replace_the_group(
    name: str, value: object, advice: str
) -> None:
    options = Options.flat(offline=True, summary=THREE, summary_method="lead")
    with pytest.raises(TypeError, match=advice):
        replace(options, **{name: value})


def test_an_option_that_is_not_known_is_refused() -> None:
    with pytest.raises(TypeError, match="there is no option 'devise'; did you mean 'device'"):
        Options(devise="cpu")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="there is no option 'store'"):
        Options.flat(store=Path())  # type: ignore[call-arg]
