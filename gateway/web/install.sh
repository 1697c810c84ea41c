#!/bin/bash
# Installs what package-lock.json names. npm is asked only when the lock file is newer than what is
# installed, and by one caller at a time: a build bundles the till and writes lists side by side.
set -eu
cd "$(dirname "$0")"
exec 9<package-lock.json
flock 9
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
