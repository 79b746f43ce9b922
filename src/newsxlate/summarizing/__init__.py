"""Summaries of an article: extracted, or written by a model; every sentence held to its source."""
