// The walk round the stalls: scans a sticker, has it judged and noted, and tells who was not seen.

import "./complaints.js";
import { formatStamp } from "./money.js";
import { byId, worded } from "./page.js";
import { csrf } from "./session.js";

const faces = {
  genuine: ["good", worded("✓ Tem đúng của sạp", "✓ The stall's genuine sticker")],
  outdated: ["warn", worded("! Tem cũ: cần thay tem mới", "! Old sticker: needs the new one")],
  other_stall: ["bad", worded("✗ Tem của sạp khác", "✗ Sticker of another stall")],
  foreign: ["bad", worded("✗ TEM LẠ: nghi bị dán đè", "✗ FOREIGN STICKER: perhaps pasted over")],
  broken: ["bad", worded("✗ Tem hỏng: không quét được", "✗ Broken sticker: cannot be scanned")],
};
const LOOK_MS = 150;
const LISTED_MAX = 100;

function tell(look, text) {
  byId("verdict").dataset.look = look;
  byId("verdict").textContent = text;
}

function line(text, small) {
  const item = document.createElement("li");
  const more = document.createElement("small");
  item.textContent = text;
  more.textContent = small;
  item.append(more);
  return item;
}

const when = (instant) => formatStamp(new Date(instant));

async function list() {
  const answer = await fetch("/v1/patrols", { cache: "no-store" });
  if (!answer.ok) return;
  const { days, stalls, unchecked, newest } = await answer.json();
  byId("days").textContent = days;
  byId("unchecked-count").textContent = worded(`${unchecked.length}/${stalls} sạp`,
    `${unchecked.length} of ${stalls} stalls`);
  byId("unchecked").replaceChildren(...unchecked.slice(0, LISTED_MAX).map(({ stall, name, zone, checked_at }) =>
    line(`${stall} – ${name}`, `${zone} · ${checked_at ? worded(`lần cuối ${when(checked_at)}`, `last on ${when(checked_at)}`) : worded("chưa lần nào", "never")}`)));
  byId("newest").replaceChildren(...newest.map(({ at, stall, verdict, place }) =>
    line(`${stall ?? "?"}: ${faces[verdict][1]}`, [when(at), place].filter(Boolean).join(" · "))));
}

/** Has the text of a code judged and noted. */
async function note(payload) {
  const body = { payload, place: byId("place").value.trim() };
  const stall = byId("stall").value.trim().toUpperCase();
  if (stall) body.stall = stall;
  const answer = await fetch("/v1/patrols", {
    method: "POST", body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", ...await csrf() },
  }).catch(() => null);
  if (!answer?.ok) return tell("warn", worded(`Chưa ghi được (${answer?.status ?? "mất mạng"}). Quét lại.`,
    `Not noted (${answer?.status ?? "offline"}). Scan again.`));
  const { verdict, stall: at, code_of } = await answer.json();
  const [look, word] = faces[verdict];
  tell(look, `${word}${code_of && code_of !== at ? ` ${code_of}` : ""}${at ? ` · ${at}` : ""}`);
  navigator.vibrate?.(look === "good" ? 150 : [300, 100, 300]);
  await list();
}

async function readPhoto() {
  const [photo] = byId("photo").files;
  if (!photo) return;
  tell("none", worded("Đang đọc ảnh…", "Reading the photo…"));
  const answer = await fetch("/v1/codes/read", { method: "POST", body: photo, headers: await csrf() }).catch(() => null);
  const codes = answer?.ok ? (await answer.json()).codes : [];
  byId("photo").value = "";
  if (codes.length === 0) return tell("warn", worded("Không thấy mã nào trong ảnh. Chụp gần hơn.",
    "There is no code in the photo. Go nearer."));
  // What is pasted beside a good sticker must not hide behind it.
  const worst = codes.find(({ verdict }) => verdict !== "genuine") ?? codes[0];
  await note(worst.text ?? "");
}

async function scan() {
  const camera = byId("camera");
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
  if (!stream) return tell("warn", worded("Camera không mở được. Dùng ảnh chụp.",
    "The camera does not open. Take a photo."));
  camera.srcObject = stream;
  camera.hidden = false;
  await camera.play();
  for (;;) {
    const [found] = await detector.detect(camera).catch(() => []);
    if (found) {
      stream.getTracks().forEach((track) => track.stop());
      camera.hidden = true;
      return note(found.rawValue);
    }
    await new Promise((done) => { setTimeout(done, LOOK_MS); });
  }
}

byId("photo").addEventListener("change", readPhoto);
byId("patrol").addEventListener("submit", (event) => event.preventDefault());
if ("BarcodeDetector" in globalThis && navigator.mediaDevices) {
  byId("scan").hidden = false;
  byId("scan").addEventListener("click", scan);
}
list();
