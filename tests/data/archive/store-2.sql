-- A store of version 2, as the last newsxlate that knew no later one made it: an article translated
-- and summarised, a copy of it under embargo, and a document that failed. Never change it: such stores
-- are out there.
PRAGMA application_id = 1852143475;
PRAGMA user_version = 2;
BEGIN TRANSACTION;
CREATE TABLE runs (
  number   INTEGER PRIMARY KEY,
  started  REAL NOT NULL,          -- seconds since the epoch
  ended    REAL,                   -- NULL while it runs, and if it was killed
  process  INTEGER NOT NULL,
  outcome  TEXT,                   -- "done", "stopped" or the error that ended it
  settings TEXT NOT NULL           -- JSON: inputs and options
);
INSERT INTO runs VALUES(1,1796110471.3207111359,1796110486.8320121765,21692,'done','{"reading": 2}');
CREATE TABLE windows (
  number    INTEGER PRIMARY KEY,
  run       INTEGER NOT NULL REFERENCES runs (number),
  stored    REAL NOT NULL,         -- seconds since the epoch
  documents INTEGER NOT NULL,
  failed    INTEGER NOT NULL,
  words     INTEGER NOT NULL,      -- source words that were translated
  findings  INTEGER NOT NULL
);
INSERT INTO windows VALUES(1,1,1796110486.8041734695,3,1,33,1);
CREATE TABLE texts (
  hash      BLOB PRIMARY KEY,
  words     INTEGER NOT NULL,
  sentences INTEGER NOT NULL,
  data      BLOB NOT NULL          -- compressed: the result without what the tables below hold
);
INSERT INTO texts VALUES(X'a0e7077944cd0035130d17fb11243f00',33,4,X'789cb5543b6fdb3010fe2b046745a515c58db5b5489121489620e8507ba0a43345983a1a7c38090cfff71e65d711bac4719b45c2f11edf433a6eb96f3ae825af787458213cfb17230354d205dd18a80a9ef10d38af2d524d8a14203819aca3f858cf443ec905650f7dbcdaf2002f816a6ea1078d6dea6135109cd1308f42b4cbc09efa5a464639f6d874d1c01ce77843d1b86763913d40f441b6817574207b76a301e940512b8e86481328de8f3a6059ef01f361ae06f6cdd5a053cdcafaf42a4a76af8d217114fc88ceb2882d752a8de944f7ec5eea7db7f4cc4b454abf27f2cbc629704492c6388dec4ea6e74f6b963999501bdbac3caf7e6df98a6490091dc8d668044a126f47be888c434a9593ec1ca7689083de6e8046603486e60292a406f6b87fa15ccece43d92d76d951c45a3aa99c5c776f2a12fb0160527c3d227cc6173c51ef88cfd5e7f279cf99c1903d95eb913567ff84271a3086bdfa1fb0efeabcfe035814e51be047d6e5245dff0a433a1619371255948aee27dea61d0a3aa4cbeaa3ab57bf0ecb7c20bc8eb5d1be4b0a78218ae9c5445c88299501753a6547d26c744dc27bd60ebef8615c1e484ac675ea2e1b2166653bbb14e5b4a15f98ef32be245e1a557263b1fb0dcb37eb3d');
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
  window    INTEGER NOT NULL REFERENCES windows (number), embargoed TEXT, item TEXT, pubstatus TEXT,
  CHECK ((status = 'done') = (text IS NOT NULL))
);
INSERT INTO documents VALUES(1,'schule.txt','wire/schule.txt','Gemeinderat beschließt Umbau der Schule',NULL,'2026-10-06',NULL,X'2a4f0dd85d9451686c483a08ef70cc40',X'a0e7077944cd0035130d17fb11243f00','done',NULL,NULL,1,X'27149c8f204871c4345fafd008e1b81a',1.2476992409999638766,1,NULL,NULL,NULL);
INSERT INTO documents VALUES(2,'kopie.txt','agency/kopie.txt',NULL,'Jo Berg',NULL,NULL,X'd49ba6762bc1557a41a584975a5ff9e4',X'a0e7077944cd0035130d17fb11243f00','done',NULL,NULL,1,X'27149c8f204871c4345fafd008e1b81a',0.0025840050000169867416,1,'2099-01-01T00:00:00+00:00','urn:1',NULL);
INSERT INTO documents VALUES(3,'leer.txt','leer.txt',NULL,NULL,NULL,NULL,X'2c069f9fca64eb8004cd694a144b8967',NULL,'failed','reading','leer.txt is empty',1,X'27149c8f204871c4345fafd008e1b81a',0.0,1,NULL,NULL,NULL);
CREATE TABLE models (
  number    INTEGER PRIMARY KEY,
  signature TEXT NOT NULL UNIQUE
);
INSERT INTO models VALUES(1,'newsxlate:0.1.0|de-en:tiny|rev:|engine:fake|type:none|device:cpu|beam:default|retries:0');
CREATE TABLE translations (
  text     BLOB NOT NULL REFERENCES texts (hash) ON DELETE CASCADE,
  language TEXT NOT NULL,
  settings BLOB NOT NULL,          -- hash of the options and models asked for
  model    INTEGER NOT NULL REFERENCES models (number),
  seconds  REAL NOT NULL,
  data     BLOB NOT NULL,          -- compressed
  PRIMARY KEY (text, language)
);
INSERT INTO translations VALUES(X'a0e7077944cd0035130d17fb11243f00','en',X'a0517e23e5d99578aec5dbf516fd4e88',1,3.5320000000000000284,X'789cb5544d6fdb300cfd2b84ce6e91381db0e5366c3b0deda9c00edb0eb4c4384264c9a0a4b64190ff3eca4ee774fd5abb0e302089a4f8de2329ef9443df666c492d157955a9c605bd896af97d376ed57256a9483e91d734da13dd2409ff14b2d7d681216d0d454801989a6c9d81b426887a1d82938c510796f427b3d377955a596fac6f4ba29f95c294a8eb939ce6e242e71a2c88b28bb417ff46a205694d689cf524c95e84bdaf7e8b983f22e252a2f5215958c105e598d0a4436203c1c365a66870fb27469075c4397d13913d32b68cfd7a52f936e48eaa503f5185ebc09b287031c1590d9d75ce4a7eca1c22a037d0506b3dc8778edba714ef940ea68cd3c562b690b88e621ce7ab10f3b96b88e147ae67f3f7f5199c8f38e407cb0741d1d8d1c13ff118bd0595ae886dda9671650e2ca60727f88ed6718643e6b2559f2dc1476ec88a0f36a257966326f0453443be955c2cb613d5b6a84ec82dbdae64fb7f9e8517e24d7d5f3cda771be11a2344b4727d5b2e0686afc892e45b70abff38dacf229704bdbd0a12eeb37395f23219237dd1c2db01f4fef31e9a1d72d2a12bddde509fd451f76f1fd144e5c8222b8b692e42a930afa5704c188397b828f027b127a9ba6f25986e7ad289cc580aa6dea12e273554fe40b1ae1ee8c13314a7224c24efd80e340bbb81e6e29534e59c6c72f4f73fd45f96340f01');
CREATE TABLE summaries (
  text     BLOB NOT NULL REFERENCES texts (hash) ON DELETE CASCADE,
  language TEXT NOT NULL,
  data     BLOB NOT NULL,          -- compressed: a list, one summary a length
  PRIMARY KEY (text, language)
);
INSERT INTO summaries VALUES(X'a0e7077944cd0035130d17fb11243f00','en',X'789cad53c16edb300cfd1542672f70921e3add86ada7a23d15d8a12b0659621c21b2e449545223c9bf8fb21ba42b90a12b0618901ec5273d3f928f7be1946fb36a5148815e54a2435a07c3c8a1328c1dfa96d68c1790d0137a8d89c3e7bd7cdc0bc267e2948735820ed96beb20ace01e732265080c6a6bd040f0f090311935000588d864eb0c10b302af49af4370b37279eefb1069bcba71416f849c9f9f14b266a043e4dd7c561f9f2ab1b2de58df16318c22f64e692c3f218ed51fea76216e126b4c04570be8ac739645618e2181f2061a6cad07feeed47041c9e2bd4af64207537cbd5fd6cbd1d99426a3cb1ffbdc3518e1475ed4f3ebc515dc4d5ad08f91cfac44ab0e5fcecf5aa7d3b1005b8c968652b718432ca57a53ca4b82438e652bbe59842fb141cb67b0614f7879ad046ed817c8275b4ac476ec8c2dce908a2d7eccd6e3df6a6413ec5482a42cd3864208116e5564f2f7e056178ab2fc687b30eeb84a8e81c75d7a768a50d633261e0c7e422fc9fae110712b0f3c08d6a35ca90d1e68e8517a3689b3b656a3d47d3e34a83a6970a5b223a650b498645dbcb2e48ae15f5f66639a87f47608a60128f9a81246217d76ae127de4f4c4860ab9e7c2f265b68c1d4bacc4d4458cea827ee5408a38339db863faf0b30c258d9d30114e81f92bce29561fd930e55ca38ab1626c351dbc991e595e57ff75dae19fdb07ded123c7a7df1900a2eb');
CREATE TABLE ledgers (
  text BLOB PRIMARY KEY REFERENCES texts (hash) ON DELETE CASCADE,
  data BLOB NOT NULL               -- compressed
);
INSERT INTO ledgers VALUES(X'a0e7077944cd0035130d17fb11243f00',X'789c958f3d0bc2301086ff8adc9ca1a65034a3abe0eaa01d627a95609a487255a1f4bf1bed0704eae076f7beef7d3c1da025af31803875a02b106b064a5a67b59206041cb00d242b02064d8c6a6787e8c53875fba64394d12a0491c586a4271045d4d1c66dc5769e03d14d36cf469b6f1810be283d749101538534998f14cbfb77432d4d40064fe72bacc6b6ef4b060fe9b5b4f479b2ecd980c453a47d8cd8d5d199fa0754be0cc5d7f9f436cf17b18ad1cf8b192b39368225da84b63bb759562b7f45dfa00e8431f3276ed9bf01fe859643');
CREATE TABLE findings (
  text     BLOB NOT NULL REFERENCES texts (hash) ON DELETE CASCADE,
  language TEXT NOT NULL,          -- "" for what concerns the source
  code     TEXT NOT NULL,
  severity TEXT NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (text, language, code, severity)
);
INSERT INTO findings VALUES(X'a0e7077944cd0035130d17fb11243f00','en','N303','error',1);
CREATE TABLE memory (
  key    BLOB PRIMARY KEY,         -- hash of engine, language, search options and source tokens
  window INTEGER NOT NULL,         -- in which it was made
  data   BLOB NOT NULL             -- JSON: score, whether it was finished, target tokens
) WITHOUT ROWID;
INSERT INTO memory VALUES(X'1d11ac35d8535b8d41c390b9d5d2a280',1,X'5b2d302e352c747275652c5b22546865222c2220776f726b73222c2220636f7374222c22203432222c22206d696c6c696f6e222c22206575726f73222c2220616e64222c2220626567696e222c2220696e222c22204d61792e225d5d');
INSERT INTO memory VALUES(X'912622cd766db2236e493c199a2f3cc0',1,X'5b2d302e352c747275652c5b22546865222c2220636f756e63696c222c22206f66222c22204e65757374616474222c222064656369646564222c22206f6e222c222054756573646179222c2220746f222c222072656275696c64222c2220746865222c22206f6c64222c22207363686f6f6c2e225d5d');
INSERT INTO memory VALUES(X'd01a51d09818244fedef8e7df9331297',1,X'5b2d302e352c747275652c5b2254686973222c2220776173222c222073616964222c22206279222c22204d61796f72222c22204b6172696e222c2220576f6c662e225d5d');
INSERT INTO memory VALUES(X'd327f3d4776149f818f928ea713fc7e0',1,X'5b2d302e352c747275652c5b22436f756e63696c222c222064656369646573222c2220746f222c222072656275696c64222c2220746865222c22207363686f6f6c225d5d');
CREATE INDEX documents_text ON documents (text);
CREATE INDEX documents_status ON documents (status) WHERE status <> 'done';
CREATE INDEX documents_item ON documents (item) WHERE item IS NOT NULL;
COMMIT;
