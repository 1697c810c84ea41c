-- Version 3: a gateway that leads and cannot add to the logs leaves the lease to one that can.
SET LOCAL ROLE chopay_owner;
SET LOCAL search_path TO chopay;

ALTER TABLE lease ADD COLUMN offered boolean NOT NULL DEFAULT false;
GRANT UPDATE (offered) ON lease TO chopay_writer;

INSERT INTO schema_version (version) VALUES (3);
