// The changes of payee accounts that wait: approved, completed or taken back by the board.

import { byId, refresh } from "./page.js";
import { act, isSure, say } from "./deeds.js";

const done = {
  approve: "Đã duyệt. Sau thời gian chờ mới hoàn tất được.",
  complete: "Đã đổi tài khoản. Tem cũ không còn đúng.",
  withdraw: "Đã rút lại đề nghị.",
};

byId("changes").addEventListener("click", async ({ target }) => {
  const button = target.closest("button[data-step]");
  if (!button || button.disabled || !isSure(button)) return;
  const { step, stall, change } = button.dataset;
  button.disabled = true;
  const { ok, word } = await act("POST", `/v1/stalls/${stall}/payee-change/${change}/${step}`, {});
  await refresh(["changes"]).catch(() => { button.disabled = false; });
  say(ok ? `Sạp ${stall}: ${done[step]}` : word, ok ? "good" : "bad");
});
