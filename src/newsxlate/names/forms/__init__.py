"""The forms of a name in other languages: persons, places, inflection, romanization."""
