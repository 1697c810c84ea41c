-- Version 2: where the gateway that holds the lease is reached by the others.
SET LOCAL ROLE chopay_owner;
SET LOCAL search_path TO chopay;

ALTER TABLE lease ADD COLUMN address text COLLATE "C" NOT NULL DEFAULT '';
GRANT UPDATE (address) ON lease TO chopay_writer;

INSERT INTO schema_version (version) VALUES (2);
