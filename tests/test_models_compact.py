"""Models that installed distributions bring along, and `compact`, which nobody has trained yet."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from conftest import Pair
from model_fixtures import Notes, marian_model
from newsxlate.cli import run
from newsxlate.engines.device import cpu_types
from newsxlate.errors import HashMismatchError, ModelError
from newsxlate.models import Registry, Store, choose, load_registry, obtain
from newsxlate.models.model import Artifact, FolderSource, PackageSource

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "packages" / "newsxlate-compact"
SETTINGS = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))
# What stands in for weights where nothing is translated.
WEIGHTS = b"weights"


def wheel(folder: Path, model: Path | None) -> Path:
    """Build the distribution of this repository, with or without the files of a model in it."""
    tree = folder / "tree"
    shutil.copytree(PACKAGE, tree)
    for path in sorted(model.iterdir()) if model else []:
        if path.is_file():
            shutil.copy(path, tree / "src" / "newsxlate_compact" / "model")
    pytest.importorskip("hatchling")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=tree,
        check=True,
        capture_output=True,
    )
    [built] = folder.glob("*.whl")
    return built


def unpack(built: Path, site: Path) -> None:
    """What pip does with a wheel of pure Python."""
    with zipfile.ZipFile(built) as archive:
        archive.extractall(site)


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A folder that distributions can be installed into."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("NEWSXLATE_STORE", str(tmp_path / "store"))
    yield folder
    sys.modules.pop("newsxlate_compact", None)


def install(site: Path, files: dict[str, bytes] | None) -> Path:
    """Lay out an installed distribution by hand; returns its model's folder."""
    package, info = site / "newsxlate_compact", site / "newsxlate_compact-0.1.0.dist-info"
    folder = package / "model"
    folder.mkdir(parents=True)
    info.mkdir()
    shutil.copy(PACKAGE / "src" / "newsxlate_compact" / "__init__.py", package)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: newsxlate-compact\nVersion: 0.1.0\n"
    )
    (info / "entry_points.txt").write_text(
        "[newsxlate.models]\ncompact = newsxlate_compact:folder\n"
    )
    for name, data in (files or {}).items():
        (folder / name).write_bytes(data)
    return folder


def only(*models) -> Registry:
    return Registry({model.name: model for model in models})


def test_nobody_has_compact_yet_and_the_command_says_so_in_one_line(site, capsys, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Der Rat hat am Dienstag den Bau einer neuen Brücke beschlossen.\n")
    assert run(["translate", str(article), "--model", "compact", "--to", "en"]) == 1
    printed = capsys.readouterr().err
    said = "compact has not been trained yet: no release has its weights"
    assert printed.count(said) == 1
    assert f"newsxlate: {said}\n" in printed
    assert "Leave out --model" in printed
    assert "pip install" not in printed


def test_auto_does_not_mention_what_nobody_can_have(site, tmp_path):
    notes = Notes()
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "model.bin").write_bytes(WEIGHTS)
    other = marian_model(FolderSource(folder), name="other", quality={"de-en": 40.0})
    known = only(load_registry().get("compact"), other)
    store = Store(tmp_path / "store", progress=notes)
    route = obtain("de", "en", prefer="fast", registry=known, store=store)
    assert str(route) == "other"
    assert not [line for line in notes.lines if "compact" in line]


def test_a_distribution_without_weights_counts_as_none(site, tmp_path):
    install(site, None)
    store = Store(tmp_path / "store")
    assert store.provided("compact") is None
    assert "compact" not in store.names()
    released = replace(load_registry().get("compact"), unreleased="")
    with pytest.raises(ModelError, match=r"compact 0\.1\.0 is installed, but has no weights"):
        store.pull(released)


def test_a_distribution_that_is_not_installed_is_named(site, tmp_path):
    model = marian_model(PackageSource("newsxlate-other"), name="other")
    with pytest.raises(ModelError, match="newsxlate-other is not installed") as caught:
        Store(tmp_path / "store").pull(model)
    assert caught.value.hint == "pip install newsxlate-other"


def test_what_a_distribution_brings_along_is_installed_and_used_where_it_lies(site, tmp_path):
    folder = install(site, {"model.bin": WEIGHTS, "vocab.json": b"{}"})
    store = Store(tmp_path / "store", offline=True)
    model = load_registry().get("compact")
    assert store.names() == ["compact"]
    assert store.installed("compact")
    assert store.pull(model) == store.path(model) == folder
    assert not (tmp_path / "store").exists()
    lock = store.lock("compact")
    assert (lock.source, lock.revision) == ("package newsxlate-compact 0.1.0", "0.1.0")
    assert lock.files["model.bin"].sha256 == hashlib.sha256(WEIGHTS).hexdigest()
    assert store.verify("compact", model) == []


def test_files_that_are_not_those_registered_are_refused(site, tmp_path):
    install(site, {"model.bin": WEIGHTS})
    right = {"model.bin": Artifact(hashlib.sha256(WEIGHTS).hexdigest(), len(WEIGHTS))}
    wrong = {"model.bin": Artifact("0" * 64)}
    lacking = {"vocab.json": Artifact("0" * 64)}
    store = Store(tmp_path / "store")
    model = load_registry().get("compact")
    store.path(replace(model, files=right))
    for files, reason in ((wrong, "is not the file registered"), (lacking, "is missing")):
        with pytest.raises(HashMismatchError, match=reason) as caught:
            store.path(replace(model, files=files))
        assert "newsxlate-compact" in caught.value.hint
        [problem] = store.verify("compact", replace(model, files=files))
        assert problem.reason == reason


def test_a_distribution_that_fails_keeps_no_other_model_from_being_used(site, tmp_path):
    install(site, {"model.bin": WEIGHTS})
    (site / "newsxlate_compact" / "__init__.py").write_text("raise RuntimeError('torn')\n")
    store = Store(tmp_path / "store")
    assert store.names() == []
    assert not store.installed("compact")


def test_auto_takes_it_by_its_figures_and_says_once_under_which_licence(site, tmp_path):
    install(site, {"model.bin": WEIGHTS})
    notes = Notes()
    store = Store(tmp_path / "store", offline=True, progress=notes)
    registry = load_registry()
    compact = replace(
        registry.get("compact"),
        quality={"de-en": 50.0, "de-fr": 52.0},
        quality_source="invented for this test",
    )
    known = Registry({**registry.models, "compact": compact})
    for target in ("en", "fr"):
        # The chat model would have to be downloaded.
        assert str(obtain("de", target, registry=known, store=store)) == "compact"
    assert [line for line in notes.lines if "compact" in line and "taking" not in line] == [
        "compact is CC-BY-NC-SA-4.0: not for commercial use"
    ]
    # An OPUS-MT model that is installed goes before it, and so does a better chat model.
    other = tmp_path / "other"
    other.mkdir()
    (other / "model.bin").write_bytes(WEIGHTS)
    for name, chrf, expected in (("opus", 66.7, "opus"), ("weak", 45.0, "compact")):
        model = marian_model(
            FolderSource(other), name=name, quality={"de-en": chrf}, size=300_000_000
        )
        store.pull(model)
        both = only(compact, model)
        assert str(choose("de", "en", registry=both, store=store)) == expected
        assert str(choose("de", "en", prefer="fast", registry=both, store=store)) == "compact"
        assert str(choose("de", "en", prefer="best", registry=both, store=store)) == expected


def test_the_commands_show_where_it_comes_from(site, capsys):
    folder = install(site, {"model.bin": WEIGHTS, "vocab.json": b"{}"})
    assert run(["models", "list", "--installed"]) == 0
    [_, line] = capsys.readouterr().out.splitlines()
    assert line.startswith("compact")
    assert line.endswith("package newsxlate-compact 0.1.0")
    assert run(["models", "info", "compact"]) == 0
    shown = capsys.readouterr().out
    assert f"{'path:':<20}{folder}" in shown
    assert f"{'from:':<20}package newsxlate-compact 0.1.0" in shown
    assert run(["models", "verify"]) == 0
    assert capsys.readouterr().out == "compact: fine\n"
    assert run(["models", "rm", "--yes", "compact"]) == 1
    assert "pip uninstall newsxlate-compact" in capsys.readouterr().err
    assert (folder / "model.bin").exists()


@pytest.mark.torch
def test_the_distribution_of_this_repository_translates_once_a_model_is_in_it(
    marian: Pair, marian_hub: Path, site, capsys, tmp_path
):
    unpack(wheel(tmp_path, marian_hub / "converted"), site)
    article = tmp_path / "a.txt"
    article.write_text("Die Präsidentin reist am Sonntag nach Leipzig.\n", encoding="utf-8")
    command = ["translate", str(article), "--model", "compact", "--offline", "--retries", "0"]
    assert run(command) == 0
    printed = capsys.readouterr()
    assert printed.out.strip()
    assert "compact is CC-BY-NC-SA-4.0: not for commercial use" in printed.err
    assert f"model: compact (ctranslate2, {cpu_types()[0]}" in printed.err


def test_the_distribution_builds_without_weights_and_says_so(tmp_path):
    with zipfile.ZipFile(wheel(tmp_path, None)) as archive:
        names = archive.namelist()
        [metadata] = [archive.read(name) for name in names if name.endswith("METADATA")]
        [points] = [archive.read(name) for name in names if name.endswith("entry_points.txt")]
    assert not [name for name in names if name.endswith(".bin")]
    assert "no weights" in metadata.decode()
    assert "compact = newsxlate_compact:folder" in points.decode()


def test_what_is_said_of_it_holds_together():
    model = load_registry().get("compact")
    assert model.sources == (PackageSource(SETTINGS["project"]["name"]),)
    assert model.non_commercial
    has_weights = (PACKAGE / "src" / "newsxlate_compact" / "model" / "model.bin").exists()
    # Weights come with hashes and figures, and the line that says that there are none goes.
    assert has_weights == (not model.unreleased) == bool(model.files) == bool(model.quality)
    assert has_weights == ("no weights" not in SETTINGS["project"]["description"])
    card = (ROOT / "docs" / "compact.md").read_text(encoding="utf-8")
    assert has_weights == ("has not been trained" not in card)
    assert "CC BY-NC-SA 4.0" in card


def test_an_entry_that_changed_replaces_what_was_pulled(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"old")
    model = marian_model(FolderSource(folder))
    store = Store(tmp_path / "store")
    store.pull(model)
    (folder / "model.bin").write_bytes(b"new!")
    # Nothing is known of the files: what is installed stays.
    assert (store.pull(model) / "model.bin").read_bytes() == b"old"
    changed = replace(model, files={"model.bin": Artifact(hashlib.sha256(b"new!").hexdigest(), 4)})
    assert store.outdated(changed)
    assert (store.pull(changed) / "model.bin").read_bytes() == b"new!"
    assert not store.outdated(changed)


def test_out_of_reach_the_old_model_stays_and_a_line_says_so(tmp_path):
    from newsxlate.models.model import HubSource

    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"old")
    Store(tmp_path / "store").pull(marian_model(FolderSource(folder)))
    changed = marian_model(
        HubSource("org/repo", "main", converted=True), files={"model.bin": Artifact("0" * 64)}
    )
    notes = Notes()
    store = Store(tmp_path / "store", offline=True, progress=notes)
    assert (store.pull(changed) / "model.bin").read_bytes() == b"old"
    [line] = notes.lines[-1:]
    assert line.startswith("marian is not the one registered now, and stays")
    assert store.path(changed).is_dir()


@pytest.mark.torch
def test_the_benchmark_measures_what_is_installed(
    marian_hub: Path, marian: Pair, site, tmp_path, capsys
):
    import compact as benchmark
    import tiny

    install(site, None)
    data = tmp_path / "data" / "ntrex"
    data.mkdir(parents=True)
    for language, name in (("de", "deu"), ("en", "eng"), ("fr", "fra")):
        lines = [row[language] for row in tiny.memorised()]
        (data / f"{name}.txt").write_text("\n".join(lines), encoding="utf-8")
    command = ["--data", str(data.parent), "--to", "en,fr", "--json"]
    assert benchmark.main(command) == 1
    assert "compact has not been trained yet" in capsys.readouterr().err
    for path in (marian_hub / "converted").iterdir():
        shutil.copy(path, site / "newsxlate_compact" / "model")
    assert benchmark.main(command) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["model"], row["target"], row["lines"]) for row in rows] == [
        ("compact", "en", tiny.LINES),
        ("compact", "fr", tiny.LINES),
    ]
    assert all(row["bleu"] > 90 for row in rows)
