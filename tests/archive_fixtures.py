"""An archive of small articles, a tiny model to translate it with, and what a store holds."""

from __future__ import annotations

import json
import random
import sqlite3
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import tiny
from newsxlate.archive.store.database import Store
from newsxlate.options import Options

REGISTRY = """
[models.tiny]
task = "translate"
engine = "ctranslate2"
family = "marian"
from = ["de"]
to = ["en", "fr"]
sources = [{{ folder = "{folder}" }}]
licence = "CC0-1.0"
max_source_tokens = 200
quality = {{ de-en = 90, de-fr = 90 }}
quality_source = "none"
"""


def register(place: Path) -> Path:
    """A registry whose one model is a folder, which nothing could really load."""
    folder = place / "converted"
    folder.mkdir()
    for name in ("model.bin", "config.json", "source.spm", "shared_vocabulary.json"):
        (folder / name).write_bytes(name.encode())
    registry = place / "models.toml"
    registry.write_text(REGISTRY.format(folder=folder), encoding="utf-8")
    return registry


def install(hub: Path, folder: Path) -> Options:
    """Install a tiny model that was converted; returns the options that translate with it."""
    from newsxlate.models import open_router

    registry = folder / "models.toml"
    registry.write_text(REGISTRY.format(folder=hub / "converted"), encoding="utf-8")
    options = Options(
        registry=registry,
        store=folder / "models",
        offline=True,
        compute_type="float32",
        device="cpu",
        threads=2,
        retries=1,
        targets=("en", "fr"),
    )
    router = open_router(options.model)
    router.cache.pull(router.registry.get("tiny"))
    return options


def articles(folder: Path, count: int, *, seed: int = 1) -> list[Path]:
    """Write small articles; every seventh is a copy of the one before with other line breaks."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [row["de"] for row in tiny.corpus()]
    chance = random.Random(seed)
    paths, text = [], ""
    for number in range(count):
        if number % 7 == 6:
            text = text.replace(" ", "\n", 1)
        else:
            text = "\n\n".join(chance.sample(lines, 4))
        path = folder / f"{number:03}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def command(options: Options, archive: Path, store: Path, *more: str) -> list[str]:
    """The command line that runs an archive."""
    given = {
        "to": ",".join(options.targets),
        "store": store,
        "registry": options.model.registry,
        "models": options.model.folder,
        "compute-type": options.hardware.compute_type,
        "device": options.hardware.device,
        "threads": options.hardware.threads,
        "retries": options.decoding.retries,
    }
    return [
        *(sys.executable, "-m", "newsxlate", "archive", "run", str(archive), "--offline"),
        *(part for name, value in given.items() for part in (f"--{name}", str(value))),
        *more,
    ]


def go(*arguments: Any, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command line to its end."""
    return subprocess.run(
        [str(a) for a in arguments], capture_output=True, text=True, timeout=120, **more
    )


def correct(
    path: Path,
    source: str,
    text: str,
    *,
    document: str = "elsewhere",
    language: str = "en",
    part: str = "translation",
    sentence: int = 0,
    state: str = "edited",
    changed: float = 1.0,
    review: str = "in review",
) -> None:
    """Do what an editor does, in a store that is made if there is none."""
    with Store(path, create=True) as store:
        ask = store.connection.execute
        ask("INSERT OR IGNORE INTO people VALUES (1, 'Ana')")
        place = (document, language, part)
        ask(
            "INSERT OR REPLACE INTO reviews VALUES (?, ?, ?, ?, 1, 0, 0, '', NULL, '', '', '', ?)",
            (*place, review, changed),
        )
        ask(
            "INSERT INTO corrections VALUES (NULL, ?, ?, ?, 0, ?, ?, ?, 'machine', ?, 1, 1, ?)",
            (*place, sentence, state, source, text, changed),
        )


def write_tmx(path: Path, *pairs: tuple[str, str], language: str = "en") -> None:
    """Write a translation memory of German sentences."""
    units = "".join(
        f'<tu><tuv xml:lang="de-DE"><seg>{escape(source)}</seg></tuv>'
        f'<tuv xml:lang="{language}"><seg>{escape(target)}</seg></tuv></tu>'
        for source, target in pairs
    )
    head = '<header srclang="de" segtype="sentence" datatype="plaintext"/>'
    text = f'<?xml version="1.0"?><tmx version="1.4">{head}<body>{units}</body></tmx>'
    path.write_text(text, encoding="utf-8")


def dump(path: Path) -> str:
    """All that a store holds, as text.

    Left out: runs (when, by which process), when a window was stored and by which run, and the
    seconds that reading, translating and summarising took.
    """
    out = []
    with sqlite3.connect(path) as store:
        tables = [
            row[0] for row in store.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for table in sorted(set(tables) - {"runs"}):
            names = [row[1] for row in store.execute(f"PRAGMA table_info({table})")]
            left_out = {"seconds", "stored", "run"}
            kept = [name for name in names if name not in left_out]
            columns = ", ".join(f'"{name}"' for name in kept)
            for row in store.execute(f"SELECT {columns} FROM {table}"):
                values = [_text(name, value) for name, value in zip(kept, row, strict=True)]
                out.append(f"{table} {' '.join(values)}")
    return "\n".join(sorted(out))


def _text(name: str, value: Any) -> str:
    if isinstance(value, bytes) and name == "data" and value[:1] == b"x":
        value = _timeless(json.loads(zlib.decompress(value)))
        return f"{name}={json.dumps(value)}"
    return f"{name}={value!r}"


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _timeless(item) for key, item in value.items() if key != "seconds"}
    return [_timeless(item) for item in value] if isinstance(value, list) else value
