// What this phone is set to; kept on the phone, and gone where the browser keeps nothing.

export interface Settings {
  language: "vi" | "en";
  bigText: boolean;
  dark: boolean;
  /** Amounts are spoken. */
  voice: boolean;
  /** The stall is named before each amount, where several tills stand side by side. */
  sayStall: boolean;
}

const NAME = "till-settings";
const usual: Settings = { language: "vi", bigText: false, dark: false, voice: true, sayStall: false };

export function readSettings(): Settings {
  try {
    return { ...usual, ...JSON.parse(localStorage.getItem(NAME) ?? "{}") };
  } catch {
    return { ...usual };
  }
}

export function keepSettings(settings: Settings): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(settings));
  } catch {
    // It holds until the page is left.
  }
}
