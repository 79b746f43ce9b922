"""The store of an archive: one SQLite file, with its reader, writer and translation memory."""
