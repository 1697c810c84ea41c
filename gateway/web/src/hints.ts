// Being woken while the screen is off: the browser's push service shows that something came. A hint and
// no proof; the till itself then reads from the ledger what it was.

import { call, Refusal } from "./api";
import { now, set } from "./store";
import { words } from "./words";

/** As the gateway tells it. */
interface Push {
  /** null: this gateway wakes nobody. */
  public_key: string | null;
  subscribed: boolean;
}

const PATH = "/v1/devices/push";

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Where a browser takes no pushes, or the till is no app yet (iPhone), there is none. */
async function manager(): Promise<PushManager | null> {
  if (!("PushManager" in window) || !navigator.serviceWorker) return null;
  return (await navigator.serviceWorker.getRegistration("/till/"))?.pushManager ?? null;
}

async function subscribe(pushes: PushManager, key: string): Promise<void> {
  const subscription = await pushes.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
  const { endpoint, keys } = subscription.toJSON();
  await call<Push>("POST", PATH, { endpoint, keys });
}

function isFor(subscription: PushSubscription, key: string): boolean {
  const own = new Uint8Array(subscription.options.applicationServerKey ?? new ArrayBuffer(0));
  const wanted = bytesOf(key);
  return own.length === wanted.length && own.every((byte, at) => byte === wanted[at]);
}

/** At the start: whether this phone can be woken, and again where the gateway has lost it. */
export async function readHints(): Promise<void> {
  try {
    const pushes = await manager();
    if (!pushes) return;
    const { public_key, subscribed } = await call<Push>("GET", PATH);
    if (!public_key) return;
    const subscription = await pushes.getSubscription();
    if (subscription && (!subscribed || !isFor(subscription, public_key))) {
      if (!isFor(subscription, public_key)) await subscription.unsubscribe();
      await subscribe(pushes, public_key);
    }
    set({ hints: subscription ? "on" : "off" });
  } catch {
    // Without an answer it is as it was; the next start asks again.
  }
}

/** Turns them on or off; the browser asks whether it may. */
export async function turnHints(): Promise<void> {
  const wanted = now().hints === "off";
  set({ hintsHow: "" });
  try {
    const pushes = await manager();
    if (!pushes) return;
    if (wanted) {
      const { public_key } = await call<Push>("GET", PATH);
      if (public_key) await subscribe(pushes, public_key);
    } else {
      await call<Push>("DELETE", PATH);
      await (await pushes.getSubscription())?.unsubscribe();
    }
    set({ hints: wanted ? "on" : "off" });
  } catch (why) {
    set({ hintsHow: why instanceof Refusal ? why.message : words().hintsRefused });
  }
}

/** A till that is woken lets its line go while nobody sees it: a phone asleep would seem to listen. */
export function restsUnseen(): boolean {
  return now().hints === "on";
}
