// The keypad: an amount in đồng, typed as digits.

import { AMOUNT_MAX, formatAmount } from "./money.js";
import { byId } from "./page.js";

const HOLD_MS = 600;

/**
 * Makes the keypad work.
 * @param {(amount: number) => Promise<void>} onMake called with an amount of 1 … AMOUNT_MAX, and
 *   not again before it has ended
 */
export function keypad(onMake) {
  let amount = 0;
  let making = false;

  const show = (hint = "") => {
    byId("amount").textContent = formatAmount(amount);
    byId("amount").classList.toggle("zero", amount === 0);
    byId("amount").classList.toggle("long", amount >= 10_000_000);
    byId("make").disabled = amount === 0 || making;
    byId("hint").textContent = hint;
  };
  const set = (next) => {
    if (next > AMOUNT_MAX) {
      show(`Nhiều nhất ${formatAmount(AMOUNT_MAX)} một lần.`);
      return;
    }
    amount = next;
    show();
  };
  const press = (key) => {
    if (key === "back") set(Math.floor(amount / 10));
    else set(Number(`${amount}${key}`));
  };
  const make = async () => {
    if (amount === 0 || making) return;
    making = true;
    byId("make").disabled = true;
    await onMake(amount).finally(() => {
      making = false;
      byId("make").disabled = amount === 0;
    });
  };

  byId("keys").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) press(button.dataset.key);
  });
  for (const chip of document.querySelectorAll("[data-add]")) {
    chip.addEventListener("click", () => set(amount + Number(chip.dataset.add)));
  }
  byId("make").addEventListener("click", make);
  holdToClear(document.querySelector('[data-key="back"]'), () => set(0));
  typeToPress(press, make);

  return {
    clear: () => set(0),
    /** @param {string} text shown under the amount */
    hint: show,
  };
}

/** A long press clears; the click that ends it then deletes nothing more. */
function holdToClear(button, clear) {
  let timer = 0;
  let held = false;
  button.addEventListener("pointerdown", () => {
    held = false;
    timer = setTimeout(() => {
      held = true;
      clear();
    }, HOLD_MS);
  });
  for (const end of ["pointerup", "pointerleave", "pointercancel"]) {
    button.addEventListener(end, () => clearTimeout(timer));
  }
  button.addEventListener("click", (event) => {
    if (held) event.stopPropagation();
    held = false;
  });
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}

/** A real keyboard types too, while the keypad is on the screen. */
function typeToPress(press, make) {
  addEventListener("keydown", (event) => {
    if (byId("enter").hidden || !byId("outcome").hidden) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (/^[0-9]$/.test(event.key)) press(event.key);
    else if (event.key === "Backspace") press("back");
    else if (event.key === "Enter" && event.target === document.body) make();
  });
}
