// The stall's devices: who comes in, and is put out again.

import { formatClock, formatMoment } from "./money.js";
import { byId } from "./page.js";

const roles = { till: "Chủ hộ", helper: "Người phụ bán" };

const causes = {
  401: "Phiên đã hết. Mở lại liên kết của sạp.",
  403: "Máy này không thêm được người.",
  404: "Máy đó đã được thu hồi.",
  409: "Sạp đã có quá nhiều máy. Thu hồi bớt rồi thử lại.",
};

async function call(method, path, body) {
  const asked = { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(15_000) };
  const response = await fetch(path, asked).catch(() => null);
  if (!response) throw new Error("Chưa gửi được. Xem mạng rồi thử lại.");
  if (!response.ok) throw new Error(causes[response.status] ?? "Chưa làm được. Thử lại.");
  return response.status === 204 ? null : response.json();
}

function textIn(tag, className, text) {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/** One device; the one in the hand cannot put itself out by mistake. */
function row(key, onRevoke) {
  const item = document.createElement("li");
  const seen = key.used_at ? `Dùng lúc ${formatMoment(new Date(key.used_at))}` : "Chưa dùng";
  const name = key.name ?? roles[key.role];
  item.append(textIn("span", "who", name));
  item.append(textIn("span", "seen", `${roles[key.role]} · ${key.own ? "máy này" : seen}`));
  if (key.own) return item;
  const button = textIn("button", "quiet", "Thu hồi");
  button.type = "button";
  button.setAttribute("aria-label", `Thu hồi máy của ${name}`);
  button.addEventListener("click", () => onRevoke(key, button));
  item.append(button);
  return item;
}

/** @param {string} stall */
export function devices(stall) {
  const say = (why) => { byId("device-word").textContent = why; };

  const load = async () => {
    const { keys } = await call("GET", "/v1/keys");
    byId("device-list").replaceChildren(...keys.map((key) => row(key, revoke)));
  };
  const tell = (deed) => deed.then(() => say(""), (why) => say(why.message));

  /** The first touch asks, the second does it: a wet thumb must not put a helper out. */
  const revoke = (key, button) => {
    if (button.dataset.asked) return tell(call("DELETE", `/v1/keys/${key.id}`).then(load));
    button.dataset.asked = "yes";
    button.textContent = "Thu hồi thật?";
  };

  const invite = async (role) => {
    const name = byId("device-name").value.trim();
    const offer = await call("POST", "/v1/invitations", { role, stall, name });
    const drawing = new DOMParser().parseFromString(offer.qr_svg, "image/svg+xml").documentElement;
    byId("invited-qr").replaceChildren(drawing);
    byId("invited-name").textContent = name || roles[role].toLowerCase();
    byId("invited-until").textContent = formatClock(new Date(offer.expires_at));
    byId("invited").hidden = false;
    byId("device-name").value = "";
    scrollTo(0, 0);
  };
  byId("invite-helper").addEventListener("click", () => tell(invite("helper")));
  byId("invite-owner").addEventListener("click", () => tell(invite("till")));
  return {
    /** Shows who is in now. */
    open() {
      byId("invited").hidden = true;
      tell(load());
      byId("devices-title").focus({ preventScroll: true });
    },
  };
}
