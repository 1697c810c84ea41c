// Whether the board may see the stall's own figures: what the household has said, and when.

import { useEffect, useState } from "preact/hooks";

import { formatStamp } from "../../pages/assets/money.js";
import { call, type Refusal } from "./api";
import { place, stallPath } from "./stall";
import { words } from "./words";

interface Consent {
  granted: boolean;
  granted_at: string | null;
  withdrawn_at: string | null;
}

const day = (at: string | null) => at === null ? "" : formatStamp(new Date(at));

export function ConsentOfHousehold() {
  const [consent, setConsent] = useState<Consent | null>(null);
  const [why, setWhy] = useState("");
  const w = words();
  const path = `${stallPath}/consent`;
  useEffect(() => { if (place.household) call<Consent>("GET", path).then(setConsent, () => {}); }, []);
  if (!consent) return null;
  const turn = () => call<Consent>("POST", path, { granted: !consent.granted })
    .then((next) => { setConsent(next); setWhy(""); }, (error: Refusal) => setWhy(error.message));
  const said = consent.granted ? w.consentGiven(day(consent.granted_at))
    : consent.withdrawn_at ? w.consentWithdrawn(day(consent.granted_at), day(consent.withdrawn_at)) : w.consentNever;
  return (
    <section id="consent" aria-labelledby="consent-title">
      <h3 id="consent-title">{w.consentTitle}</h3>
      <p id="consent-said">{said}</p>
      <p id="consent-word" class="hint" role="alert">{why}</p>
      <button type="button" id="consent-turn" class="quiet" onClick={turn}>{consent.granted ? w.consentWithdraw : w.consentGive}</button>
    </section>
  );
}
