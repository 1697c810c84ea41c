// What keeps somebody from using a page: what axe finds, targets under 48 px, what hangs over the edge.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { overhang } from "./browser.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

export async function loadAxe(page) {
  await page.evaluate(await readFile(axe, "utf8"));
}

/** REQUIRES loadAxe(page). @returns {Promise<string[]>} one line a fault, with the screen's name */
export async function faults(page, name) {
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run(document, { resultTypes: ["violations"] });
    const small = [...document.querySelectorAll("button, a[href], input, summary")].filter((each) => {
      const { width, height } = each.getBoundingClientRect();
      return width > 0 && (height < 48 || width < 48);
    });
    return [...violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ").slice(0, 300)}`),
      ...small.map((each) => `under 48 px: ${each.outerHTML.slice(0, 120)}`)];
  });
  const wide = await overhang(page);
  if (wide > 0) found.push(`${wide} px too wide`);
  return found.map((each) => `${name}: ${each}`);
}
