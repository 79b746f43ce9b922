"""Names: their forms in other languages, and whether two spellings are one name."""
