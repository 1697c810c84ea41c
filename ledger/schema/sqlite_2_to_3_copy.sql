-- From schema version 2, after sqlite.sql: its rows never trailed.
INSERT INTO entry
  SELECT e.id, e.stall, e.stall_before, e.hash, e.bytes, p.bytes FROM entry_2 e
  LEFT JOIN entry_private p ON p.id = e.id;
INSERT INTO chain_head SELECT market_no, seq, hash, seq, hash FROM chain_head_2;
INSERT INTO stall_head
  SELECT s.market_no, s.stall, s.seq, e.hash FROM stall_head_2 s
  JOIN entry e ON e.id = s.market_no * 1099511627776 + s.seq;
DROP TABLE entry_2;
DROP TABLE entry_private;
DROP TABLE chain_head_2;
DROP TABLE stall_head_2;
