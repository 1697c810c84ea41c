// Money of the stall A12 that a statement tells first and the bank again, under another reference.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";

const BANK = "970418";
export const ACCOUNT = "9903000000112";
/** Some minutes before the moment, but of the same day in Vietnam. */
const someMinutesBefore = (moment) => new Date(moment - Math.min(10 * 60_000, (+moment + 7 * 3_600_000) % 86_400_000));

/** "2026-11-24 14:05:00" on Vietnam's clock. */
export const vietnamTime = (moment) => moment.toLocaleString("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" });

/** The ways to tell that a gateway's sandbox hears. @param info what its sandbox.json says */
export function tellers(info) {
  const origin = new URL(info.url).origin;

  /** What time it is in the sandbox: money that is paid late moves its clock. */
  async function now() {
    const answer = await fetch(`${origin}/sandbox/clock`, { headers: { Authorization: `Bearer ${info.api_key}` } });
    return new Date((await answer.json()).now);
  }

  /** The bank's statement of A12's account, imported: a line of today for each sum. */
  async function importStatement(...sums) {
    const [year, month, day] = vietnamTime(await now()).slice(0, 10).split("-");
    const rows = sums.map((sum) => `${day}/${month}/${year};FT${sum};mua ca;;${sum}`);
    const file = [`Số tài khoản: ${ACCOUNT}`, "Ngày GD;Số tham chiếu;Mô tả;Phát sinh Nợ;Phát sinh Có", ...rows, ""].join("\n");
    const answer = await fetch(`${origin}/v1/statements?bank=${BANK}&commit=true`, {
      method: "POST", body: file, headers: { Authorization: `Bearer ${info.api_key}` },
    });
    assert.deepEqual((await answer.json()).lines.map((line) => line.posted), sums.map(() => "posted"));
  }

  /** A bank's own notice of a transfer some minutes ago, under its own reference; `fields` as told instead. */
  async function notice(sum, account = ACCOUNT, bank = "BIDV", fields = {}) {
    const { id, secret } = info.source;
    const moment = await now();
    const body = JSON.stringify({
      id: sum, gateway: bank, transactionDate: vietnamTime(someMinutesBefore(moment)), accountNumber: account,
      code: null, content: "mua ca", transferType: "in", transferAmount: sum, accumulated: 0, subAccount: null,
      referenceCode: `MB${sum}`, description: "", ...fields,
    });
    const at = String(Math.floor(moment / 1000));
    const mac = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
    const answer = await fetch(`${origin}/callbacks/${id}`, {
      method: "POST", body, headers: {
        "Content-Type": "application/json", "X-SePay-Timestamp": at, "X-SePay-Signature": `sha256=${mac}`,
      },
    });
    assert.equal(answer.status, 200);
  }

  return { importStatement, notice };
}
