// The shopper's page: follows the request, counts down, copies. The page says the rest without it.

const byId = (id: string) => document.getElementById(id)!;
const known = document.body.dataset;
const inEnglish = document.documentElement.lang === "en";
const ends_ms = performance.now() + Date.parse(known.expires!) - Date.parse(known.now!);

/** Copies also where the clipboard is closed to pages without https: by a selection. */
async function copy(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/** The buttons that need the script appear with it, also in parts that came later. */
function enliven(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
    button.hidden = false;
    button.onclick = async () => {
      await copy(button.dataset.copy!);
      const word = button.textContent;
      button.textContent = inEnglish ? "Copied" : "Đã chép";
      setTimeout(() => { button.textContent = word; }, 2000);
    };
  }
}

/** Takes the parts from the server; their elements stay, so that a live region says what changed. */
async function update(): Promise<void> {
  const response = await fetch(location.href, { cache: "no-store" });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of ["state", "code"]) byId(id).replaceChildren(...fresh.getElementById(id)!.childNodes);
  Object.assign(known, fresh.body.dataset);
  enliven();
}

const ticking = setInterval(() => {
  const left = document.getElementById("left");
  if (!left || known.status !== "pending") return;
  const seconds = Math.ceil((ends_ms - performance.now()) / 1000);
  if (seconds > 0) {
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
    const [still, hour, minute] = inEnglish ? ["Left:", "h", "min"] : ["Còn", "giờ", "phút"];
    left.textContent = hours > 0
      ? `${still} ${hours} ${hour}${minutes > 0 ? ` ${minutes} ${minute}` : ""}`
      : `${still} ${minutes}:${String(seconds % 60).padStart(2, "0")}`;
    return;
  }
  clearInterval(ticking);
  update();
}, 500);

/** Connects again by itself, but for a refusal; a page that is looked at again asks anyway. */
function follow(): void {
  const stream = new EventSource(`/pay/${known.id}/events`);
  stream.addEventListener("status", ({ data }) => {
    const { status, amount_received } = JSON.parse(data);
    if (status !== known.status || String(amount_received) !== known.received) update();
  });
  stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) setTimeout(follow, 5000); };
}

document.addEventListener("visibilitychange", () => { if (!document.hidden) update(); });
enliven();
follow();
