CREATE SEQUENCE entry_seq CACHE 64;
CREATE TABLE entry (
  seq BIGINT PRIMARY KEY,
  hash BYTEA NOT NULL,
  bytes TEXT NOT NULL
);
CREATE TABLE posting (
  seq BIGINT, leg INT, account TEXT, amount BIGINT,
  PRIMARY KEY (seq, leg)
);
CREATE TABLE credit_key (
  day DATE, reference TEXT, account TEXT, seq BIGINT,
  PRIMARY KEY (day, reference, account)
);
