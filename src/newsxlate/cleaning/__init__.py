"""Cleaning: what a news site puts around an article is marked, never deleted."""

from newsxlate.cleaning.mark import clean

__all__ = ["clean"]
