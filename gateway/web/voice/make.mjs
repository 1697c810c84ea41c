// Makes the voice: `node voice/make.mjs OUT [FOLDER]` writes OUT/voice.mp3, all clips behind one
// another, and OUT/voice.json: for each clip's words where it begins and how long it is, in seconds.
//
// A PLACEHOLDER: the clips are spoken by espeak-ng, from words since it reads digits wrongly. FOLDER
// with a recorded set replaces them: <name of clips.json>.wav, 22,050 Hz, 16 bits, mono.

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const HERTZ = 22_050;
const GAP_S = 0.25;       // so that no clip sounds into the next one
const SILENT = 400;       // of 32,767: quieter than this at the ends is cut away
const [out, recorded] = process.argv.slice(2);
const clips = JSON.parse(readFileSync(new URL("clips.json", import.meta.url), "utf8"));

/** The samples of a WAV; espeak-ng writes no length where it writes into a pipe. */
function samplesOf(wav, name) {
  const at = wav.indexOf("data");
  if (wav.readUInt32LE(24) !== HERTZ || wav.readUInt16LE(22) !== 1 || wav.readUInt16LE(34) !== 16 || at < 0) {
    throw new Error(`${name}.wav must have ${HERTZ} Hz, 16 bits, one channel`);
  }
  const size = Math.min(wav.readUInt32LE(at + 4), wav.length - at - 8);
  return new Int16Array(wav.buffer.slice(wav.byteOffset + at + 8, wav.byteOffset + at + 8 + size - (size % 2)));
}

function trimmed(samples) {
  const loud = (sample) => Math.abs(sample) > SILENT;
  return samples.slice(Math.max(0, samples.findIndex(loud)), samples.findLastIndex(loud) + 1);
}

function clip(name, words) {
  const wav = recorded
    ? readFileSync(join(recorded, `${name}.wav`))
    : execFileSync("espeak-ng", ["-v", "vi", "-s", "165", "--stdout", words], { maxBuffer: 8 << 20 });
  return trimmed(samplesOf(wav, name));
}

const places = {};
const parts = [];
let at = 0;
for (const [name, words] of Object.entries(clips)) {
  const samples = clip(name, words);
  places[words] = [at / HERTZ, samples.length / HERTZ].map((seconds) => Number(seconds.toFixed(3)));
  const gap = new Int16Array(Math.round(GAP_S * HERTZ));
  parts.push(Buffer.from(samples.buffer), Buffer.from(gap.buffer));
  at += samples.length + gap.length;
}
mkdirSync(out, { recursive: true });
const mp3 = execFileSync("lame", ["-r", "-s", "22.05", "--bitwidth", "16", "--signed", "--little-endian",
  "-m", "m", "--resample", "16", "-b", "24", "--quiet", "-", "-"],
{ input: Buffer.concat(parts), maxBuffer: 8 << 20, stdio: ["pipe", "pipe", "ignore"] });
writeFileSync(join(out, "voice.mp3"), mp3);
writeFileSync(join(out, "voice.json"), JSON.stringify({ placeholder: !recorded, places }));
