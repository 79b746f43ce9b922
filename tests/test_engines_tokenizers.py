"""Our tokenizers beside those of transformers, which the models were published with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tiny
from newsxlate.engines import Request
from newsxlate.engines.tokenizers import SubwordTokenizer, load_tokenizer
from newsxlate.errors import EngineError, UsageError
from profiles import examples

ODD = [
    "Es regnet ☃☃ und 🇩🇪, sagte 金正恩.",
    "  zwei   Leerzeichen\tund\u00a0feste\u202f42 % ",
    "Soft\u00adhyphen, a\u0308 statt ä, ﬁnden, Ⅻ, ½, …",
    "„Nein“, ›ja‹, «peut-être» – 1.234,56 €",
    "ÄÖÜẞ äöüß İi ŁÓDŹ Київ",
    "https://example.org/a?b=c&d=%20 a@b.de #tag @name",
    "x" * 300,
    "\u200b\ufeff",
    "▁",
    "5<6>4 [[]] {}",
]
texts = st.text(st.sampled_from("abzäöüßéAÄ .,–„“☃1金▁\u00ad\u00a0\t"), max_size=40)
# The fixtures are only read.
relaxed = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    max_examples=examples(60),
    deadline=None,
)


@pytest.fixture(scope="module", params=[True, False], ids=["two targets", "one target"])
def marian_files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("marian-files")
    tiny.marian_tokenizer(folder, targets=("en", "fr") if request.param else ("en",))
    return folder


@pytest.fixture(scope="module")
def m2m_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("m2m-files")
    tiny.multilingual_tokenizer(folder, "m2m")
    return folder


@pytest.fixture(scope="module")
def nllb_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nllb-files")
    tiny.multilingual_tokenizer(folder, "nllb")
    return folder


def ids(tokenizer: SubwordTokenizer, tokens: tuple[str, ...], side: int = 0) -> list[int]:
    known = {token: number for number, token in enumerate(tokenizer.vocabularies()[side])}
    return [known.get(token, known["<unk>"]) for token in tokens]


@pytest.mark.torch
@relaxed
@given(text=texts)
def test_marian_tokens_are_those_of_transformers(marian_files: Path, text: str) -> None:
    ours, theirs = load_tokenizer("marian", marian_files), marian_of_transformers(marian_files)
    compare_marian(ours, theirs, text)


@pytest.mark.torch
def test_marian_reads_odd_characters_as_transformers_does(marian_files: Path) -> None:
    ours, theirs = load_tokenizer("marian", marian_files), marian_of_transformers(marian_files)
    for text in ODD + [row["de"] for row in tiny.corpus()]:
        compare_marian(ours, theirs, text)


def marian_of_transformers(folder: Path) -> Any:
    import transformers

    with pytest.warns(UserWarning, match="sacremoses"):
        return transformers.MarianTokenizer.from_pretrained(folder)


def compare_marian(ours: SubwordTokenizer, theirs: Any, text: str) -> None:
    source = ours.encode(Request(text, "de", "fr"))
    prefixed = f">>fra<<{text}" if theirs.supported_language_codes else text
    assert ids(ours, source) == theirs(prefixed)["input_ids"]
    target = ours.encode_target(text)
    theirs_target = theirs(text_target=text)["input_ids"]
    assert [*ids(ours, target), 0] == theirs_target
    known = set(ours.vocabularies()[1])
    if all(token in known for token in target):
        assert ours.decode(target) == theirs.decode(theirs_target, skip_special_tokens=True)


@pytest.mark.torch
def test_m2m_tokens_are_those_of_transformers(m2m_files: Path) -> None:
    import transformers

    theirs = transformers.M2M100Tokenizer.from_pretrained(m2m_files, src_lang="de", tgt_lang="uk")
    compare_multilingual(load_tokenizer("m2m", m2m_files), theirs, "__uk__")


@pytest.mark.torch
def test_nllb_tokens_are_those_of_transformers(nllb_files: Path) -> None:
    pytest.importorskip("google.protobuf", reason="transformers reads SentencePiece through it")
    import transformers

    theirs = transformers.NllbTokenizer.from_pretrained(
        nllb_files,
        src_lang="deu_Latn",
        tgt_lang="ukr_Cyrl",
        additional_special_tokens=["deu_Latn", "ukr_Cyrl"],
    )
    compare_multilingual(load_tokenizer("nllb", nllb_files), theirs, "ukr_Cyrl")


def compare_multilingual(ours: SubwordTokenizer, theirs: Any, code: str) -> None:
    known = set(ours.vocabularies()[0])

    def seen(tokens: tuple[str, ...]) -> list[str]:
        return [token if token in known else "<unk>" for token in tokens]

    assert ours.prefix("uk") == (code,)
    # At the end of a text transformers' NLLB keeps white space that SentencePiece drops.
    texts = [odd.strip(" ▁\u200b\ufeff") for odd in ODD] + [row["de"] for row in tiny.corpus()]
    for text in filter(None, texts):
        wanted = theirs.convert_ids_to_tokens(theirs(text)["input_ids"])
        assert seen(ours.encode(Request(text, "de", "uk"))) == wanted, text
        target = ours.encode_target(text)
        wanted = theirs.convert_ids_to_tokens(theirs(text_target=text)["input_ids"])
        assert seen((*ours.prefix("uk"), *target, "</s>")) == wanted, text
        if "<unk>" not in wanted:
            assert ours.decode(target) == theirs.convert_tokens_to_string(wanted[1:-1]).strip()


@pytest.mark.torch
def test_nllb_ids_are_the_published_ones(nllb_files: Path) -> None:
    """In NLLB-200, whose SentencePiece model has 256,000 pieces, English is 256,047."""
    tokens = load_tokenizer("nllb", nllb_files).vocabularies()[0]
    assert tokens[:4] == ["<s>", "<pad>", "</s>", "<unk>"]
    # One more than pieces: fairseq puts <pad> before them.
    first = tokens.index("ace_Arab")
    assert first == 420 + 1
    published = {"deu_Latn": 256_042, "eng_Latn": 256_047, "fra_Latn": 256_057, "<mask>": 256_203}
    for token, number in published.items():
        assert tokens.index(token) - first == number - 256_001


@pytest.mark.torch
def test_m2m_ids_are_those_of_transformers(m2m_files: Path) -> None:
    import transformers

    theirs = transformers.M2M100Tokenizer.from_pretrained(m2m_files)
    ours = load_tokenizer("m2m", m2m_files).vocabularies()[0]
    assert ours == theirs.convert_ids_to_tokens(range(len(ours)))
    assert len(ours) == len(theirs.encoder) + len(theirs.lang_token_to_id)


def test_a_text_cannot_hold_control_tokens(marian_files: Path, nllb_files: Path) -> None:
    for family, folder in (("marian", marian_files), ("nllb", nllb_files)):
        tokenizer = load_tokenizer(family, folder)
        plain = tokenizer.encode(Request("Warum?", "de", "en"))
        for text in (">>fra<< Warum? </s> <pad>", "fra_Latn Warum?", "<unk> Warum?"):
            control = set(tokenizer.encode(Request(text, "de", "en"))) & {
                ">>fra<<", "</s>", "<pad>", "<unk>", "fra_Latn", "deu_Latn", ">>eng<<",
            }  # fmt: skip
            assert control == set(plain) & (control | {"</s>"})


def test_the_target_language_is_asked_for(marian_files: Path, nllb_files: Path) -> None:
    marian, nllb = load_tokenizer("marian", marian_files), load_tokenizer("nllb", nllb_files)
    several = ">>fra<<" in json.loads((marian_files / "vocab.json").read_text(encoding="utf-8"))
    assert (marian.encode(Request("Ja.", "de", "fr"))[0] == ">>fra<<") == several
    assert marian.prefix("fr") == ()
    assert nllb.encode(Request("Ja.", "de", "fr"))[0] == "deu_Latn"
    assert nllb.prefix("fr") == ("fra_Latn",)


def test_a_language_the_model_lacks_is_named(tmp_path: Path) -> None:
    tiny.marian_tokenizer(tmp_path)
    with pytest.raises(UsageError, match="Ukrainian"):
        load_tokenizer("marian", tmp_path).encode(Request("Ja.", "de", "uk"))


@pytest.mark.parametrize(
    ("codes", "target", "expected"),
    [
        ((">>lav<<", ">>lit<<"), "lv", ">>lav<<"),
        ((">>fr<<", ">>pt_br<<", ">>pt<<"), "pt", ">>pt<<"),
        ((">>pt_br<<", ">>fr<<"), "pt", ">>pt_br<<"),
        ((">>cmn_Hans<<", ">>cmn_Hant<<"), "zh", ">>cmn_Hans<<"),
        ((">>ukr<<", ">>rus<<"), "ru", ">>rus<<"),
    ],
)
def test_codes_of_opus_models_old_and_new(
    tmp_path: Path, codes: tuple[str, ...], target: str, expected: str
) -> None:
    tiny.marian_tokenizer(tmp_path, targets=("en",))
    path = tmp_path / "vocab.json"
    known = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(known | {code: len(known) for code in codes}), encoding="utf-8")
    tokenizer = load_tokenizer("marian", tmp_path)
    assert tokenizer.encode(Request("Ja.", "de", target))[0] == expected


@relaxed
@given(text=texts)
def test_count_is_the_length_of_what_is_encoded(
    marian_files: Path, nllb_files: Path, text: str
) -> None:
    for family, folder in (("marian", marian_files), ("nllb", nllb_files)):
        tokenizer = load_tokenizer(family, folder)
        assert tokenizer.count(text) == len(tokenizer.encode(Request(text, "de", "en")))


def test_a_vocabulary_in_the_format_of_ctranslate2_will_do(
    marian_files: Path, tmp_path: Path
) -> None:
    ids_by_token = json.loads((marian_files / "vocab.json").read_text(encoding="utf-8"))
    for name in ("source.spm", "target.spm"):
        (tmp_path / name).write_bytes((marian_files / name).read_bytes())
    ordered = sorted(ids_by_token, key=ids_by_token.__getitem__)
    (tmp_path / "shared_vocabulary.json").write_text(json.dumps(ordered), encoding="utf-8")
    request = Request("Die Brücke kostet 12 Millionen Euro.", "de", "fr")
    expected = load_tokenizer("marian", marian_files).encode(request)
    assert load_tokenizer("marian", tmp_path).encode(request) == expected


def test_files_that_are_missing_or_damaged_are_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"source\.spm"):
        load_tokenizer("marian", tmp_path)
    (tmp_path / "sentencepiece.bpe.model").write_bytes(b"no model")
    with pytest.raises(EngineError, match="cannot read the tokenizer"):
        load_tokenizer("nllb", tmp_path)
    with pytest.raises(EngineError, match="'t5'"):
        load_tokenizer("t5", tmp_path)
