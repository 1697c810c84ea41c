// How sums and times are written on the screen: the forms of merchant/vietnamese, in the browser.

/** The largest sum of one transfer (NAPAS 24/7 takes less than 500 million). */
export const AMOUNT_MAX = 499_999_999;
/** Below this a credit is announced with a warning: it is rarely what was meant. */
export const AMOUNT_TINY = 1_000;

/** Vietnam's clock is this far ahead of UTC, the whole year. */
const AHEAD_MS = 7 * 3600 * 1000;

/** "2026-11-24T14:05…" on Vietnam's clock. By counting: the first Intl format alone takes a cheap phone
 *  100 ms, before which no key of the till answers. @param {Date} moment */
function wallClock(moment) {
  return new Date(moment.getTime() + AHEAD_MS).toISOString();
}

/** 1250000 → "1.250.000 ₫" with a no-break space. @param {number} dong */
export function formatAmount(dong) {
  return `${String(dong).replace(/\B(?=(\d{3})+$)/g, ".")}\u00a0₫`;
}

/** "14:05" on Vietnam's clock. @param {Date} moment */
export function formatClock(moment) {
  return wallClock(moment).slice(11, 16);
}

/** "24/11/2026" on Vietnam's clock. @param {Date} moment */
export function formatDay(moment) {
  return wallClock(moment).slice(0, 10).split("-").reverse().join("/");
}

/** "24/11/2026 14:05" on Vietnam's clock. @param {Date} moment */
export function formatStamp(moment) {
  return `${formatDay(moment)} ${formatClock(moment)}`;
}

/** "14:05", or "24/11 14:05" when that was not today. @param {Date} moment */
export function formatMoment(moment) {
  const then = formatDay(moment);
  return then === formatDay(new Date()) ? formatClock(moment) : `${then.slice(0, 5)} ${formatClock(moment)}`;
}

/**
 * 754 → "12:34"; from an hour on "23 giờ 59 phút".
 * @param {number} seconds @param {string} hour how hours are called @param {string} minute and minutes
 */
export function formatLeft(seconds, hour = "giờ", minute = "phút") {
  const whole = Math.max(0, Math.ceil(seconds));
  if (whole >= 3600) {
    const minutes = Math.floor((whole % 3600) / 60);
    return `${Math.floor(whole / 3600)} ${hour}${minutes > 0 ? ` ${minutes} ${minute}` : ""}`;
  }
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
