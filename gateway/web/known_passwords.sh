#!/bin/bash
# known_passwords.sh OUT: writes the list of common passwords into the file OUT.
set -eu
out=$(realpath -m "$1")
cd "$(dirname "$0")"
./install.sh
exec node known_passwords.mjs "$out"
