// What the page was made for, as the server wrote it into <body>.

const { market, stall, name, marketName, holder, bank, account, memo, payload, lifetime, keys, payee, sandbox, voice, voicePlaces } = document.body.dataset;

export const place = {
  market: market ?? "",
  stall: stall ?? "",
  name: name ?? "",
  marketName: marketName ?? "",
  holder: holder ?? "",
  bank: bank ?? "",
  /** The last digits alone. */
  account: account ?? "",
  memo: memo ?? "",
  /** Of the stall's own code, without an amount. */
  payload: payload ?? "",
  /** How long a code lives. */
  lifetime_ms: Number(lifetime) * 1000,
  voiceFile: voice ?? "",
  voicePlaces: voicePlaces ?? "",
  /** The key is the household's: it may see sums and other devices. */
  household: keys === "yes",
  /** A change of the account waited when the page was made. */
  payeeWaits: payee === "yes",
  /** Of a trial market: no real money. */
  sandbox: sandbox === "yes",
};

export const stallPath = `/v1/stalls/${encodeURIComponent(place.stall)}`;
