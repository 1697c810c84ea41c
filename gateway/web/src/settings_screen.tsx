// What this phone is set to.

import { ConsentOfHousehold } from "./consent";
import { keepSettings, type Settings } from "./settings";
import { turnHints } from "./hints";
import { install } from "./install";
import { tellLanguage } from "./language";
import { PayeeChangeOfStall } from "./payee_change";
import { Pin } from "./pin";
import { testVoice } from "./speech";
import { now, set, show } from "./store";
import { Title } from "./title";
import { words } from "./words";

export function change(part: Partial<Settings>): void {
  const settings = { ...now().settings, ...part };
  keepSettings(settings);
  if (part.language) tellLanguage(part.language);
  set({ settings });
}

function Switch({ id, name, on, onTurn }: { id: string; name: string; on: boolean; onTurn: () => void }) {
  return (
    <button type="button" id={id} class="switch" role="switch" aria-checked={on} onClick={onTurn}>
      <span>{name}</span><span class="knob" aria-hidden="true" />
    </button>
  );
}

export function SettingsScreen() {
  const { settings, installable, hints, hintsHow } = now();
  const w = words();
  const turn = (part: "bigText" | "dark" | "voice" | "sayStall") => () => change({ [part]: !now().settings[part] });
  return (
    <section id="settings" aria-labelledby="settings-title">
      <Title id="settings-title">{w.settings}</Title>
      <button type="button" id="test-voice" class="button" onClick={testVoice}>{w.testVoice}</button>
      <p>{w.placeholderVoice}</p>
      <Switch id="set-voice" name={w.voice} on={settings.voice} onTurn={turn("voice")} />
      <Switch id="set-stall" name={w.sayStall} on={settings.sayStall} onTurn={turn("sayStall")} />
      <Switch id="set-big" name={w.bigText} on={settings.bigText} onTurn={turn("bigText")} />
      <Switch id="set-dark" name={w.dark} on={settings.dark} onTurn={turn("dark")} />
      {hints !== "none" && <>
        <Switch id="set-hints" name={w.hints} on={hints === "on"} onTurn={turnHints} />
        <p id="hints-how" role="status">{hintsHow || w.hintsWhat}</p>
      </>}
      {installable && <button type="button" id="install" class="button" onClick={install}>{w.install}</button>}
      <Pin />
      <ConsentOfHousehold />
      <PayeeChangeOfStall />
      <button type="button" id="set-language" class="quiet" lang={settings.language === "vi" ? "en" : "vi"}
        onClick={() => change({ language: settings.language === "vi" ? "en" : "vi" })}>{w.language}</button>
      <button type="button" id="hide-settings" class="quiet" onClick={() => show("enter")}>{w.back}</button>
    </section>
  );
}
