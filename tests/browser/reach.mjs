// What every page owes everybody, as far as axe does not see it: its words fit, every control is reached
// by Tab and shows it, live regions do not interrupt, and it fits 320 px and a zoom of 200 %.

import { overhang } from "./browser.mjs";
import { faults, loadAxe } from "./faults.mjs";

const TABS_MAX = 400;

/** The words of a closed list that do not fit into it: a browser cuts them without a mark. */
function cutOptions(page) {
  return page.evaluate(() => {
    const pen = document.createElement("canvas").getContext("2d");
    return [...document.querySelectorAll("select")].flatMap((select) => {
      const style = getComputedStyle(select);
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const arrow = 20;
      const room = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
      return room <= 0 ? [] : [...select.options].map(({ text }) => text)
        .filter((text) => pen.measureText(text).width > room).map((text) => `cut: ${text}`);
    });
  });
}

/** What can be pressed or typed into and is never reached by Tab, and what shows no ring when it is. */
async function unreached(page) {
  await page.evaluate(() => { document.activeElement?.blur(); scrollTo(0, 0); });
  const all = await page.evaluate(() => {
    const each = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter((one) =>
      !one.disabled && one.type !== "hidden" && one.checkVisibility({ visibilityProperty: true }) && !one.closest("[inert]"));
    each.forEach((one, at) => { one.dataset.tabbed = at; });
    return each.map((one) => one.outerHTML.slice(0, 100));
  });
  const seen = new Set();
  const faint = new Set();
  for (let i = 0; i < TABS_MAX && seen.size < all.length; ++i) {
    await page.keyboard.press("Tab");
    const [at, ring] = await page.evaluate(() => {
      const { dataset } = document.activeElement;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
      // The parts of a date are the browser's own: it marks the one that has the keyboard.
      return [dataset.tabbed, document.activeElement.type === "date" || (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none"];
    });
    if (at === undefined) continue;
    seen.add(Number(at));
    if (!ring) faint.add(Number(at));
  }
  // What goes with the first key that is pressed, as the loudspeaker's button does, need not be reached.
  const gone = new Set(await page.evaluate((count) => Array.from({ length: count }, (_, at) => at)
    .filter((at) => !document.querySelector(`[data-tabbed="${at}"]`)), all.length));
  return [...all.filter((_, at) => !seen.has(at) && !gone.has(at)).map((one) => `not reached by Tab: ${one}`),
    ...[...faint].map((at) => `no ring: ${all[at]}`)];
}

/** Live regions that interrupt; only the till's money and refusals of what was just done may. */
function rude(page) {
  return page.evaluate(() => [...document.querySelectorAll('[aria-live="assertive"], [role="alert"]')]
    .filter((one) => one.id !== "say-now" && !one.matches(".hint, .wrong") && !one.closest("form"))
    .map((one) => `interrupts: ${one.outerHTML.slice(0, 80)}`));
}

async function look(page, name, { tab = true } = {}) {
  await loadAxe(page);
  const found = await faults(page, name);
  const more = [...await cutOptions(page), ...await rude(page), ...(tab ? await unreached(page) : [])];
  return [...found, ...more.map((each) => `${name}: ${each}`)];
}

/** The same page on a screen half as wide and high, each pixel twice: what 200 % zoom is. */
export async function lookTwice(page, name, go, more) {
  const all = [];
  for (const [width, height] of [[320, 568], [640, 400]]) {
    await page.setViewportSize({ width, height });
    const policy = await go();
    if (policy !== undefined && (!policy || /unsafe|\*/.test(policy))) all.push(`${name}: policy ${policy}`);
    if (width === 320) all.push(...await look(page, name, more));
    const wide = await overhang(page);
    if (wide > 0) all.push(`${name}: ${wide} px too wide at ${width} px`);
  }
  return all;
}
