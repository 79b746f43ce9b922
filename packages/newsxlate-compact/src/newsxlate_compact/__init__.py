"""The compact model of newsxlate, as package data; newsxlate finds it by an entry point."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path | None:
    """The folder of the converted model, or None where this version has no weights in it."""
    found = Path(__file__).resolve().parent / "model"
    return found if (found / "model.bin").is_file() else None
