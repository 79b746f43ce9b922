-- The store of an archive. Hashes are BLAKE2b, 16 bytes. "Compressed" is zlib over JSON in UTF-8.

-- Where a run's findings and times go to, one row a run.
CREATE TABLE runs (
  number   INTEGER PRIMARY KEY,
  started  REAL NOT NULL,          -- seconds since the epoch
  ended    REAL,                   -- NULL while it runs, and if it was killed
  process  INTEGER NOT NULL,
  outcome  TEXT,                   -- "done", "stopped" or the error that ended it
  settings TEXT NOT NULL           -- JSON: inputs and options
);

-- Documents are worked through in windows; each is stored in one transaction.
CREATE TABLE windows (
  number    INTEGER PRIMARY KEY,
  run       INTEGER NOT NULL REFERENCES runs (number),
  stored    REAL NOT NULL,         -- seconds since the epoch
  documents INTEGER NOT NULL,
  failed    INTEGER NOT NULL,
  words     INTEGER NOT NULL,      -- source words that were translated
  findings  INTEGER NOT NULL
);

-- Texts after cleaning. Copies of an agency's report are one text.
CREATE TABLE texts (
  hash      BLOB PRIMARY KEY,
  words     INTEGER NOT NULL,
  sentences INTEGER NOT NULL,
  data      BLOB NOT NULL          -- compressed: the result without what the tables below hold
);

CREATE TABLE documents (
  number    INTEGER PRIMARY KEY,   -- in the order in which they were first stored
  id        TEXT NOT NULL UNIQUE,
  name      TEXT NOT NULL,
  title     TEXT,
  byline    TEXT,
  published TEXT,
  url       TEXT,
  source    BLOB NOT NULL,         -- hash of the document as it lies in the archive
  text      BLOB REFERENCES texts (hash),
  status    TEXT NOT NULL CHECK (status IN ('done', 'failed', 'waiting')),
  stage     TEXT,                  -- where it failed: "input", "reading" or "translating"
  reason    TEXT,                  -- why it failed
  attempts  INTEGER NOT NULL,
  settings  BLOB NOT NULL,         -- hash of the options it was worked through with
  seconds   REAL NOT NULL,         -- spent on reading, cleaning and segmenting
  window    INTEGER NOT NULL REFERENCES windows (number),
  CHECK ((status = 'done') = (text IS NOT NULL))
);
CREATE INDEX documents_text ON documents (text);
CREATE INDEX documents_status ON documents (status) WHERE status <> 'done';

-- What made translations: versions, models with revisions, engine, beam.
CREATE TABLE models (
  number    INTEGER PRIMARY KEY,
  signature TEXT NOT NULL UNIQUE
);

CREATE TABLE translations (
  text     BLOB NOT NULL REFERENCES texts (hash) ON DELETE CASCADE,
  language TEXT NOT NULL,
  settings BLOB NOT NULL,          -- hash of the options and models asked for
  model    INTEGER NOT NULL REFERENCES models (number),
  seconds  REAL NOT NULL,
  data     BLOB NOT NULL,          -- compressed
  PRIMARY KEY (text, language)
);

CREATE TABLE summaries (
  text     BLOB NOT NULL REFERENCES texts (hash) ON DELETE CASCADE,
  language TEXT NOT NULL,
  data     BLOB NOT NULL,          -- compressed: a list, one summary a length
  PRIMARY KEY (text, language)
);

CREATE TABLE ledgers (
  text BLOB PRIMARY KEY REFERENCES texts (hash) ON DELETE CASCADE,
  data BLOB NOT NULL               -- compressed
);

CREATE TABLE findings (
  text     BLOB NOT NULL REFERENCES texts (hash) ON DELETE CASCADE,
  language TEXT NOT NULL,          -- "" for what concerns the source
  code     TEXT NOT NULL,
  severity TEXT NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (text, language, code, severity)
);

-- The translation memory: what an engine made of its source tokens.
CREATE TABLE memory (
  key    BLOB PRIMARY KEY,         -- hash of engine, language, search options and source tokens
  window INTEGER NOT NULL,         -- in which it was made
  data   BLOB NOT NULL             -- JSON: score, whether it was finished, target tokens
) WITHOUT ROWID;
