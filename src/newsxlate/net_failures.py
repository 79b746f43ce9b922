"""What went wrong on the network, in a few words: libraries wrap one error in another."""

from __future__ import annotations

import socket
import ssl


def reason_of(error: BaseException) -> str:
    """A few words for what went wrong, from the innermost cause that says something."""
    from urllib3 import exceptions

    chain = _causes(error)
    for cause in chain:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted ({cause.verify_message})"
    kinds: list[tuple[tuple[type[BaseException], ...], str]] = [
        ((socket.gaierror, exceptions.NameResolutionError), "its name is not known here"),
        ((ConnectionRefusedError,), "it refuses the connection"),
        ((ConnectionResetError, BrokenPipeError), "the connection was reset"),
        ((exceptions.IncompleteRead,), "the connection ended early"),
    ]
    for kind, words in kinds:
        if any(isinstance(cause, kind) for cause in chain):
            return words
    for cause in chain:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
    # urllib3 counts every failed connection among its timeouts, so these come last.
    if any(isinstance(cause, exceptions.TimeoutError | TimeoutError) for cause in chain):
        return "it fell silent"
    return " ".join(str(error).split()) or type(error).__name__


def _causes(error: BaseException) -> list[BaseException]:
    """An error, what it wraps, and what it arose from."""
    found: list[BaseException] = []
    todo: list[object] = [error]
    while todo:
        item = todo.pop(0)
        if not isinstance(item, BaseException) or item in found:
            continue
        found.append(item)
        todo += [*item.args, getattr(item, "original_error", None), item.__cause__]
        todo.append(item.__context__)
    return found
