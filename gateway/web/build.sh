#!/bin/sh
# build.sh OUT: the till's script and style sheet, bundled into the folder OUT. npm is asked only
# when the lock file is newer than what is installed.
set -eu
out=$(realpath -m "$1")
cd "$(dirname "$0")"
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
exec node build.mjs "$out"
