// The till as an app of the phone: a worker keeps its shell for when there is no network, and the
// browser is asked to put it on the home screen.

import { set } from "./store";

/** As browsers that install pages give it; not in the standard library. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
}

const WORKER = "/till-worker.js";
const PAGES = "till-pages";

let offer: InstallEvent | null = null;

export function offerInstall(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as InstallEvent;
    set({ installable: true });
  });
  addEventListener("appinstalled", () => set({ installable: false }));
}

export async function install(): Promise<void> {
  set({ installable: false });
  await offer?.prompt();
  offer = null;
}

/** Without https, or where the browser keeps nothing, the till works as long as there is a network. */
export async function keepShell(): Promise<void> {
  try {
    await navigator.serviceWorker?.register(WORKER, { scope: "/till/" });
    // The first time the page came before its worker, which so has not seen it.
    if (navigator.serviceWorker && !navigator.serviceWorker.controller) {
      await (await caches.open(PAGES)).add(location.pathname);
    }
  } catch {
    // As said.
  }
}
