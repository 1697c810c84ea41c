// The device's lock. A till with a PIN locks itself when nobody has used it for a while; then its
// key opens nothing, and the page gives way to the one that asks for the PIN.

export interface DeviceLock {
  pin: boolean;
  pin_required: boolean;
  locked: boolean;
  locks_after_s: number;
}

const LOCK_PAGE = "/lock";
/** Often enough for the shortest time after which a device locks itself. */
const STIR_MS = 60_000;
const STATE_PATH = "/v1/devices/pin";

let stirredAt = 0;

async function isLocked(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const problem = await response.clone().json().catch(() => null);
  return problem?.code === "device_locked" || problem?.code === "pin_needed";
}

/** Leaves the page when the answer says that the device waits for its PIN, or for a first one. */
export async function leaveIfLocked(response: Response): Promise<void> {
  if (await isLocked(response)) location.assign(LOCK_PAGE);
}

/** Asks; for a line that was refused without a word. */
export async function askIfLocked(): Promise<void> {
  const answer = await fetch(STATE_PATH, { cache: "no-store" }).catch(() => null);
  if (answer) await leaveIfLocked(answer);
}

/** Tells the gateway, once a minute at most, that somebody has this device in the hand. */
export function stayAwake(): void {
  const stir = () => {
    if (Date.now() - stirredAt < STIR_MS) return;
    stirredAt = Date.now();
    fetch("/v1/devices/active", { method: "POST" }).then(leaveIfLocked, () => {});
  };
  for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, stir, { passive: true });
}
