// The sources of bank notices: sends a test notice, which cannot become money, and tells how the
// source's settings dealt with it.

import { dropKey, refresh, worded } from "./page.js";
import { csrf } from "./session.js";

const words = {
  understood: ["good", worded("✓ Chữ ký và mẫu tin của nguồn này đọc được. Đây là tin thử, không ghi tiền.",
    "✓ This source's signature and form are understood. It was a test: no money was entered.")],
  refused: ["bad", worded("✗ Tin thử bị từ chối: xem lại mã bí mật và loại nguồn trong cài đặt.",
    "✗ The test was refused: look again at the secret and the kind of the source.")],
  not_signable: ["warn", worded("Nguồn này ký bằng khóa riêng của ngân hàng: hãy nhờ ngân hàng gửi thử.",
    "This source is signed with the bank's own key: ask the bank to send a test.")],
};

async function tryOne(section) {
  const { source } = section.dataset;
  const place = section.querySelector(".verdict");
  const tell = (look, text) => {
    place.dataset.look = look;
    place.textContent = text;
  };
  tell("wait", worded("Đang gửi thử…", "Sending the test…"));
  const answer = await fetch(`/v1/sources/${encodeURIComponent(source)}/test`, {
    method: "POST", body: "{}", headers: { "Content-Type": "application/json", ...await csrf() },
  }).catch(() => null);
  if (!answer?.ok) return tell("warn", worded(`Chưa thử được (${answer?.status ?? "mất mạng"}). Thử lại sau.`,
    `Not tested (${answer?.status ?? "offline"}). Try again later.`));
  const { result, why } = await answer.json();
  const [look, word] = words[result];
  tell(look, why ? `${word} (${why})` : word);
  await refresh([`messages-${source}`]).catch(() => {});
}

dropKey();
for (const section of document.querySelectorAll('[data-source][data-may="yes"]')) {
  const button = section.querySelector(".try-source");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    await tryOne(section);
    button.disabled = false;
  });
}
