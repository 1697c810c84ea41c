// The board: the figures of the present day stay fresh, and a chosen day opens at once.

import { formatStamp } from "./money.js";
import { byId, dropKey, refresh } from "./page.js";

const FRESH_MS = 10_000;

dropKey();

const chooser = document.querySelector('input[name="day"]');
chooser.addEventListener("change", () => {
  if (chooser.value) chooser.form.requestSubmit();
});

byId("print").hidden = false;
byId("print").addEventListener("click", () => print());
addEventListener("beforeprint", () => { byId("printed").textContent = formatStamp(new Date()); });

if (document.body.dataset.today === "yes") {
  const dayOf = (page) => page.querySelector(".day").textContent;
  setInterval(async () => {
    if (document.hidden) return;
    const fresh = await refresh(["figures"]).catch(() => document);
    // Midnight has passed, or the sign-in is over: then another page came.
    if (!fresh.getElementById("figures") || dayOf(fresh) !== dayOf(document)) location.reload();
  }, FRESH_MS);
}
