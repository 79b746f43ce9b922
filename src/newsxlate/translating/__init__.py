"""Translate segments, check each one, and try again what fails."""

from newsxlate.translating.translate import Segment, Step, translate

__all__ = ["Segment", "Step", "translate"]
