"""What a command is given: an article in any format that is read, or a result of an earlier run."""

from __future__ import annotations

import io
import json
import lzma
import signal
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from newsxlate import embargo
from newsxlate.errors import InputError
from newsxlate.inputs import single, sniffing
from newsxlate.inputs.article.sources import STDIN, display_name, load
from newsxlate.options import MAX_INPUT_BYTES, READING_SECONDS
from newsxlate.result import Result

# The mark of a result, in its first keys or, if another program sorted them, anywhere.
_SCHEMA = "urn:newsxlate:article:"
# Without one of these nothing is parsed: the second stands for results that lost their schema.
_MARKS = (_SCHEMA.encode(), b'"article"')
# Results are many times as large as their articles.
_LARGEST = 200_000_000
_HEAD = 64
_BLANK = b" \t\r\n\xef\xbb\xbf"


def open_input(
    source: str | Path,
    *,
    language: str = "auto",
    keep_boilerplate: bool = False,
    max_bytes: int = MAX_INPUT_BYTES,
    time_limit: float = READING_SECONDS,
    say: Callable[[str], object] | None = None,
) -> Result:
    """Read an article, segmented; or take up a result that was written as JSON.

    Args:
        source: A path; "-" is standard input.
        language: See `newsxlate.inputs.single.read`. A result has its own language.
        keep_boilerplate: Mark nothing of an article as removed.
        max_bytes: Larger articles are refused.
        time_limit: Seconds that reading may take; 0 for any time. It can be ended on the main
            thread of systems with timers (not on Windows); waiting for standard input is free.
        say: Is told of records beside the article that cannot be read, and of an embargo.

    Returns:
        The result in the file; for an article, one with neither names nor translations.

    Raises:
        InputError: The input cannot be read, or not in time, or holds neither one article nor a
            result.
        LanguageError: It is not in the source language.
    """
    # Standard input can be read only once.
    data = load(source, max(max_bytes, _LARGEST)) if str(source) == STDIN else None
    with _in_time(time_limit, display_name(source)):
        return _opened(source, data, language, keep_boilerplate, max_bytes, say)


def _opened(
    source: str | Path,
    data: bytes | None,
    language: str,
    keep_boilerplate: bool,
    max_bytes: int,
    say: Callable[[str], object] | None,
) -> Result:
    from newsxlate.segmenting import segment

    result = _result(_json_file(source) if data is None else _json(io.BytesIO(data)))
    if result is None:
        article = single.read(
            source,
            language=language,
            keep_boilerplate=keep_boilerplate,
            max_bytes=max_bytes,
            data=data,
            say=say,
        )
        result = Result(article=segment(article))
    embargoed = embargo.notice(display_name(source), result.article.embargoed)
    if say and embargoed:
        say(embargoed)
    return result


class _TimeUpError(BaseException):
    """Reading has taken too long. No `Exception`: parsers catch those, and go on."""


@contextmanager
def _in_time(seconds: float, name: str) -> Iterator[None]:
    """End what is done within after a time, where there is a way to.

    Raises:
        InputError: It was ended.
    """
    if not seconds or not _can_be_timed():
        yield
        return
    within = True

    def ring(*_: object) -> None:
        if within:
            raise _TimeUpError

    before = signal.signal(signal.SIGALRM, ring)
    # And again each second, in case somebody caught it all the same.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    except _TimeUpError:
        raise InputError(
            f"reading {name} took longer than {seconds:g} seconds",
            hint="Pass the article's text alone, or give it more time with --time-limit.",
        ) from None
    finally:
        within = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _can_be_timed() -> bool:
    """Whether there is a timer that nobody else uses, and its signal would come to this thread."""
    return (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL
    )


def _json_file(source: str | Path) -> bytes:
    """The bytes of a file that may be a result; none of another's."""
    try:
        path = Path(source)
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return b""
        with path.open("rb") as stream:
            return _json(stream)
    except (OSError, ValueError):
        return b""  # whoever reads the article says why


def _json(stream: IO[bytes]) -> bytes:
    """The bytes of a stream that may be a result, unpacked if it is compressed; else none."""
    packing = sniffing.packing(stream.read(_HEAD))
    stream.seek(0)
    if packing is None:
        return _object(stream)
    from newsxlate.inputs.stream.packed import unpacked
    from newsxlate.inputs.stream.source import UnreadableError

    try:
        with unpacked(stream, packing) as opened:
            return _object(opened)
    except (OSError, EOFError, lzma.LZMAError, zlib.error, UnreadableError):
        return b""  # as above


def _object(stream: IO[bytes]) -> bytes:
    """The bytes of a stream that begins as a JSON object does; none of another's."""
    head = stream.read(_HEAD)
    if not head.lstrip(_BLANK).startswith(b"{"):
        return b""
    data = head + stream.read(_LARGEST)
    return data if len(data) <= _LARGEST else b""


def _is_ours(found: Mapping[str, Any]) -> bool:
    """Whether an object is a result, though perhaps of another version, or spoiled."""
    described = str(found.get("schema")).startswith(_SCHEMA)
    return described or ("version" in found and isinstance(found.get("article"), dict))


def _result(data: bytes) -> Result | None:
    """The result in JSON that this program wrote; None if it is anything else.

    Raises:
        InputError: It is of another version, or not well formed.
    """
    if not any(mark in data for mark in _MARKS) or not data.lstrip(_BLANK).startswith(b"{"):
        return None
    try:
        text = data.decode("utf-8-sig")
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not _is_ours(found):
        return None
    from newsxlate.outputs.article.json import load as load_result

    return load_result(text)
