"""Translations from elsewhere: XLIFF, TMX, our JSON, two text files."""
