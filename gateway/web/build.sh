#!/bin/bash
# build.sh OUT [VOICE]: the till's script and style sheet, bundled into the folder OUT, and its voice: from
# the recorded clips in the folder VOICE, or a placeholder that espeak-ng speaks.
set -eu
out=$(realpath -m "$1")
recorded=${2:+$(realpath "$2")}
cd "$(dirname "$0")"
./install.sh
node build.mjs "$out"
if [ -z "$recorded" ] && [ "$out/voice.mp3" -nt voice/make.mjs ] &&
  [ "$out/voice.mp3" -nt voice/clips.json ] && grep -q '"placeholder":true' "$out/voice.json"; then
  touch "$out/voice.mp3" "$out/voice.json"
  exit
fi
exec node voice/make.mjs "$out" ${recorded:+"$recorded"}
