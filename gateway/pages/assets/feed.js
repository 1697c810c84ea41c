// Follows an event stream (text/event-stream) and keeps following.
//
// Read with fetch instead of EventSource, which cannot start at a given event, does not see the
// server's heartbeat and so never notices a dead connection, and gives up after a refusal.

const SILENT_MS_MAX = 40_000;  // the server says something every 15 s
const PAUSE_MS_MIN = 500;
const PAUSE_MS_MAX = 15_000;

/** Turns pieces of text into events. @param {(event: {id: string, name: string, data: string}) => void} onEvent */
export function eventReader(onEvent) {
  let rest = "";
  let id = "";
  let name = "";
  let data = [];

  const takeLine = (line) => {
    if (line === "") {
      if (data.length > 0) onEvent({ id, name: name || "message", data: data.join("\n") });
      name = "";
      data = [];
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "id") id = value;
    else if (field === "event") name = value;
    else if (field === "data") data.push(value);
  };
  return (text) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop();
    for (const line of lines) takeLine(line.replace(/\r$/, ""));
  };
}

/** Waits, but no longer than until the network is back or the page is looked at again. */
function pause(ms) {
  return new Promise((done) => {
    const seen = () => document.hidden || done();
    addEventListener("online", done, { once: true });
    document.addEventListener("visibilitychange", seen, { once: true });
    setTimeout(done, ms);
  });
}

/**
 * Follows a stream for as long as the page lives. After every break it goes on behind the last
 * event that it had, so that nothing is missed.
 * @param {string} url
 * @param {{
 *   cursor?: string,  // id of the event to start behind; without it, what happens from now on
 *   handlers: Record<string, (data: any) => void>,  // by event name
 *   onState: (connected: boolean, status: number) => void,  // on every change; status 0: no answer
 *   restsUnseen?: () => boolean,  // whether there is to be no connection while the page is hidden
 * }} options
 */
export async function listen(url, { cursor = "", handlers, onState, restsUnseen = () => false }) {
  let last = cursor;
  let pause_ms = PAUSE_MS_MIN;
  let connection = new AbortController();

  const onEvent = ({ id, name, data }) => {
    handlers[name]?.(JSON.parse(data));
    if (id) last = id;
  };
  const follow = async (signal, onSign) => {
    const headers = last ? { "Last-Event-ID": last } : {};
    const response = await fetch(url, { headers, cache: "no-store", signal });
    if (!response.ok) return response.status;
    onState(true, response.status);
    pause_ms = PAUSE_MS_MIN;
    const read = eventReader(onEvent);
    const decoder = new TextDecoder();
    const body = response.body.getReader();
    for (;;) {
      const { done, value } = await body.read();
      if (done) return 0;
      onSign();
      read(decoder.decode(value, { stream: true }));
    }
  };
  // The browser often keeps a dead connection when a phone loses its network.
  addEventListener("offline", () => connection.abort());
  const rests = () => document.hidden && restsUnseen();
  document.addEventListener("visibilitychange", () => rests() && connection.abort());

  for (;;) {
    while (rests()) await pause(PAUSE_MS_MAX);
    connection = new AbortController();
    const abort = () => connection.abort();
    let watchdog = setTimeout(abort, SILENT_MS_MAX);
    const status = await follow(connection.signal, () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(abort, SILENT_MS_MAX);
    }).catch(() => 0);
    clearTimeout(watchdog);
    onState(false, status);
    await pause(pause_ms);
    pause_ms = Math.min(pause_ms * 2, PAUSE_MS_MAX);
  }
}
