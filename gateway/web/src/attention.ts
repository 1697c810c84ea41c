// What reaches a vendor who does not look: a tone, a vibration, and a screen that stays on. All of
// it is optional: where the browser has none or refuses, the screen says everything alone.

export type Look = "good" | "warn" | "bad";

/** By the colour of the screen: hertz of each tone, ms that the phone shakes, rests and shakes. */
const calls: Record<Look, { tones: number[]; shakes: number[] }> = {
  good: { tones: [660, 880], shakes: [200] },
  warn: { tones: [520, 520], shakes: [150, 120, 150] },
  bad: { tones: [300, 300, 300], shakes: [400, 120, 400, 120, 400] },
};
const TONE_S = 0.16;
const STEP_S = 0.2;
const LOUD = 0.35;

let audio: AudioContext | null = null;
let pressed = false;

/** The running sound of the page; null where there is none, or before the first press. */
export function sound(): AudioContext | null {
  return audio?.state === "running" ? audio : null;
}

/** One tone that begins at a moment of the context's clock, without a click at either end. */
function tone(context: AudioContext, hertz: number, begin_s: number): void {
  const source = context.createOscillator();
  const volume = context.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0, begin_s);
  volume.gain.linearRampToValueAtTime(LOUD, begin_s + 0.02);
  volume.gain.linearRampToValueAtTime(0, begin_s + TONE_S);
  source.connect(volume).connect(context.destination);
  source.start(begin_s);
  source.stop(begin_s + TONE_S);
}

/** Keeps the screen on for as long as the page is looked at; the browser lets go when it is not. */
async function stayAwake(): Promise<void> {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // Low battery, or the browser's own reasons: the phone then sleeps as it always did.
  }
}

/**
 * Browsers allow sound and vibration only after a press, so the first one anywhere on the page
 * turns them on.
 * @param onAudible called whenever the sound begins to run
 */
export function waitForPress(onAudible: () => void): void {
  const wake = () => {
    pressed = true;
    const Audio = window.AudioContext ??
      (window as unknown as { webkitAudioContext?: typeof AudioContext }).webkitAudioContext;
    if (Audio) audio ??= new Audio();
    // A phone puts the sound to sleep with the page.
    if (audio && audio.state !== "running") audio.resume().then(onAudible, () => {});
    else if (audio) onAudible();
    stayAwake();
  };
  for (const press of ["pointerup", "keydown"]) addEventListener(press, wake);
  document.addEventListener("visibilitychange", () => {
    if (pressed && !document.hidden) wake();
  });
}

/** Shakes and sounds. @returns seconds that the tones take; 0 in silence */
export function callVendor(look: Look): number {
  if (!pressed) return 0;
  const { tones, shakes } = calls[look];
  navigator.vibrate?.(shakes);
  const context = sound();
  if (!context) return 0;
  tones.forEach((hertz, at) => tone(context, hertz, context.currentTime + at * STEP_S));
  return tones.length * STEP_S;
}
