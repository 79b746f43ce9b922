"""Translate segments, check each one, and try again what fails."""

from newsxlate.translating.remembering import Remembered, read_memories
from newsxlate.translating.translate import LoadedStep, Segment, translate

__all__ = ["LoadedStep", "Remembered", "Segment", "read_memories", "translate"]
