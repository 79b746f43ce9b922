"""The tagger lies with the texts, for checks of sentences ask it as well as those of names."""

from newsxlate.text.tagger import is_frequent_noun, is_noun, known, readings, tag

__all__ = ["is_frequent_noun", "is_noun", "known", "readings", "tag"]
