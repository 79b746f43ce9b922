-- Version 2: what agencies say of when and whether an item may be published.

-- Until when a document must not be published, ISO 8601 with a time zone; NULL if it may.
ALTER TABLE documents ADD COLUMN embargoed TEXT;
-- What an agency calls the item in all its versions. NULL for what is no agency's.
ALTER TABLE documents ADD COLUMN item TEXT;
-- Of an item that its publisher withdrew: 'canceled' for good, 'withheld' until a later version.
ALTER TABLE documents ADD COLUMN pubstatus TEXT;
CREATE INDEX documents_item ON documents (item) WHERE item IS NOT NULL;
