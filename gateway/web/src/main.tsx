// The vendor's till: starts the screens and the live line.

import { render } from "preact";

import { dropKey } from "../../pages/assets/page.js";
import { App } from "./app";
import { waitForPress } from "./attention";
import { readHints } from "./hints";
import { keepShell, offerInstall } from "./install";
import { start } from "./live";
import { stayAwake } from "./lock";
import { now, onChange, set } from "./store";
import { loadVoice } from "./voice";

dropKey();
const root = document.getElementById("app")!;
const draw = () => render(<App />, root);
onChange(draw);
draw();
waitForPress(() => {
  if (!now().audible) set({ audible: true });
  loadVoice()?.catch(() => {});
});
stayAwake();
offerInstall();
keepShell().then(readHints);
start();
