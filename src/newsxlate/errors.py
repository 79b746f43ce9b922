"""The errors a user can meet: one clear line each, and a hint that says what to do.

Everything the package raises on purpose derives from `NewsxlateError`. The command line prints
``message`` and ``hint`` and exits with ``exit_code``; the library lets the exception through.
"""

from __future__ import annotations


class NewsxlateError(Exception):
    """Base class.

    Args:
        message: What is wrong, in one line, naming the file, model or value.
        hint: What the user can do about it, in one line.
    """

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(NewsxlateError):
    """An option or value that cannot be meant: an unknown language, an unknown model name."""

    exit_code = 2


class InputError(NewsxlateError):
    """The input cannot be read as an article: missing, empty, binary, too large, badly encoded."""


class LanguageError(NewsxlateError):
    """The text is not in the expected source language."""


class RegistryError(NewsxlateError):
    """A models.toml that is not well formed, or an entry that contradicts itself."""


class ModelError(NewsxlateError):
    """No model for what was asked is registered, installed or available."""


class UnreachableError(ModelError):
    """A source of a model did not answer in time, or --offline forbids asking it."""


class HashMismatchError(ModelError):
    """A file's SHA-256 is not the expected one. The file is not used."""


class EngineError(NewsxlateError):
    """An engine could not be loaded, or failed while generating."""


class StorageError(NewsxlateError):
    """Writing failed: disk full, no permission. What was there before is untouched."""
