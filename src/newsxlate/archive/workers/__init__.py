"""Processes and threads that work for a run: reading ahead, translating, checking."""
