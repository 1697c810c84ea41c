// The day's end: today's money, what must be looked at, and the slip.

import { useEffect, useState } from "preact/hooks";

import { formatAmount, formatDay } from "../../pages/assets/money.js";
import { call, type Credit } from "./api";
import { CreditRow, lookOf } from "./credits";
import { sendSlip } from "./slip";
import { place, stallPath } from "./stall";
import { now, show } from "./store";
import { Title } from "./title";
import { words } from "./words";

/** As many as the gateway lists at once; a day with more says so. */
const LISTED_MAX = 200;

/** 24/11/2026 → 2026-11-24. */
const isoDay = (day: string) => day.split("/").reverse().join("-");

type Filter = "all" | "plain" | "odd";

export function DayEnd() {
  const [credits, setCredits] = useState<Credit[] | null>(null);
  const [why, setWhy] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const [sought, setSought] = useState("");
  const newest = now().credits[0]?.seq;
  useEffect(() => {
    call<{ credits: Credit[] }>("GET", `${stallPath}/credits?limit=${LISTED_MAX}`)
      .then((found) => { setCredits(found.credits); setWhy(""); }, (error) => setWhy(error.message));
  }, [newest]);
  const w = words();
  const day = formatDay(new Date());
  const today = (credits ?? []).filter((each) => formatDay(new Date(each.occurred_at)) === day);
  const more = credits?.length === LISTED_MAX && today.length === LISTED_MAX;
  const odd = today.filter((each) => lookOf(each) !== "good");
  const sum = today.reduce((all, { amount }) => all + amount, 0);
  const digits = sought.replace(/\D/g, "");
  const listed = today.filter((each) =>
    (filter === "all" || (filter === "odd") === (lookOf(each) !== "good")) && String(each.amount).includes(digits));
  return (
    <section id="day" aria-labelledby="day-title">
      <Title id="day-title">{w.today} {day}</Title>
      {why && <p class="hint" role="alert">{why}</p>}
      {credits && <p id="day-total" class="day-total"><strong class="amount">{more ? "≥ " : ""}{formatAmount(sum)}</strong>
        <span>{w.total(today.length, formatAmount(sum))} · {w.oddCount(odd.length)}</span></p>}
      <div class="row" role="group" aria-label={w.today}>
        {(["all", "plain", "odd"] as const).map((each) => (
          <button type="button" key={each} class="quiet" aria-pressed={filter === each} data-filter={each}
            onClick={() => setFilter(each)}>{w[each]}</button>))}
      </div>
      <label for="day-find">{w.find}</label>
      <input id="day-find" inputMode="numeric" autocomplete="off" value={sought}
        onInput={(event) => setSought(event.currentTarget.value)} />
      <ol id="day-list" class="credits">{listed.map((each) => <CreditRow key={each.seq} credit={each} />)}</ol>
      {credits && listed.length === 0 && <p>{w.none}</p>}
      <button type="button" id="share" class="button" disabled={!credits || more}
        onClick={() => sendSlip({ day, count: today.length, sum, odd: odd.length })}>{w.share}</button>
      <a id="day-paper" class="quiet" download href={`${stallPath}/day-slip.pdf?date=${isoDay(day)}&paper=strip_80`}>{w.dayPaper}</a>
      {place.household && <a id="month-books" class="quiet" download
        href={`${stallPath}/books/all/${isoDay(day).slice(0, 7)}.zip`}>{w.monthBooks}</a>}
      <p>{w.boardCloses}</p>
      <button type="button" id="hide-day" class="quiet" onClick={() => show("enter")}>{w.back}</button>
    </section>
  );
}
