// The till's frame: the bar, the screen that is chosen, the newest money.

import type { ComponentType } from "preact";
import { useLayoutEffect } from "preact/hooks";

import { CheckPaid } from "./check";
import { SaleCode, StallCode } from "./codes";
import { RecentCredits } from "./credits";
import { DayEnd } from "./day";
import { Devices } from "./devices";
import { HeldMoney } from "./held";
import { LinkIcon, WarningIcon } from "./icons";
import { Keypad } from "./keypad";
import { lostWords } from "./live";
import { MissedCredits } from "./missed_screen";
import { OutcomeScreen } from "./outcome_screen";
import { SettingsScreen } from "./settings_screen";
import { place } from "./stall";
import { now, type View } from "./store";
import { words } from "./words";

const screens: Partial<Record<View, ComponentType>> = {
  enter: Keypad, sale: SaleCode, fixed: StallCode, devices: Devices, check: CheckPaid, day: DayEnd,
  settings: SettingsScreen, held: HeldMoney,
};
const withMoney: View[] = ["enter", "sale", "fixed"];

function Bar() {
  const { link } = now();
  const w = words();
  const lost = link === "down" || link === "ended";
  const word = { wait: w.connecting, up: w.connected, down: w.reconnecting, ended: w.reconnecting }[link];
  return (
    <header class="bar">
      <p class="badge">{place.stall}</p>
      <div class="names"><h1>{place.name}</h1><p>{place.marketName}</p></div>
      <p id="link" class="link" data-state={link}><LinkIcon /><span id="link-word">{word}</span></p>
      <p id="offline" class="offline" hidden={!lost}><WarningIcon /><span id="offline-word">{lost ? lostWords() : ""}</span></p>
    </header>
  );
}

export function App() {
  const { view, settings, say, sayNow, shown, audible } = now();
  const Screen = screens[view] ?? Keypad;
  useLayoutEffect(() => {
    document.documentElement.lang = settings.language;
    document.title = `${words().title(place.stall)} – ${place.name} · chopay`;
    document.documentElement.dataset.theme = settings.dark ? "dark" : "light";
    document.documentElement.dataset.text = settings.bigText ? "big" : "usual";
  }, [settings]);
  return (
    <>
      <Bar />
      <main inert={shown !== null}>
        <div class="stage"><MissedCredits /><Screen />
          {!audible && settings.voice && view === "enter" &&
            <button type="button" id="sound" class="quiet sound">{words().soundNeedsTap}<small>{words().soundWhy}</small></button>}
        </div>
        {withMoney.includes(view) && <RecentCredits />}
      </main>
      <OutcomeScreen />
      {place.sandbox && <aside class="sandbox" aria-label={words().trial}><p>{words().trialHow}</p></aside>}
      <p id="say-now" class="unseen" aria-live="assertive">{sayNow}</p>
      <p id="say" class="unseen" aria-live="polite">{say}</p>
    </>
  );
}
