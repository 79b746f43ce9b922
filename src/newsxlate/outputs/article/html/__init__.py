"""One article as a page: source and translations side by side, with names and findings."""
