#!/bin/sh
# run.sh CHOPAY [shots]: the browser tests against this program, or the pictures of its pages.
# Installs what they need from npm when it is missing.
set -eu
CHOPAY=$(realpath "$1")
export CHOPAY
cd "$(dirname "$0")"
chromium=${CHROMIUM:-/usr/bin/chromium}
[ -x "$chromium" ] || { echo "browser tests need $chromium (Debian package chromium)" >&2; exit 1; }
command -v node >/dev/null || { echo "browser tests need node (Debian package nodejs)" >&2; exit 1; }
if ! [ -d node_modules/playwright-core ] || ! [ -d node_modules/jsqr ] || ! [ -d node_modules/axe-core ]; then
  npm ci --no-audit --no-fund --loglevel=error
fi
if [ "${2-}" = shots ]; then exec timeout 240 node shots.mjs; fi
exec timeout 400 node --test
