"""Get an input's bytes, and refuse what cannot be an article before reading all of it."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import BinaryIO

from newsxlate import resources
from newsxlate.errors import InputError

STDIN = "-"
_PIECE = 1 << 20


def load(source: str | Path, max_bytes: int) -> bytes:
    """The bytes of a file, or of standard input for "-".

    Raises:
        InputError: There is no such file, it may not be read, it is a folder, or it is larger
            than ``max_bytes``. Of what is too large, no more than ``max_bytes`` is read.
    """
    if str(source) == STDIN:
        if sys.stdin is None:
            raise InputError("standard input is closed", hint="Pass a file, or pipe one in.")
        return _bounded(sys.stdin.buffer, "standard input", max_bytes)
    path = Path(source)
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder", hint="Pass the article's text or HTML file.")
        if path.is_file():
            size = path.stat().st_size
            if size > max_bytes:
                raise _too_large(str(path), max_bytes, size)
        with path.open("rb") as stream:
            return _bounded(stream, str(path), max_bytes)
    except FileNotFoundError as error:
        hint = "Check the path; relative paths start at the current folder."
        if str(source).startswith(("http:", "https:")):
            hint = "Web addresses are not read: save the page and pass the file."
        raise InputError(f"there is no file {source}", hint=hint) from error
    except PermissionError as error:
        raise InputError(
            f"{path} may not be read: permission denied",
            hint="Ask its owner for read permission, or copy it.",
        ) from error
    except (OSError, ValueError) as error:
        # ValueError: a NUL in the path. OSError: a name too long, a device that fails ...
        raise InputError(
            f"cannot read {str(source)!r}: {getattr(error, 'strerror', None) or error}",
            hint="Check the path, and that the disk or network drive is there.",
        ) from error


def display_name(source: str | Path) -> str:
    """What to call an input in messages."""
    return "standard input" if str(source) == STDIN else str(source)


def check_size(data: bytes, name: str, max_bytes: int) -> None:
    """Refuse data that somebody else has read already.

    Raises:
        InputError: ``data`` is larger than ``max_bytes``.
    """
    if len(data) > max_bytes:
        raise _too_large(name, max_bytes, len(data))


def check_format(data: bytes, name: str, *, packed: bool = True) -> None:
    """Refuse files of a known binary format.

    Args:
        data: The file, or as much of it as there is.
        name: What to call it in an error.
        packed: Refuse also what has only to be unpacked: compressed files and archives.

    Raises:
        InputError: ``data`` begins like a PDF, a Word document, an image ...
    """
    head = data[:4096]
    for starts, inside, label, hint, unpacks in _formats():
        if head.startswith(starts) and inside in head:
            if unpacks and not packed:
                return
            raise InputError(f"{name} is {label}, not a text", hint=hint)


@cache
def _formats() -> list[tuple[tuple[bytes, ...], bytes, str, str, bool]]:
    return [
        (
            tuple(bytes.fromhex(start) for start in row.get("starts", [""])),
            row.get("inside", "").encode("ascii"),
            row["name"],
            row["hint"],
            row.get("unpacks", False),
        )
        for row in resources.toml("reading/formats.toml")["format"]
    ]


def _bounded(stream: BinaryIO, name: str, max_bytes: int) -> bytes:
    """Read to the end, or to the byte that is one too many: pipes and devices have no size."""
    pieces: list[bytes] = []
    left = max_bytes + 1
    while left > 0 and (piece := stream.read(min(_PIECE, left))):
        pieces.append(piece)
        left -= len(piece)
    if left <= 0:
        raise _too_large(name, max_bytes, None)
    return b"".join(pieces)


def _too_large(name: str, max_bytes: int, size: int | None) -> InputError:
    limit = f"{max_bytes / 1e6:.0f} MB" if max_bytes >= 1_000_000 else f"{max_bytes} bytes"
    found = f" ({size / 1e6:.1f} MB)" if size is not None and size >= 1_000_000 else ""
    return InputError(
        f"{name} is too large{found}: an article may have {limit}",
        hint="Pass one article at a time; the limit can be raised where this is called.",
    )
