// A code on the screen: that of one sale, or the stall's own.

import { formatAmount, formatLeft } from "../../pages/assets/money.js";
import { cancel } from "./sale";
import { place } from "./stall";
import { pictureOf } from "./stall_code";
import { now, show } from "./store";
import { Title } from "./title";
import { words } from "./words";

export function SaleCode() {
  const { sale, left_s } = now();
  if (!sale) return null;
  const w = words();
  const ended = left_s === 0;
  return (
    <section id="sale" aria-labelledby="sale-amount" data-state={ended ? "ended" : "open"}>
      <Title id="sale-amount" class={`amount${sale.amount >= 10_000_000 ? " long" : ""}`}>
        {formatAmount(sale.amount)}
      </Title>
      <div class="qr"><img id="sale-qr" src={sale.qr_svg} alt={w.saleCode} width="300" height="300" /></div>
      <p class="memo">{w.memo} <strong id="sale-memo">{sale.memo}</strong></p>
      {!sale.pay_url && <p id="sale-here" class="memo">{w.madeHere}</p>}
      <p class="waiting"><span class="pulse" aria-hidden="true" />
        <strong id="sale-word">{ended ? w.expired : w.waiting}</strong>
        <span id="sale-left" class="left">{ended ? w.makeNew : w.left(formatLeft(left_s, w.hours, w.minutes))}</span></p>
      <div class="row">
        <button type="button" id="cancel" class="quiet" onClick={cancel}>{ended ? w.back : w.cancel}</button>
        {sale.pay_url && <a id="sale-link" class="quiet" target="_blank" rel="noopener" href={sale.pay_url}>{w.customerPage}</a>}
      </div>
    </section>
  );
}

export function StallCode() {
  const w = words();
  return (
    <section id="fixed" aria-labelledby="fixed-title">
      <Title id="fixed-title">{w.stallCode}</Title>
      <p>{w.fixedHow}</p>
      <div class="qr"><img id="fixed-qr" src={pictureOf(place.payload)} alt={w.fixedCode} width="300" height="300" /></div>
      <p class="memo"><strong>{place.holder}</strong><br />{place.bank} · {place.account}<br />
        {w.memo} <strong>{place.memo}</strong></p>
      <button type="button" id="hide-fixed" class="quiet" onClick={() => show("enter")}>{w.back}</button>
    </section>
  );
}
