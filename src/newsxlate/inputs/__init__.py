"""Everything that is read: single articles, and streams of documents from archives."""
