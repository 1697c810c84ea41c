// The till's worker: keeps the till's shell for when there is no network. Only the page, which holds the
// stall's name and code, and the files of this build; never a figure, a credit or an event. What it
// does not keep it does not touch. It also shows the hint that wakes a till: that something came, no sum.

const SHELL = "till-{{hash}}";
const PAGES = "till-pages";
const FILES = [{{files}}];
const ANSWER_MS_MAX = 5_000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(SHELL).then((shell) => shell.addAll(FILES)));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const old = (await caches.keys()).filter((name) => name !== SHELL && name !== PAGES);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

/** The network's page; the kept one only without an answer. A refusal ends what was kept. */
async function page(request) {
  const pages = await caches.open(PAGES);
  const { pathname } = new URL(request.url);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    if (answer.ok) await pages.put(pathname, answer.clone());
    else if (answer.status < 500) await pages.delete(pathname);
    return answer;
  } catch (why) {
    const kept = await pages.match(pathname);
    if (!kept) throw why;
    return kept;
  }
}

/** A file's name holds its build, so it never changes. */
async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname.startsWith("/till/")) event.respondWith(page(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(file(request));
});

/** The stall of a push; empty where it names none: the hint still says what there is to say. */
function stallOf(event) {
  try {
    return String(event.data.json().stall);
  } catch {
    return "";
  }
}

const HINTS = {
  vi: { title: "Có tiền về – mở để xem", stall: "Sạp" },
  en: { title: "Money came – open to see", stall: "Stall" },
};

/** As the till was told; it leaves a note, since a worker cannot read its settings. */
async function language() {
  const note = await (await caches.open(PAGES)).match("/language");
  return (await note?.text()) === "en" ? "en" : "vi";
}

self.addEventListener("push", (event) => {
  const stall = stallOf(event);
  const hint = async () => {
    const lang = await language().catch(() => "vi");
    const words = HINTS[lang];
    return self.registration.showNotification(words.title, {
      body: stall && `${words.stall} ${stall}`, tag: `money-${stall}`, renotify: true, lang, data: stall, icon: "{{icon}}",
    });
  };
  event.waitUntil(hint());
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const stall = event.notification.data;
  const path = stall ? `/till/${encodeURIComponent(stall)}` : "/";
  const open = async () => {
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const till = windows.find(({ url }) => new URL(url).pathname === path);
    return till ? till.focus() : self.clients.openWindow(path);
  };
  event.waitUntil(open());
});
