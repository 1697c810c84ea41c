// What reaches a vendor who does not look: a tone, a vibration, and a screen that stays on. All of
// it is optional: where the browser has none or refuses, the screen says everything alone.

/** By the colour of the screen: hertz of each tone, ms that the phone shakes, rests and shakes. */
const calls = {
  good: { tones: [660, 880], shakes: [200] },
  warn: { tones: [520, 520], shakes: [150, 120, 150] },
  bad: { tones: [300, 300, 300], shakes: [400, 120, 400, 120, 400] },
};
const TONE_S = 0.16;
const STEP_S = 0.2;
const LOUD = 0.35;

/** One tone that begins at a moment of the context's clock, without a click at either end. */
function tone(audio, hertz, begin_s) {
  const source = audio.createOscillator();
  const volume = audio.createGain();
  source.frequency.value = hertz;
  volume.gain.setValueAtTime(0, begin_s);
  volume.gain.linearRampToValueAtTime(LOUD, begin_s + 0.02);
  volume.gain.linearRampToValueAtTime(0, begin_s + TONE_S);
  source.connect(volume).connect(audio.destination);
  source.start(begin_s);
  source.stop(begin_s + TONE_S);
}

/** Keeps the screen on for as long as the page is looked at; the browser lets go when it is not. */
async function stayAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // Low battery, or the browser's own reasons: the phone then sleeps as it always did.
  }
}

/**
 * Browsers allow sound and vibration only after a press, so the first one anywhere on the page
 * turns them on.
 * @returns {(look: "good" | "warn" | "bad") => void} calls for the vendor
 */
export function attention() {
  let audio = null;
  let pressed = false;

  const wake = () => {
    pressed = true;
    const Audio = window.AudioContext ?? window.webkitAudioContext;
    if (Audio) audio ??= new Audio();
    // A phone puts the sound to sleep with the page.
    if (audio && audio.state !== "running") audio.resume().catch(() => {});
    stayAwake();
  };
  for (const press of ["pointerup", "keydown"]) addEventListener(press, wake);
  document.addEventListener("visibilitychange", () => {
    if (pressed && !document.hidden) wake();
  });

  return (look) => {
    if (!pressed) return;
    const { tones, shakes } = calls[look];
    navigator.vibrate?.(shakes);
    if (audio?.state !== "running") return;
    tones.forEach((hertz, at) => tone(audio, hertz, audio.currentTime + at * STEP_S));
  };
}
