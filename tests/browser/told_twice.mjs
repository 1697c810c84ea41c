// Money of the stall A12 that a statement tells first and the bank again, under another reference.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";

const BANK = "970418";
export const ACCOUNT = "9903000000112";
/** Some minutes, but of the statement's own day. */
const AGO_MS = Math.min(10 * 60_000, (Date.now() + 7 * 3_600_000) % 86_400_000);

/** "2026-11-24 14:05:00" on Vietnam's clock. */
export const vietnamTime = (moment) => moment.toLocaleString("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" });

/** The ways to tell that a gateway's sandbox hears. @param info what its sandbox.json says */
export function tellers(info) {
  const origin = new URL(info.url).origin;

  /** The bank's statement of A12's account, imported: a line of today for each sum. */
  async function importStatement(...sums) {
    const [year, month, day] = vietnamTime(new Date()).slice(0, 10).split("-");
    const rows = sums.map((sum) => `${day}/${month}/${year};FT${sum};mua ca;;${sum}`);
    const file = [`Số tài khoản: ${ACCOUNT}`, "Ngày GD;Số tham chiếu;Mô tả;Phát sinh Nợ;Phát sinh Có", ...rows, ""].join("\n");
    const answer = await fetch(`${origin}/v1/statements?bank=${BANK}&commit=true`, {
      method: "POST", body: file, headers: { Authorization: `Bearer ${info.api_key}` },
    });
    assert.deepEqual((await answer.json()).lines.map((line) => line.posted), sums.map(() => "posted"));
  }

  /** A bank's own notice of a transfer some minutes ago, under its own reference. */
  async function notice(sum, account = ACCOUNT, bank = "BIDV") {
    const { id, secret } = info.source;
    const body = JSON.stringify({
      id: sum, gateway: bank, transactionDate: vietnamTime(new Date(Date.now() - AGO_MS)), accountNumber: account,
      code: null, content: "mua ca", transferType: "in", transferAmount: sum, accumulated: 0, subAccount: null,
      referenceCode: `MB${sum}`, description: "",
    });
    const at = String(Math.floor(Date.now() / 1000));
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
