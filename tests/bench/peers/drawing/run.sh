#!/bin/sh
# run.sh FOLDER PAYLOADS: installs the peers into FOLDER (under build/) when they are missing there
# and measures them on the payloads of the file, one a line.
set -eu
cd "$(dirname "$0")"
mkdir -p "$1"
cp package.json package-lock.json qrcode.mjs "$1"
cd "$1"
[ -d node_modules/qrcode ] || npm ci --no-audit --no-fund --loglevel=error >&2
exec timeout 300 node qrcode.mjs "$2"
