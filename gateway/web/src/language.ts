// The language that was chosen, told to those who speak besides the screens: the worker, which shows
// the hint while no page is open, and the gateway, whose own pages ask for the PIN.

import type { Settings } from "./settings";

/** Where the worker looks; it keeps this store over builds. */
const STORE = "till-pages";
const NOTE = "/language";

export function tellLanguage(language: Settings["language"]): void {
  globalThis.caches?.open(STORE).then((store) => store.put(NOTE, new Response(language))).catch(() => {});
  fetch(`/?lang=${language}`, { cache: "no-store" }).catch(() => {});
}
