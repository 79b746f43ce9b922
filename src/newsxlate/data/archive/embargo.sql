-- Version 2: until when a document must not be published, ISO 8601 with a time zone; NULL if it may.
ALTER TABLE documents ADD COLUMN embargoed TEXT;
