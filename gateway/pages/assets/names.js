// The names of the market and of its zones, put right.

import { worded } from "./page.js";
import { act, say } from "./deeds.js";
import "./stalls.js";

for (const form of document.querySelectorAll("form[data-correct]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = form.elements.name;
    const name = field.value.trim();
    if (name === field.defaultValue) return say(worded("Không có gì thay đổi.", "Nothing was changed."));
    const { ok, word } = await act("POST", form.dataset.correct, { name });
    if (ok) field.defaultValue = name;
    say(ok ? worded(`Đã lưu: ${name}.`, `Saved: ${name}.`) : word, ok ? "good" : "bad");
  });
}
