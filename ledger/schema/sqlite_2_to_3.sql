-- From schema version 2, before sqlite.sql makes the tables that have new columns.
DROP TRIGGER entry_not_updated;
DROP TRIGGER entry_not_deleted;
DROP TRIGGER chain_head_not_deleted;
DROP TRIGGER chain_head_without_gap;
ALTER TABLE entry RENAME TO entry_2;
ALTER TABLE chain_head RENAME TO chain_head_2;
ALTER TABLE stall_head RENAME TO stall_head_2;
