// Plays spoken clips out of one sound file, one sentence after another and never two at once.

import { sound } from "./attention";
import { place } from "./stall";

const BETWEEN_CLIPS_S = 0.03;
const BETWEEN_SENTENCES_S = 0.35;

interface Clips {
  /** A machine's voice, until the market has recorded one. */
  placeholder: boolean;
  /** By the clip's words: where it begins in the file and how long it is, in seconds. */
  places: Record<string, [number, number]>;
}

let loading: Promise<[Clips, AudioBuffer]> | null = null;
let free_s = 0;

async function load(context: AudioContext): Promise<[Clips, AudioBuffer]> {
  const [places, file] = await Promise.all([fetch(place.voicePlaces), fetch(place.voiceFile)]);
  if (!places.ok || !file.ok) throw new Error("no voice");
  return [await places.json(), await context.decodeAudioData(await file.arrayBuffer())];
}

/** Fetches the clips, once; after a failure the next sentence tries again. */
export function loadVoice(): Promise<[Clips, AudioBuffer]> | null {
  const context = sound();
  if (!context) return null;
  loading ??= load(context).catch((why) => {
    loading = null;
    throw why;
  });
  return loading;
}

/**
 * Says a sentence behind what is being said.
 * @param after_s seconds from now before which nothing is said: a tone comes first
 * @returns seconds until it has been said; 0 where there is no sound
 */
export async function say(clips: string[], after_s = 0): Promise<number> {
  const loaded = await loadVoice()?.catch(() => null);
  const context = sound();
  if (!loaded || !context) return 0;
  const [{ places }, file] = loaded;
  let begin_s = Math.max(free_s, context.currentTime + after_s);
  for (const clip of clips) {
    const found = places[clip];
    if (!found) continue;
    const source = context.createBufferSource();
    source.buffer = file;
    source.connect(context.destination);
    source.start(begin_s, ...found);
    begin_s += found[1] + BETWEEN_CLIPS_S;
  }
  free_s = begin_s + BETWEEN_SENTENCES_S;
  return free_s - context.currentTime;
}
