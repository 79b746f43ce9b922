"""Summaries of an article: extracted, or written by a model; every sentence held to its source."""

from __future__ import annotations

from newsxlate.options import Length

__all__ = ["Length"]
