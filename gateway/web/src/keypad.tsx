// The keypad: an amount in đồng, typed as digits.

import { useEffect, useRef } from "preact/hooks";

import { AMOUNT_MAX, formatAmount } from "../../pages/assets/money.js";
import { HeldNotice } from "./held";
import { BackspaceIcon } from "./icons";
import { PayeeNotice } from "./payee_change";
import { open } from "./sale";
import { place } from "./stall";
import { now, set, show } from "./store";
import { words } from "./words";

const HOLD_MS = 600;
const chips = [10, 20, 50, 100, 200, 500];
const digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "000", "0"];

function put(amount: number): void {
  if (amount > AMOUNT_MAX) set({ hint: words().tooMuch(formatAmount(AMOUNT_MAX)) });
  else set({ amount, hint: "" });
}

function press(key: string): void {
  const { amount } = now();
  put(key === "back" ? Math.floor(amount / 10) : Number(`${amount}${key}`));
}

/** A long press clears; the click that ends it then deletes nothing more. */
function EraseKey() {
  const hold = useRef({ timer: 0, held: false });
  const begin = () => {
    hold.current.held = false;
    hold.current.timer = window.setTimeout(() => {
      hold.current.held = true;
      put(0);
    }, HOLD_MS);
  };
  const end = () => clearTimeout(hold.current.timer);
  const click = () => {
    if (!hold.current.held) press("back");
    hold.current.held = false;
  };
  return (
    <button type="button" data-key="back" aria-label={words().erase} onPointerDown={begin}
      onPointerUp={end} onPointerLeave={end} onPointerCancel={end} onClick={click}
      onContextMenu={(event) => event.preventDefault()}><BackspaceIcon /></button>
  );
}

/** A real keyboard types too, while the keypad is on the screen. */
function useKeyboard(): void {
  useEffect(() => {
    const type = (event: KeyboardEvent) => {
      const { view, shown, amount } = now();
      if (view !== "enter" || shown || event.ctrlKey || event.altKey || event.metaKey) return;
      if (/^[0-9]$/.test(event.key)) press(event.key);
      else if (event.key === "Backspace") press("back");
      else if (event.key === "Enter" && event.target === document.body) open(amount);
    };
    addEventListener("keydown", type);
    return () => removeEventListener("keydown", type);
  }, []);
}

export function Keypad() {
  useKeyboard();
  const { amount, hint, making } = now();
  const w = words();
  const size = `amount${amount === 0 ? " zero" : ""}${amount >= 10_000_000 ? " long" : ""}`;
  return (
    <section id="enter" aria-labelledby="enter-title">
      <h2 id="enter-title" class="unseen">{w.enterAmount}</h2>
      <output id="amount" class={size} aria-live="off">{formatAmount(amount)}</output>
      <p id="hint" class="hint" role="alert">{hint}</p>
      <div class="chips" role="group" aria-label={w.quickAdd}>
        {chips.map((each) => (
          <button type="button" key={each} data-add={each * 1000} onClick={() => put(now().amount + each * 1000)}>
            +{each}<span>{w.thousand}</span>
          </button>))}
      </div>
      <div id="keys" class="keys">
        {digits.map((key) => (
          <button type="button" key={key} data-key={key} onClick={() => press(key)}
            aria-label={key === "000" ? w.addZeros : undefined}>{key}</button>))}
        <EraseKey />
      </div>
      <button type="button" id="make" class="button" disabled={amount === 0 || making}
        onClick={() => open(now().amount)}>{w.makeCode}</button>
      <div class="row">
        <button type="button" id="show-fixed" class="quiet" onClick={() => show("fixed")}>{w.stallCode}</button>
        <button type="button" id="show-check" class="quiet" onClick={() => show("check")}>{w.customerPaid}</button>
      </div>
      <div class="row">
        {place.household && <button type="button" id="show-day" class="quiet" onClick={() => show("day")}>{w.dayEnd}</button>}
        <button type="button" id="show-settings" class="quiet" onClick={() => show("settings")}>{w.settings}</button>
      </div>
      <PayeeNotice />
      <HeldNotice />
    </section>
  );
}
