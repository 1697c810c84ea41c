-- The ledger in SQLite; FORMAT.md says what it means. Executed once, in one transaction, and again
-- by what brings an older file up to it.
CREATE TABLE IF NOT EXISTS market (
  no INTEGER PRIMARY KEY CHECK (no BETWEEN 1 AND 4194303),
  id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE IF NOT EXISTS chain_head (
  market_no INTEGER PRIMARY KEY REFERENCES market (no),
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  derived_seq INTEGER NOT NULL,        -- no row of day_total or stall_head lacks an entry up to it
  derived_hash BLOB NOT NULL CHECK (length(derived_hash) = 32)
) STRICT;

CREATE TABLE IF NOT EXISTS entry (
  id INTEGER PRIMARY KEY,              -- market_no * 2^40 + seq
  stall TEXT,
  stall_before INTEGER,                -- seq of the stall's previous entry
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  bytes BLOB NOT NULL,
  private BLOB                         -- the erasable part: salt and bytes
) STRICT;

CREATE TABLE IF NOT EXISTS stall_head (              -- newest entry of each stall, but for those after derived_seq
  market_no INTEGER NOT NULL,
  stall TEXT NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (market_no, stall)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS credit_key (
  market_no INTEGER NOT NULL,
  day INTEGER NOT NULL,
  bank TEXT NOT NULL,
  reference TEXT NOT NULL,             -- before the account: references of a bank rise with time,
  account TEXT NOT NULL,               -- so that all accounts share one right edge
  seq INTEGER NOT NULL,
  PRIMARY KEY (market_no, day, bank, reference, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS day_total (               -- each sum as of its last_seq
  market_no INTEGER NOT NULL,
  day INTEGER NOT NULL,
  account TEXT NOT NULL,
  postings INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  PRIMARY KEY (market_no, day, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS tile (                    -- roots of full tiles of the Merkle tree, levels 1 and up
  market_no INTEGER NOT NULL,
  level INTEGER NOT NULL,
  n INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (market_no, level, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS checkpoint (              -- the newest signed checkpoint of each day
  market_no INTEGER NOT NULL,
  day INTEGER NOT NULL,
  size INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY (market_no, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS vault (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Against our own bugs; signed checkpoints are against people who can write the file.
CREATE TRIGGER IF NOT EXISTS market_not_updated BEFORE UPDATE ON market
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS market_not_deleted BEFORE DELETE ON market
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS entry_not_updated
BEFORE UPDATE OF id, stall, stall_before, hash, bytes ON entry
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS entry_not_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS credit_key_not_updated BEFORE UPDATE ON credit_key
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS credit_key_not_deleted BEFORE DELETE ON credit_key
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS chain_head_not_deleted BEFORE DELETE ON chain_head
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS tile_not_updated BEFORE UPDATE ON tile
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS tile_not_deleted BEFORE DELETE ON tile
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS checkpoint_only_grows BEFORE UPDATE ON checkpoint
WHEN NEW.size < OLD.size OR NEW.day IS NOT OLD.day OR NEW.market_no IS NOT OLD.market_no
BEGIN SELECT RAISE(ABORT, 'a checkpoint does not shrink'); END;
CREATE TRIGGER IF NOT EXISTS checkpoint_not_deleted BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'append-only'); END;
-- Once a batch and not at each entry, where a trigger would cost as much as the row.
CREATE TRIGGER IF NOT EXISTS chain_head_without_gap BEFORE UPDATE ON chain_head
WHEN NEW.seq - OLD.seq IS NOT (
  SELECT count(*) FROM entry WHERE id > NEW.market_no * 1099511627776 + OLD.seq
                               AND id <= NEW.market_no * 1099511627776 + NEW.seq)
BEGIN SELECT RAISE(ABORT, 'gap'); END;

PRAGMA user_version = 3;
