-- Version 3: what people say of translations and summaries, and what the queue is drawn from.
--
-- Human tables name documents by their id and refer to no other table of the store: nothing that a
-- run does deletes or replaces a row of them. They hold their own copies of source and machine text.
-- A place is: document, language, part ("translation" or "summary"), block and sentence. In a
-- summary, block is which of the summaries of its language it is, and sentence -1 its headline, -2
-- its teaser. Times are seconds since the epoch, hashes SHA-256.

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
-- it is, and a copy of what the person saw stays here. The place is that at which they saw it: where
-- the sentence stands by now is found by its source. So two rows may have one place, of which one is
-- of a sentence that is gone.
CREATE TABLE corrections (
  number   INTEGER PRIMARY KEY,
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
  changed  REAL NOT NULL
);
CREATE INDEX corrections_place ON corrections (document, language, part, block, sentence);
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
  action        TEXT NOT NULL,     -- "edit", "accept", "undo", "reset", "dismiss", "approve", ...
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
-- REPLACE deletes without asking the trigger for that.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE number = new.number)
BEGIN SELECT RAISE(ABORT, 'rows of the audit table are not changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'rows of the audit table are not deleted'); END;

-- What follows is derived: it can be deleted at any time, and is made anew by who reviews.

-- What the rows of the queue can be filtered by: each combination that there is, once.
CREATE TABLE queue_facets (
  number   INTEGER PRIMARY KEY,
  language TEXT NOT NULL,
  part     TEXT NOT NULL,
  state    TEXT NOT NULL,          -- as it reads now: an approval of another text does not count
  origin   TEXT NOT NULL,          -- the site or folder that a document came from
  codes    TEXT NOT NULL,          -- of open findings, in order, with a space between
  UNIQUE (language, part, state, origin, codes)
);

-- A row a document, language and part.
CREATE TABLE queue (
  number    INTEGER PRIMARY KEY,
  document  TEXT NOT NULL,
  language  TEXT NOT NULL,
  part      TEXT NOT NULL,
  facet     INTEGER NOT NULL REFERENCES queue_facets (number),
  words     INTEGER NOT NULL,      -- its row in queue_text
  title     TEXT NOT NULL,         -- of the source
  heading   TEXT NOT NULL,         -- of the translation
  published TEXT NOT NULL,
  score     REAL,                  -- lowest score of a sentence; NULL if there are none
  sentences INTEGER NOT NULL,
  errors    INTEGER NOT NULL,      -- findings that are open: neither mended nor dismissed
  warnings  INTEGER NOT NULL,
  notes     INTEGER NOT NULL,
  urgent    TEXT NOT NULL,         -- to sort by: what is to be looked at first, ...
  newest    TEXT NOT NULL,         -- ... what was published last, ...
  named     TEXT NOT NULL,         -- ... and by title
  stale     INTEGER NOT NULL DEFAULT 0,  -- 1 if what was done elsewhere may have changed it
  UNIQUE (document, language, part)
);
CREATE INDEX queue_facet ON queue (facet);
CREATE INDEX queue_urgent ON queue (urgent, number, facet);
CREATE INDEX queue_newest ON queue (newest, number, facet);
CREATE INDEX queue_named ON queue (named, number, facet);
CREATE INDEX queue_words ON queue (words, facet);
CREATE INDEX queue_stale ON queue (number) WHERE stale;

-- Full text of source and translation. It keeps no text and forgets none: what reads otherwise by
-- now gets a row of its own, and that of before is found no more.
CREATE VIRTUAL TABLE queue_text USING fts5 (
  text, content = '', tokenize = 'unicode61 remove_diacritics 2'
);

-- Up to which window of the archive the queue is drawn.
CREATE TABLE queue_drawn (
  window INTEGER NOT NULL
);
INSERT INTO queue_drawn VALUES (0);
CREATE INDEX documents_window ON documents (window);
-- A document that reads otherwise, or has no result any more, waits until it is drawn anew.
CREATE TRIGGER documents_leave_the_queue AFTER UPDATE OF text ON documents
WHEN new.text IS NOT old.text
BEGIN DELETE FROM queue WHERE document = new.id; END;
