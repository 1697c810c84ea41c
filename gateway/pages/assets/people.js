// Who may come in for the board: people who sign in, and keys in a browser.

import { formatStamp } from "./money.js";
import { byId, worded } from "./page.js";
import { invite, load, row } from "./invite.js";

const roles = { board: worded("Quản lý",
  "Manager"), collector: worded("Nhân viên thu phí",
  "Fee collector"), viewer: worded("Người xem",
  "Sees reports"), ward: worded("Phường",
  "Ward") };

/** Of a manager who was let in on the machine: others of the board should see that. */
const unvouched = ({ role, vouched_for }) => role !== "board" || vouched_for ? ""
  : worded(" · máy chủ mời, không duyệt đổi tài khoản", " · let in on the machine, agrees to no change of an account");

async function list() {
  const [people, keys] = await Promise.all([load("/v1/people"), load("/v1/keys")]);
  const rows = (people?.people ?? []).map((person) => row({
    name: person.name ?? person.sign_in_name,
    small: worded(`${person.sign_in_name} · ${roles[person.role] ?? person.role} · từ ${formatStamp(new Date(person.made_at))}`,
      `${person.sign_in_name} · ${roles[person.role] ?? person.role} · since ${formatStamp(new Date(person.made_at))}`)
      + unvouched(person),
    own: person.own, stays: !person.may_put_out, path: `/v1/people/${person.sign_in_name}`,
  }, list));
  for (const key of (keys?.keys ?? []).filter(({ stall }) => stall === null)) {
    rows.push(row({
      name: key.name ?? roles[key.role] ?? key.role, small: worded(`${roles[key.role] ?? key.role} · khóa trong trình duyệt`,
        `${roles[key.role] ?? key.role} · key in a browser`) + unvouched(key),
      own: key.own, path: `/v1/keys/${key.id}`,
    }, list));
  }
  byId("people").replaceChildren(...rows);
}

byId("invite").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = byId("person").value.trim();
  await invite({ role: byId("role").value, name }, name);
});

list();
