// The display on the wall: stays fresh by itself, also over midnight and a lost line.

import { dropKey, refresh } from "./page.js";

const FRESH_MS = 10_000;

dropKey();
setInterval(() => refresh(["figures"]).catch(() => {}), FRESH_MS);
