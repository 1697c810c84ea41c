-- The ledger in PostgreSQL, version 1; FORMAT.md says what it means. Executed once, in one
-- transaction, by a role that may create roles; forward only: a later version is another file.
-- Only what every PostgreSQL kind has: no triggers, advisory locks, sequences, NOTIFY, extensions.
-- What may not change is not granted: the writer only inserts, but for heads, the private parts
-- and the vault. Names and references that come from outside are bytea: any byte, in byte order.
CREATE SCHEMA chopay AUTHORIZATION chopay_owner;
SET LOCAL ROLE chopay_owner;
SET LOCAL search_path TO chopay;

CREATE TABLE schema_version (
  version int8 PRIMARY KEY
);

CREATE TABLE lease (                   -- which gateway adds to the logs: one row
  only_one bool PRIMARY KEY DEFAULT true CHECK (only_one),
  holder text COLLATE "C" NOT NULL,    -- empty: nobody
  beat int8 NOT NULL                   -- counts up as long as the holder lives
);
INSERT INTO lease (holder, beat) VALUES ('', 0);

CREATE TABLE chain_head (              -- the only place where logs move, by compare-and-swap
  market text COLLATE "C" PRIMARY KEY,
  epoch int8 NOT NULL,                 -- rises with each taking over: fences who wrote before
  seq int8 NOT NULL CHECK (seq BETWEEN 0 AND 1099511627775),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  opened int8 NOT NULL,                -- how many markets there were before
  checkpoint_day int8,                 -- the newest signed checkpoint
  checkpoint_size int8,
  checkpoint_note text COLLATE "C"
);

CREATE TABLE entry (
  market text COLLATE "C" NOT NULL,
  seq int8 NOT NULL,
  stall text COLLATE "C",
  hash bytea NOT NULL CHECK (length(hash) = 32),
  bytes bytea NOT NULL,
  PRIMARY KEY (market, seq)
);
CREATE INDEX entry_of_stall ON entry (market, stall, seq) WHERE stall IS NOT NULL;

CREATE TABLE entry_private (           -- the erasable part of an entry: salt and bytes
  market text COLLATE "C" NOT NULL,
  seq int8 NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (market, seq)
);

CREATE TABLE credit_key (
  market text COLLATE "C" NOT NULL,
  day int8 NOT NULL,
  bank bytea NOT NULL,
  reference bytea NOT NULL,            -- before the account, as in SQLite: one right edge
  account bytea NOT NULL,
  seq int8 NOT NULL,
  PRIMARY KEY (market, day, bank, reference, account)
);

CREATE TABLE day_total (               -- the sums as of last_seq: a later row does not replace it
  market text COLLATE "C" NOT NULL,
  day int8 NOT NULL,
  account bytea NOT NULL,
  last_seq int8 NOT NULL,
  postings int8 NOT NULL,
  amount int8 NOT NULL,
  PRIMARY KEY (market, day, account, last_seq)
);

CREATE TABLE tile (                    -- roots of full tiles of the Merkle tree, levels 1 and up
  market text COLLATE "C" NOT NULL,
  level int8 NOT NULL,
  n int8 NOT NULL,
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (market, level, n)
);

CREATE TABLE checkpoint (              -- the last signed checkpoint of each day before the newest's
  market text COLLATE "C" NOT NULL,
  day int8 NOT NULL,
  size int8 NOT NULL,
  note text COLLATE "C" NOT NULL,
  PRIMARY KEY (market, day)
);

CREATE TABLE vault (                   -- of all markets; small, a copy on every node of a cluster
  name text COLLATE "C" PRIMARY KEY,
  value bytea NOT NULL
);

INSERT INTO schema_version (version) VALUES (1);

GRANT USAGE ON SCHEMA chopay TO chopay_writer, chopay_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA chopay TO chopay_writer, chopay_reader;
-- Who reads the logs need not read keys, payers and raw notices.
REVOKE SELECT ON entry_private, vault FROM chopay_reader;
GRANT INSERT ON chain_head, entry, entry_private, credit_key, day_total, tile, checkpoint, vault
  TO chopay_writer;
GRANT UPDATE (holder, beat) ON lease TO chopay_writer;
GRANT UPDATE (epoch, seq, hash, checkpoint_day, checkpoint_size, checkpoint_note) ON chain_head
  TO chopay_writer;
GRANT UPDATE (bytes) ON entry_private TO chopay_writer;
GRANT UPDATE (value), DELETE ON vault TO chopay_writer;
