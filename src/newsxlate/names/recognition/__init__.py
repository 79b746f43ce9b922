"""Find the names of an article, and which mentions are of one person, place or organisation."""
