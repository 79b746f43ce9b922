-- Version 3: what people say of translations and summaries, and what the queue is drawn from.
--
-- Human tables name documents by their id and refer to no other table of the store: nothing that a
-- run does deletes or replaces a row of them. They hold their own copies of source and machine text.
-- A place is: document, language, part ("translation" or "summary"), block and sentence. In a
-- summary, block is which of the summaries of its language it is, and sentence -1 its headline, -2
-- its teaser. Times are seconds since the epoch.

-- Names stand here alone, so that one can be replaced by a pseudonym.
CREATE TABLE people (
  number INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE
);

-- The state of a part of a document; without a row it is the machine's.
CREATE TABLE reviews (
  document      TEXT NOT NULL,
  language      TEXT NOT NULL,
  part          TEXT NOT NULL CHECK (part IN ('translation', 'summary')),
  state         TEXT NOT NULL CHECK (state IN ('in review', 'approved', 'sent back')),
  person        INTEGER NOT NULL REFERENCES people (number),   -- who set the state
  authenticated INTEGER NOT NULL,
  responsible   INTEGER NOT NULL,  -- 1 if in approving it they took editorial responsibility
  note          TEXT NOT NULL,
  text          BLOB,              -- hash of the text (documents.text) at the last change
  source_hash   TEXT NOT NULL,     -- SHA-256 of the source, of the machine's text ...
  machine_hash  TEXT NOT NULL,
  final_hash    TEXT NOT NULL,     -- ... and of what was approved; "" if it is not
  changed       REAL NOT NULL,
  PRIMARY KEY (document, language, part)
) WITHOUT ROWID;
CREATE INDEX reviews_state ON reviews (state);

-- Sentences that were accepted or edited. The machine's text is never overwritten: it stays where
-- it is, and a copy of what the person saw stays here.
CREATE TABLE corrections (
  document TEXT NOT NULL,
  language TEXT NOT NULL,
  part     TEXT NOT NULL CHECK (part IN ('translation', 'summary')),
  block    INTEGER NOT NULL,
  sentence INTEGER NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('accepted', 'edited')),
  source   TEXT NOT NULL,
  machine  TEXT NOT NULL,
  text     TEXT NOT NULL,
  version  INTEGER NOT NULL,       -- grows by one with each change
  person   INTEGER NOT NULL REFERENCES people (number),
  changed  REAL NOT NULL,
  PRIMARY KEY (document, language, part, block, sentence)
) WITHOUT ROWID;
-- The human translation memory looks for source sentences.
CREATE INDEX corrections_source ON corrections (source, language) WHERE part = 'translation';

-- Findings that were declared to be none: in their document, and wherever the same code says the
-- same of the same pair of sentences.
CREATE TABLE dismissals (
  document TEXT NOT NULL,
  key      BLOB NOT NULL,          -- hash of language, code, source, target and message
  language TEXT NOT NULL,          -- "" for what concerns the source
  part     TEXT NOT NULL,
  block    INTEGER,
  sentence INTEGER,
  code     TEXT NOT NULL,
  source   TEXT NOT NULL,
  target   TEXT NOT NULL,
  message  TEXT NOT NULL,
  reason   TEXT NOT NULL,
  person   INTEGER NOT NULL REFERENCES people (number),
  changed  REAL NOT NULL,
  PRIMARY KEY (document, key)
) WITHOUT ROWID;
CREATE INDEX dismissals_key ON dismissals (key);

-- Names and terms that an editor confirmed, for one document or ("") for good.
CREATE TABLE terms (
  document TEXT NOT NULL,
  language TEXT NOT NULL,
  source   TEXT NOT NULL,
  target   TEXT NOT NULL,
  person   INTEGER NOT NULL REFERENCES people (number),
  changed  REAL NOT NULL,
  PRIMARY KEY (document, language, source)
) WITHOUT ROWID;

-- Every change: who, when, what was, what is. Rows are only added, and each holds a hash of itself
-- and of the one before. Of a person it holds the number.
CREATE TABLE audit (
  number        INTEGER PRIMARY KEY,
  time          REAL NOT NULL,
  person        INTEGER NOT NULL,
  authenticated INTEGER NOT NULL,
  action        TEXT NOT NULL,     -- "edit", "accept", "reset", "dismiss", "recall", "approve", ...
  document      TEXT NOT NULL,
  language      TEXT NOT NULL,
  part          TEXT NOT NULL,
  block         INTEGER,
  sentence      INTEGER,
  was           TEXT NOT NULL,
  "is"          TEXT NOT NULL,
  note          TEXT NOT NULL,
  hash          BLOB NOT NULL      -- SHA-256 of the hash before and of this row as canonical JSON
);
CREATE INDEX audit_document ON audit (document, language, part);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'rows of the audit table are not changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'rows of the audit table are not deleted'); END;

-- What follows is derived: it can be deleted at any time, and is made anew by who reviews.

-- A row a document, language and part, to sort and to filter by.
CREATE TABLE queue (
  number    INTEGER PRIMARY KEY AUTOINCREMENT,
  document  TEXT NOT NULL,
  language  TEXT NOT NULL,
  part      TEXT NOT NULL,
  title     TEXT NOT NULL,         -- of the source
  heading   TEXT NOT NULL,         -- of the translation
  origin    TEXT NOT NULL,         -- the site or folder it came from
  published TEXT NOT NULL,
  score     REAL,                  -- lowest score of a sentence; NULL if there are none
  sentences INTEGER NOT NULL,
  errors    INTEGER NOT NULL,      -- findings that are open: neither mended nor dismissed
  warnings  INTEGER NOT NULL,
  notes     INTEGER NOT NULL,
  UNIQUE (document, language, part)
);
CREATE INDEX queue_order ON queue (errors DESC, warnings DESC, score, published DESC, number);

CREATE TABLE queue_codes (
  row  INTEGER NOT NULL REFERENCES queue (number) ON DELETE CASCADE,
  code TEXT NOT NULL,
  PRIMARY KEY (row, code)
) WITHOUT ROWID;
CREATE INDEX queue_codes_code ON queue_codes (code);

-- Full text of source and translation, by the numbers of `queue`. It keeps no text and forgets none:
-- a row that is drawn anew gets a new number, and what has the old one is found no more.
CREATE VIRTUAL TABLE queue_text USING fts5 (
  text, content = '', tokenize = 'unicode61 remove_diacritics 2'
);

-- Up to which window of the archive the queue is drawn.
CREATE TABLE queue_drawn (
  window INTEGER NOT NULL
);
INSERT INTO queue_drawn VALUES (0);
CREATE INDEX documents_window ON documents (window);
