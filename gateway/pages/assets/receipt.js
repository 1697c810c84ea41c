// Checks the receipt in the page: that its entry stands in the tree that the log has signed. Needs
// nothing but the receipt and the log's key, so anybody can do the same elsewhere.

import { byId, worded } from "./page.js";
import { proves } from "./proof.js";

export { proves };

async function check() {
  const [receipt, key] = await Promise.all([fetch(byId("receipt-file").href), fetch(byId("log-key").href)]);
  if (!receipt.ok || !key.ok) return worded("Sổ cái chưa ký. Thử lại sau.",
    "The ledger is not signed yet. Try again later.");
  const good = await proves(await receipt.text(), await key.text());
  document.body.dataset.proof = good ? "good" : "bad";
  return good ? worded("Đúng: biên nhận này nằm trong sổ cái đã ký.",
    "Right: this receipt is in the signed ledger.") : worded("KHÔNG ĐÚNG: đừng tin biên nhận này.",
    "WRONG: do not trust this receipt.");
}

byId("print").hidden = false;
byId("print").addEventListener("click", () => print());
check().catch(() => worded("Trình duyệt này không kiểm tra được. Tải tệp về để kiểm tra.",
  "This browser cannot check it. Download the file to check it."))
  .then((word) => { byId("proof").textContent = word; });
