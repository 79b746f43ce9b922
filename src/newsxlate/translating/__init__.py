"""Translate segments, check each one, and try again what fails."""

from newsxlate.translating.translate import LoadedStep, Segment, translate

__all__ = ["LoadedStep", "Segment", "translate"]
