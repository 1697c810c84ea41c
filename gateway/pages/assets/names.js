// The names of the market and of its zones, and the board's contact, put right.

import { worded } from "./page.js";
import { act, say } from "./deeds.js";
import "./stalls.js";

for (const form of document.querySelectorAll("form[data-correct]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = form.querySelector("input");
    const text = field.value.trim();
    if (text === field.defaultValue) return say(worded("Không có gì thay đổi.", "Nothing was changed."));
    const { ok, word } = await act("POST", form.dataset.correct, { [field.name]: text });
    if (ok) field.defaultValue = text;
    say(ok ? worded(`Đã lưu: ${text || "để trống"}.`, `Saved: ${text || "left empty"}.`) : word, ok ? "good" : "bad");
  });
}
