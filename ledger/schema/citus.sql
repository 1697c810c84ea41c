-- Divides the ledger's tables among the nodes of a Citus cluster, by market: all that one batch of a
-- market writes lies on one shard, and the tables' keys hold as they stand. `chopay store init --citus`
-- executes it after the tables are made, as a user who may create extensions; what is divided already
-- stays as it is. 64 shards: Vietnam's markets, at 8 TB a server, are some 16 servers after three years,
-- and shards move whole.
CREATE EXTENSION IF NOT EXISTS citus;

-- Small, read everywhere, written seldom: a copy on every node.
SELECT create_reference_table('chopay.schema_version')
  WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'chopay.schema_version'::regclass);
SELECT create_reference_table('chopay.lease')
  WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'chopay.lease'::regclass);
SELECT create_reference_table('chopay.vault')
  WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'chopay.vault'::regclass);

-- By market, each market's rows of all tables on the same node.
SELECT create_distributed_table('chopay.chain_head', 'market', shard_count := 64)
  WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'chopay.chain_head'::regclass);
SELECT create_distributed_table('chopay.entry', 'market', colocate_with := 'chopay.chain_head')
  WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'chopay.entry'::regclass);
SELECT create_distributed_table('chopay.entry_private', 'market', colocate_with := 'chopay.chain_head')
  WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'chopay.entry_private'::regclass);
SELECT create_distributed_table('chopay.credit_key', 'market', colocate_with := 'chopay.chain_head')
  WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'chopay.credit_key'::regclass);
SELECT create_distributed_table('chopay.day_total', 'market', colocate_with := 'chopay.chain_head')
  WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'chopay.day_total'::regclass);
SELECT create_distributed_table('chopay.tile', 'market', colocate_with := 'chopay.chain_head')
  WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'chopay.tile'::regclass);
SELECT create_distributed_table('chopay.checkpoint', 'market', colocate_with := 'chopay.chain_head')
  WHERE NOT EXISTS (SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'chopay.checkpoint'::regclass);
