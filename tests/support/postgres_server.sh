#!/bin/sh
# postgres_server.sh DIR [OPTION…]: makes a PostgreSQL server of its own in the empty folder DIR and
# becomes it, until its parent ends. It listens on a socket in DIR alone, trusts every user, and is
# as durable as a real one. Ends with 77 where PostgreSQL is not installed.
#
# The first one leaves a copy of its empty data in build/, where there is such a folder, for those
# that come after it: initdb takes longer than most tests.
set -eu
directory=$1
shift
programs=$(find /usr/lib/postgresql -path '*/bin/postgres' 2>/dev/null | sort -V | tail -n 1)
if [ -z "$programs" ]; then
  echo "PostgreSQL is not installed: apt-get install postgresql" >&2
  exit 77
fi
programs=${programs%/postgres}
# Of this user; another version, or another script, makes it anew.
kept=$({ "$programs/postgres" --version; id -u; cat "$0"; } | cksum)
kept=$(realpath "$(dirname "$0")/../..")/build/postgres-${kept%% *}

# PostgreSQL refuses to run as root.
become="setpriv --pdeathsig QUIT"
if [ "$(id -u)" = 0 ]; then
  become="$become --reuid postgres --regid postgres --clear-groups"
  chown postgres "$directory"
fi
chmod 0755 "$directory"  # the socket is for those who test, too
cd "$directory"

# It has its name only when it is whole and on the disk. Where that is not possible, or another
# was faster, the server does without.
keep_data() {
  copy=$(mktemp -d "$kept-XXXXXX") || return 0
  if ! { cp -a data/. "$copy" && sync -f "$copy" && mv -T "$copy" "$kept"; }; then
    rm -rf "$copy"
  fi
}

if ! cp -a --reflink=auto "$kept" data 2>/dev/null; then
  rm -rf data
  # shellcheck disable=SC2086  # several words
  $become "$programs/initdb" --pgdata data --username postgres --auth trust --no-sync \
    --encoding UTF8 --locale C >initdb.log
  keep_data 2>/dev/null
fi
# shellcheck disable=SC2086
exec $become "$programs/postgres" -D data -k "$directory" -c listen_addresses= \
  -c unix_socket_permissions=0777 -c max_connections=200 "$@" >server.log 2>&1
