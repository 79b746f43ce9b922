"""The whole way to a model: prepare, train, restore, convert, translate; tiny, on a CPU."""

from __future__ import annotations

import lzma
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tiny
from conftest import Entry
from newsxlate.engines import Decoding, Request, load_engine
from newsxlate.engines.batching import generate_all
from newsxlate.engines.device import cpu_types
from newsxlate.options import Options

pytest.importorskip("torch")
pytest.importorskip("transformers")

import torch

from training import corpus as corpora
from training import evaluate, packed, prepare
from training import train as training
from training.align import align
from training.convert import hashes
from training.convert import main as convert
from training.model import Sizes, build, smoothed_loss, weights
from training.releases import read
from training.vocabulary import Vocabulary

RELEASES = Path(__file__).parent / "data" / "training" / "releases"
MEMORISED = 10
ARGUMENTS = [
    *("--width", "64", "--encoder-layers", "1", "--decoder-layers", "1", "--dropout", "0"),
    *("--tokens", "4000", "--peak", "8e-3", "--warmup", "50", "--seconds", "600"),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """Ten sentences in German, English and French, and a SentencePiece model; no Italian."""
    folder = tmp_path_factory.mktemp("data")
    rows = [(row["de"], row["en"], row["fr"], "") for row in tiny.corpus()]
    chosen = sorted(rows, key=lambda row: len(row[0]))[:: len(rows) // MEMORISED][:MEMORISED]
    prepare.write(chosen, [], folder, pieces=330)
    (folder / "source.spm").write_bytes(prepare.source_model((folder / "spm.model").read_bytes()))
    (folder / "dev.tsv").write_text("Ein Satz.\tA sentence.\tUne phrase.\t\n", encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Trained:
    """What a training left behind."""

    data: Path
    out: Path
    losses: list[float]


@pytest.fixture(scope="module")
def trained(data: Path, tmp_path_factory, one_thread) -> Trained:
    """A training in two parts, the second of which goes on from the first one's checkpoint."""
    out = tmp_path_factory.mktemp("out")
    options = ["--data", str(data), "--out", str(out), *ARGUMENTS]
    saved = ["--checkpoint", str(out.parent / "checkpoint.pt"), "--save-seconds", "0"]
    assert training.main([*options, *saved, "--steps", "3"]) == 0
    assert training.main([*options, *saved[:2], "--steps", "320"]) == 0
    lines = (out / "log.txt").read_text(encoding="utf-8")
    assert "going on at step 3" in lines
    return Trained(data, out, [float(loss) for loss in re.findall(r"loss ([\d.]+)", lines)])


def test_the_loss_falls_and_the_rows_are_memorised(trained: Trained):
    # 0.1 of the probability is spread over 330 pieces: no loss can fall below 0.9.
    assert trained.losses[0] > 5
    assert trained.losses[-1] < 1.2
    vocabulary = Vocabulary(trained.data)
    rows = corpora.read_rows(trained.data / "train.tsv.xz")
    model = transformers_model(packed.restore(trained.out))
    right = 0
    for number in (0, 1):
        outputs = training.translate(model, vocabulary, [row[0] for row in rows], number)
        right += sum(output == row[1 + number] for output, row in zip(outputs, rows, strict=True))
    assert right >= 0.8 * 2 * MEMORISED


def transformers_model(folder: Path):
    import transformers

    return transformers.MarianMTModel.from_pretrained(folder, dtype=torch.float32).eval()


def test_what_is_carried_fits_the_links_it_is_carried_over(trained: Trained):
    files = [path for path in trained.out.iterdir() if path.is_file()]
    assert {path.name for path in files} == {"log.txt", "model.tar", "weights.00"}
    assert all(path.stat().st_size <= 16 * 2**20 for path in files)


def test_weights_are_cut_into_parts_and_joined(trained: Trained, tmp_path, monkeypatch):
    monkeypatch.setattr(packed, "_PART_BYTES", 10_000)
    vocabulary = Vocabulary(trained.data)
    model = build(Sizes(width=64, encoder_layers=1, decoder_layers=1), vocabulary)
    packed.write(model, vocabulary, tmp_path)
    assert len(list(tmp_path.glob("weights.*"))) > 5
    again = transformers_model(packed.restore(tmp_path))
    for name, value in weights(model).items():
        largest = value.abs().amax(-1, keepdim=True) if value.ndim > 1 else value.abs()
        difference = (value - weights(again)[name]).abs()
        assert bool((difference <= largest / 253 + 1e-7).all()), name
    # The table of positions is computed, and no step of an eighth bit is in it.
    positions = "model.encoder.embed_positions.weight"
    assert torch.equal(model.state_dict()[positions], again.state_dict()[positions])


def test_transformers_and_ctranslate2_agree_token_by_token(trained: Trained, tmp_path):
    from newsxlate.engines.convert import convert as to_ctranslate2

    hub = packed.restore(trained.out)
    to_ctranslate2(hub, tmp_path / "float32", quantization="float32")
    options = Options(device="cpu", compute_type="float32", threads=1)
    engines = [
        load_engine(Entry("compact", "ctranslate2", "marian"), tmp_path / "float32", options),
        load_engine(
            Entry("compact", "transformers", "marian"), hub, Options(device="cpu", threads=1)
        ),
    ]
    # Nearly all of the sentences were never seen.
    sources = [row["de"] for row in tiny.corpus()[:10]]
    short = Decoding(beam=1, max_length_ratio=1.0, max_length_floor=16)
    for target in ("en", "fr"):
        requests = [Request(source, "de", target) for source in sources]
        made = [generate_all(e, requests, short, batch_tokens=512) for e in engines]
        assert [o.tokens for o in made[0]] == [o.tokens for o in made[1]]
        assert any(output.tokens for output in made[0])


def test_the_shipped_model_translates_what_it_learnt(trained: Trained, tmp_path, capsys):
    shipped = tmp_path / "shipped"
    assert convert([str(packed.restore(trained.out)), str(shipped)]) == 0
    printed = capsys.readouterr().out
    assert printed.strip() == hashes(shipped)
    assert {"model.bin", "source.spm", "target.spm", "vocab.json"} <= {
        path.name for path in shipped.iterdir()
    }
    engine = evaluate.load(shipped)
    assert engine.compute_type.startswith(cpu_types())
    rows = corpora.read_rows(trained.data / "train.tsv.xz")
    scores = evaluate.measure(engine, rows, beam=4)
    assert [score.language for score in scores] == ["en", "fr"]
    assert all(score.bleu > 60 and score.lines == MEMORISED for score in scores)


def test_padding_starts_decoding_and_stays_the_zero_vector(trained: Trained):
    vocabulary = Vocabulary(trained.data)
    model = transformers_model(packed.restore(trained.out))
    assert model.config.decoder_start_token_id == vocabulary.padding
    assert not model.model.shared.weight[vocabulary.padding].any()
    assert model.lm_head.weight is model.model.shared.weight
    assert model.model.decoder.embed_tokens.weight is model.model.shared.weight


@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_the_loss_in_chunks_is_that_of_torch(smoothing: float):
    random = torch.Generator().manual_seed(1)
    hidden = torch.randn(11, 6, generator=random, requires_grad=True)
    table = torch.randn(9, 6, generator=random, requires_grad=True)
    wanted = torch.randint(9, (11,), generator=random)
    expected = torch.nn.functional.cross_entropy(
        hidden @ table.T, wanted, label_smoothing=smoothing
    )
    slopes = torch.autograd.grad(expected * 3, (hidden, table))
    loss = smoothed_loss(hidden, table, wanted, smoothing=smoothing, chunk=4)
    torch.testing.assert_close(loss, expected)
    for ours, theirs in zip(torch.autograd.grad(loss * 3, (hidden, table)), slopes, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-6)


def test_a_batch_is_code_text_end_and_labels_are_one_ahead(data: Path):
    vocabulary = Vocabulary(data)
    rows = corpora.read_rows(data / "train.tsv.xz")
    corpus = corpora.encode(rows, vocabulary, threads=1)
    assert corpus.counts() == {"eng": MEMORISED, "fra": MEMORISED, "ita": 0}
    examples = np.array([0, MEMORISED + 3, 5])
    batch = corpora.collate(corpus, examples, vocabulary)
    for line, (row, target) in enumerate(((0, 0), (3, 1), (5, 0))):
        [source] = vocabulary.encode_source([rows[row][0]])
        [wanted] = vocabulary.encode_target([rows[row][1 + target]])
        expected = [vocabulary.codes[target], *source, vocabulary.end]
        assert list(batch.source[line, : len(expected)]) == expected
        assert set(batch.source[line, len(expected) :]) <= {vocabulary.padding}
        assert list(batch.wanted[line, : len(wanted) + 1]) == [*wanted, vocabulary.end]
        assert list(batch.given[line, : len(wanted) + 1]) == [vocabulary.padding, *wanted]
        assert vocabulary.decode(batch.wanted[line].tolist()) == rows[row][1 + target]
    assert batch.given.shape == batch.wanted.shape


def test_an_epoch_sees_every_example_and_keeps_to_its_size(data: Path):
    rows = corpora.read_rows(data / "train.tsv.xz")
    # French is half as often there as English: some of it is seen twice.
    rows = [row if n % 2 else (*row[:2], "", "") for n, row in enumerate(rows * 20)]
    corpus = corpora.encode(rows, Vocabulary(data), threads=1)
    batches = list(corpora.epoch(corpus, tokens=400, seed=1))
    seen = Counter(int(example) for batch in batches for example in batch)
    assert set(seen) == set(range(len(corpus.target)))
    french = sum(count for example, count in seen.items() if corpus.target[example] == 1)
    assert french == pytest.approx(MEMORISED * 10 * 2**0.7, abs=1)
    width = np.maximum(corpus.sources.lengths[corpus.source] + 2, corpus.targets.lengths + 1)
    assert all(width[batch].max() * len(batch) <= 400 for batch in batches)
    real = sum(int(width[batch].sum()) for batch in batches)
    assert real / sum(int(width[batch].max()) * len(batch) for batch in batches) > 0.8
    again = list(corpora.epoch(corpus, tokens=400, seed=1))
    assert all(np.array_equal(a, b) for a, b in zip(batches, again, strict=True))
    other = list(corpora.epoch(corpus, tokens=400, seed=2))
    assert any(len(a) != len(b) or (a != b).any() for a, b in zip(batches, other, strict=False))


def test_what_fails_while_batches_are_made_ahead_is_raised():
    def broken():
        yield corpora.Batch(*[np.zeros((1, 1), dtype=np.int64)] * 3)
        raise RuntimeError("torn")

    ready = corpora.ahead(broken())
    next(ready)
    with pytest.raises(RuntimeError, match="torn"):
        next(ready)


def test_the_rate_rises_falls_and_fits_slow_machines():
    settings = training.Settings(seconds=100, warmup=50, peak=1.0)
    rates = [settings.rate(step, step / 1000) for step in range(1000)]
    assert rates.index(max(rates)) == 49
    assert rates[-1] < 0.03
    assert rates[50:] == sorted(rates[50:], reverse=True)
    # A machine that makes ten steps in all does not spend them on warming up.
    assert settings.rate(2, 0.2) > 0.8
    assert training.Settings(seconds=100, steps=10).progress(5, 1.0) == 0.5


def test_weights_are_averaged_over_the_last_steps(data: Path):
    from training.model import Average

    model = build(Sizes(width=64, encoder_layers=1, decoder_layers=1), Vocabulary(data))
    average = Average(model)
    for step in range(1, 301):
        with torch.no_grad():
            model.final_logits_bias.zero_()
            for value in weights(model).values():
                value.fill_(step)
        average.update(model, step)
    mean = float(next(iter(average.values.values())).mean())
    assert 280 < mean < 300
    average.swap(model)
    assert float(next(iter(weights(model).values())).mean()) == pytest.approx(mean)
    average.swap(model)
    assert float(next(iter(weights(model).values())).mean()) == 300


def test_rows_of_the_dev_set_are_not_trained_on():
    rows = [("Der Rat tagt am 3. Mai.", "a", "", ""), ("Etwas anderes.", "b", "", "")]
    held_out = [("der Rat tagt am 4. Mai", "c", "", "")]
    assert corpora.without(rows, held_out) == rows[1:]


def test_data_that_is_all_in_the_dev_set_is_refused(data: Path, tmp_path, capsys):
    for name in ("source.spm", "spm.model", "train.tsv.xz"):
        (tmp_path / name).write_bytes((data / name).read_bytes())
    rows = corpora.read_rows(data / "train.tsv.xz")
    lines = ["\t".join(row) for row in rows]
    (tmp_path / "dev.tsv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(SystemExit):
        training.main(["--data", str(tmp_path), "--out", str(tmp_path / "out")])
    assert "nothing to train on" in capsys.readouterr().err


def test_a_broken_table_is_named_with_its_row(tmp_path):
    path = tmp_path / "train.tsv.xz"
    with lzma.open(path, "wt", encoding="utf-8") as handle:
        handle.write("a\tb\tc\td\na\tb\n")
    assert corpora.read_rows(path, limit=1) == [("a", "b", "c", "d")]
    with pytest.raises(ValueError, match="row 2: 2 cells, not 4"):
        corpora.read_rows(path)


def test_sharp_s_is_read_as_the_swiss_write_it_and_nothing_else_changes(data: Path):
    vocabulary = Vocabulary(data)
    lines = ["Die Straße", "GROẞ", "Ä „ﬁ“ ½ a\u0308 Дом"]
    changed = ["Die Strasse", "GROSS", lines[2]]
    for line, plain in zip(lines, changed, strict=True):
        [read], [expected] = vocabulary.encode_source([line]), vocabulary.encode_target([plain])
        assert list(read) == list(expected)
    assert vocabulary.models["source"] != vocabulary.models["target"]


def test_releases_become_aligned_rows():
    [release] = read(RELEASES)
    assert release.texts["de"][:2] == (
        "Neue Brücke über den Fluss",
        "Der Rat hat am Dienstag den Bau einer neuen Brücke beschlossen. "
        "Sie soll 2027 fertig sein.",
    )
    rows = {row[0]: row[1:] for row in prepare.rows([release])}
    assert rows["Neue Brücke über den Fluss"] == (
        "New bridge over the river",
        "Un nouveau pont sur la rivière",
        # The Italian text is a copy of the German one.
        "",
    )
    # English says in one sentence what German says in two: no German sentence has it as its own.
    english, french, _ = rows["Sie soll 2027 fertig sein."]
    assert (english, french) == ("", "Il devrait être achevé en 2027.")
    last = "Am Bau beteiligen sich drei Gemeinden, z. B. die Stadt am rechten Ufer."
    assert rows[last][0].startswith("Three communes")


def test_the_command_makes_everything_a_training_needs(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(prepare, "divide", lambda found, dev: (list(prepare.rows(found)), []))
    assert prepare.main([str(RELEASES), str(tmp_path), "--pieces", "340"]) == 0
    assert "train.tsv.xz: 5 rows" in capsys.readouterr().out
    assert len(Vocabulary(tmp_path)) > 100


@given(
    beads=st.lists(
        st.sampled_from([((60,), (66,)), ((40, 30), (75,)), ((90,), (50, 49))]),
        min_size=1,
        max_size=12,
    )
)
def test_alignments_are_found_again_and_lose_nothing(beads):
    sources = ["a" * length for left, _ in beads for length in left]
    targets = ["b" * length for _, right in beads for length in right]
    found = align(sources, targets, ratio=1.1)
    assert [n for left, _ in found for n in left] == list(range(len(sources)))
    assert [n for _, right in found for n in right] == list(range(len(targets)))
    if all(len(left) == len(right) == 1 for left, right in beads):
        assert all(left == right for left, right in found)
