-- One payment: the key, the entry with its hash, two postings.
\set stall random(1, 1000)
\set dong random(1000, 900000)
WITH n AS (SELECT nextval('entry_seq') AS seq),
k AS (INSERT INTO credit_key SELECT CURRENT_DATE, 'FT' || lpad(seq::text, 12, '0'), 'A' || :stall::int, seq
      FROM n ON CONFLICT DO NOTHING RETURNING seq),
t AS (SELECT seq, '{"v":1,"market":"ha-long-1","seq":' || seq || ',"prev":"'
             || repeat('0', 64) || '","kind":"credit","stall":"A' || :stall::int
             || '","post":[["bank/970436/1017595600",' || :dong::bigint || '],["sales/A' || :stall::int
             || '",-' || :dong::bigint || ']],"data":{"source":"sepay-main","verdict":"static"}}' AS bytes
      FROM k),
e AS (INSERT INTO entry SELECT seq, sha256(bytes::bytea), bytes FROM t)
INSERT INTO posting
  SELECT seq, 0, 'bank/970436/1017595600', :dong::bigint FROM k
  UNION ALL SELECT seq, 1, 'sales/A' || :stall::int, -:dong::bigint FROM k;
