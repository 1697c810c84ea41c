// Whether the board may see the stall's own figures, and whether the household's cash counts in a
// share of several stalls: what the household has said, and when.

import { useEffect, useState } from "preact/hooks";

import { formatStamp } from "../../pages/assets/money.js";
import { call } from "./api";
import { usePinFirst } from "./pin_first";
import { place, stallPath } from "./stall";
import { words } from "./words";

interface Consent {
  granted: boolean;
  granted_at: string | null;
  withdrawn_at: string | null;
  cash: boolean;
  cash_since: string | null;
}

const day = (at: string | null) => at === null ? "" : formatStamp(new Date(at));

export function ConsentOfHousehold() {
  const [consent, setConsent] = useState<Consent | null>(null);
  const [why, setWhy] = useState("");
  const pin = usePinFirst("consent", (error) => setWhy(error.message));
  const w = words();
  const path = `${stallPath}/consent`;
  useEffect(() => { if (place.household) call<Consent>("GET", path).then(setConsent, () => {}); }, []);
  if (!consent) return null;
  const say = (granted: boolean, cash: boolean) => pin.run(async () => {
    setConsent(await call<Consent>("POST", path, { granted, cash }));
    setWhy("");
  });
  const said = consent.granted ? w.consentGiven(day(consent.granted_at))
    : consent.withdrawn_at ? w.consentWithdrawn(day(consent.granted_at), day(consent.withdrawn_at)) : w.consentNever;
  return (
    <section id="consent" aria-labelledby="consent-title">
      <h3 id="consent-title">{w.consentTitle}</h3>
      <p>{w.consentWhat}</p>
      <p id="consent-said">{said}</p>
      {pin.form}
      <p id="consent-word" class="hint" role="alert">{why}</p>
      <button type="button" id="consent-turn" class="quiet" onClick={() => say(!consent.granted, false)}>{consent.granted ? w.consentWithdraw : w.consentGive}</button>
      {consent.granted && <>
        <p id="consent-cash">{w.cashWhat} {consent.cash ? w.cashCounts(day(consent.cash_since)) : w.cashNot}</p>
        <button type="button" id="consent-cash-turn" class="quiet" onClick={() => say(true, !consent.cash)}>{consent.cash ? w.cashWithdraw : w.cashGive}</button>
      </>}
    </section>
  );
}
