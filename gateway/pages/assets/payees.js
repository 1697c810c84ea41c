// The changes of payee accounts that wait: approved, completed or taken back by the board.

import { byId, refresh, worded } from "./page.js";
import { act, isSure, say } from "./deeds.js";

const done = {
  approve: worded("Đã duyệt. Sau thời gian chờ mới hoàn tất được.", "Approved. It can be completed after the wait."),
  complete: worded("Đã đổi tài khoản. Tem cũ không còn đúng.",
    "The account is changed. The old sticker is not right any more."),
  withdraw: worded("Đã rút lại đề nghị.", "The change is withdrawn."),
};

byId("changes").addEventListener("click", async ({ target }) => {
  const button = target.closest("button[data-step]");
  if (!button || button.disabled || !isSure(button)) return;
  const { step, stall, change } = button.dataset;
  button.disabled = true;
  const { ok, word } = await act("POST", `/v1/stalls/${stall}/payee-change/${change}/${step}`, {});
  await refresh(["changes"]).catch(() => { button.disabled = false; });
  say(ok ? worded(`Sạp ${stall}: ${done[step]}`, `Stall ${stall}: ${done[step]}`) : word, ok ? "good" : "bad");
});
