// The names of the market and of its zones, put right.

import { act, say } from "./deeds.js";
import "./stalls.js";

for (const form of document.querySelectorAll("form[data-correct]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = form.elements.name;
    const name = field.value.trim();
    if (name === field.defaultValue) return say("Không có gì thay đổi.");
    const { ok, word } = await act("POST", form.dataset.correct, { name });
    if (ok) field.defaultValue = name;
    say(ok ? `Đã lưu: ${name}.` : word, ok ? "good" : "bad");
  });
}
