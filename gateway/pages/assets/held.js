// Money that perhaps was told twice: one press asks, the second says whether it is the same.

import { byId, refresh, worded } from "./page.js";
import { act, isSure, say } from "./deeds.js";

byId("held").addEventListener("click", async ({ target }) => {
  const button = target.closest("button[data-seq]");
  if (!button || button.disabled || !isSure(button)) return;
  const other = button.dataset.other === "yes";
  button.disabled = true;
  const { ok, word } = await act("POST", `/v1/held/${button.dataset.seq}`, { other_money: other });
  await refresh(["held"]).catch(() => { button.disabled = false; });
  const done = other ? worded("Đã ghi thêm khoản tiền.",
    "The money was entered.") : worded("Cùng một khoản: không ghi thêm.",
    "The same money: nothing was entered.");
  say(ok ? done : word, ok ? "good" : "bad");
});
