-- index.sqlite of a corpus; PRAGMA application_id = 1364349529 ('QRRY'), user_version = 1.
-- Tables are filled in the order of their keys; the indexes are made afterwards.

CREATE TABLE meta (
  key TEXT PRIMARY KEY,           -- 'format', 'tool', 'pipeline_sha256', 'full_text', 'distinct_domains'
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE shards (
  shard INTEGER PRIMARY KEY,      -- from 0
  name TEXT NOT NULL,             -- 'shard-00000.jsonl.zst'
  first INTEGER NOT NULL,         -- number of its first document
  documents INTEGER NOT NULL
);

CREATE TABLE packs (
  pack INTEGER PRIMARY KEY,       -- from 0
  name TEXT NOT NULL              -- 'images-00000.tar'
);

CREATE TABLE documents (
  id BLOB PRIMARY KEY,            -- 10 bytes: the record's 20 hexadecimal digits
  number INTEGER NOT NULL,        -- place in the corpus, from 0: shards in order, lines in order
  shard INTEGER NOT NULL,
  frame_offset INTEGER NOT NULL,  -- the zstd frame in the shard, in bytes
  frame_length INTEGER NOT NULL,
  offset INTEGER NOT NULL,        -- the line in the frame's text, in bytes
  length INTEGER NOT NULL,
  url TEXT NOT NULL,
  captured TEXT NOT NULL,         -- 14 digits, '' when unknown
  language TEXT NOT NULL,         -- ISO 639-1, '' when not identified
  title TEXT NOT NULL,
  domain TEXT NOT NULL,           -- host of the URL without 'www.'
  words INTEGER NOT NULL,
  images INTEGER NOT NULL,        -- occurrences
  character_repetition_ratio REAL NOT NULL,
  word_repetition_ratio REAL NOT NULL,
  special_character_ratio REAL NOT NULL,
  stop_word_ratio REAL NOT NULL,
  flagged_word_ratio REAL NOT NULL,
  punctuation_ratio REAL NOT NULL,
  common_word_ratio REAL NOT NULL,
  spam_word_ratio REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE images (
  sha256 BLOB PRIMARY KEY,        -- 32 bytes
  pack INTEGER NOT NULL,          -- -1 when the corpus has not its bytes
  offset INTEGER NOT NULL,        -- the content in the pack, in bytes
  length INTEGER NOT NULL,
  format TEXT NOT NULL,           -- 'jpeg', 'png', 'webp', 'gif', 'avif'
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  phash BLOB NOT NULL,            -- 8 bytes, x'' when not measured
  mode TEXT,                      -- Pillow's: '1', 'L', 'P', 'LA', 'RGB', 'RGBA', 'CMYK', 'I;16'; from here on
                                  -- NULL when an index was made again from shards alone
  frames INTEGER,                 -- more than 1: animated
  orientation INTEGER,            -- EXIF's, 1 to 8
  icc INTEGER,                    -- 1 with a colour profile
  color TEXT,                     -- the mean, '#rrggbb'
  entropy REAL,                   -- of the luma histogram, bits; 0 for one flat colour
  sharpness REAL,                 -- variance of the luma's Laplacian; 0 for a blank picture
  nsfw REAL                       -- 0 to 1, NULL when no rule asked
) WITHOUT ROWID;

CREATE TABLE occurrences (
  document BLOB NOT NULL,         -- documents.id
  position INTEGER NOT NULL,      -- index in the record's segments
  image BLOB NOT NULL,            -- images.sha256, x'' when the bytes are unknown
  url TEXT NOT NULL,
  PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE clusters (
  document BLOB PRIMARY KEY,      -- documents.id: one that stays for its near-duplicates
  size INTEGER NOT NULL,          -- documents, itself included
  first TEXT NOT NULL,            -- oldest capture, 14 digits, '' when unknown
  last TEXT NOT NULL,             -- newest capture
  domain_count INTEGER NOT NULL,
  domains TEXT NOT NULL           -- at most ten, a space between them
) WITHOUT ROWID;

CREATE TABLE accounts (
  unit TEXT PRIMARY KEY,          -- 'record', 'document', 'paragraph', 'image'
  born INTEGER NOT NULL,          -- = written + the sum of its drops
  written INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE drops (
  unit TEXT NOT NULL,
  reason TEXT NOT NULL,           -- schemas/reasons.md
  count INTEGER NOT NULL,
  PRIMARY KEY (unit, reason)
) WITHOUT ROWID;

CREATE TABLE distributions (      -- counted once, so that no question has to read every row
  name TEXT NOT NULL,             -- 'words', 'images', 'language', 'domain' of documents; 'width', 'height',
                                  -- 'format' of images
  value NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (name, value)
) WITHOUT ROWID;

CREATE UNIQUE INDEX documents_number ON documents (number);
CREATE INDEX documents_url ON documents (url);
CREATE INDEX documents_domain ON documents (domain);
CREATE INDEX occurrences_image ON occurrences (image);

-- Of a catalogue alone, whose user_version is 2.
CREATE TABLE ranges (             -- of a catalogue alone: files of the same tables, each of a range of documents
  range INTEGER PRIMARY KEY,      -- from 0
  name TEXT NOT NULL,             -- 'documents-00000.sqlite' in index/
  first INTEGER NOT NULL,         -- number of its first document
  documents INTEGER NOT NULL
);

-- Unless the pipeline switches full-text search off; its rowid is documents.number.
CREATE VIRTUAL TABLE documents_text USING fts5 (
  title, body, alt,               -- body: all text segments; alt: alternative texts and captions
  content = '',                   -- words of scripts without blanks: a blank is put between them (ICU)
  tokenize = "unicode61 categories 'L* N* Mn Mc Co'"
);
