#!/bin/sh
# run.sh CHOPAY: the browser tests against this program. Installs their one dependency when missing.
set -eu
CHOPAY=$(realpath "$1")
export CHOPAY
cd "$(dirname "$0")"
chromium=${CHROMIUM:-/usr/bin/chromium}
[ -x "$chromium" ] || { echo "browser tests need $chromium (Debian package chromium)" >&2; exit 1; }
command -v node >/dev/null || { echo "browser tests need node (Debian package nodejs)" >&2; exit 1; }
[ -d node_modules/playwright-core ] || npm ci --no-audit --no-fund --loglevel=error
exec timeout 240 node --test
