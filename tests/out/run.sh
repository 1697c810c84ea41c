#!/bin/sh
# run.sh CHOPAY [FILE…]: the tests of what goes out, against this program, with the packages that
# shops use. Installs these from npm when they are missing.
set -eu
CHOPAY=$(realpath "$1")
export CHOPAY
shift
cd "$(dirname "$0")"
command -v node >/dev/null || { echo "these tests need node (Debian package nodejs)" >&2; exit 1; }
if ! [ -d node_modules/@payos/node ] || ! [ -d node_modules/standardwebhooks ] || ! [ -d node_modules/ws ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
exec timeout 840 node --test "$@"
