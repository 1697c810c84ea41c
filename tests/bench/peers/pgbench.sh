#!/bin/bash
# The same rows by PostgreSQL with its own load generator: pgbench.sh FOLDER SECONDS CLIENTS
# Prints the transactions a second. A server of its own in FOLDER, fsync on, over a local socket.
set -euo pipefail
folder=$1 seconds=$2 clients=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
programs=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort | tail -n 1)

# PostgreSQL refuses to run as root.
as_owner() {
  if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"; else "$@"; fi
}

rm -rf "$folder"
mkdir -p "$folder"
if [ "$(id -u)" -eq 0 ]; then chown nobody:nogroup "$folder"; fi
cd "$folder"
as_owner "$programs/initdb" --pgdata=data --auth=trust --username=bench >initdb.log
stop() { as_owner "$programs/pg_ctl" --pgdata=data --mode=immediate stop >/dev/null; }
trap stop EXIT
as_owner "$programs/pg_ctl" --pgdata=data --log=server.log --wait \
  --options="-c listen_addresses='' -c unix_socket_directories='$folder' -c max_connections=300" \
  start >/dev/null
export PGHOST=$folder PGUSER=bench PGDATABASE=postgres
psql --quiet --file="$here/schema.sql"
"$programs/pgbench" --no-vacuum --client="$clients" --jobs=2 --time="$seconds" --protocol=prepared \
  --file="$here/payment.sql" | sed -n 's/^tps = \([0-9]*\).*/\1/p'
