#!/bin/sh
# run.sh CHOPAY [shots|bench]: the browser tests against this program, or the pictures of its pages, or
# how fast many screens are told.
# Installs what they need from npm when it is missing.
set -eu
CHOPAY=$(realpath "$1")
export CHOPAY
cd "$(dirname "$0")"
chromium=${CHROMIUM:-/usr/bin/chromium-headless-shell}
[ -x "$chromium" ] || { echo "browser tests need $chromium (Debian package chromium-headless-shell)" >&2; exit 1; }
command -v node >/dev/null || { echo "browser tests need node (Debian package nodejs)" >&2; exit 1; }
if ! [ -d node_modules/playwright-core ] || ! [ -d node_modules/jsqr ] || ! [ -d node_modules/axe-core ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
if [ "${2-}" = shots ]; then exec timeout 480 node shots.mjs; fi
if [ "${2-}" = bench ]; then shift 2; exec timeout 120 node screens_bench.mjs "$@"; fi
# Two files at a time: a browser waits for its page more than it works.
exec timeout 2400 node --test --test-concurrency=2
