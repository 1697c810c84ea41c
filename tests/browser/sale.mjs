// What a vendor and a shopper do, in the words of a test.

/** Opens the till and waits until it hears the ledger. */
export async function openTill(page, info) {
  await page.goto(info.till);
  await page.waitForSelector('#link[data-state="up"]');
}

/** Types the digits (and "000") and asks for a code. @returns {Promise<string>} the shopper's link */
export async function makeCode(page, keys) {
  for (const key of keys) await page.click(`[data-key="${key}"]`);
  await page.click("#make");
  await page.waitForSelector("#sale:not([hidden])");
  return page.$eval("#sale-link", (link) => link.href);
}

/** On the shopper's page: the simulated bank pays the code. */
export async function pay(page, link, how) {
  await page.goto(link);
  await page.click(`[data-how="${how}"]`);
}

/** Waits for the full screen that tells of a credit; green goes by itself, so it is read as it comes. */
export async function outcome(page) {
  const seen = await page.waitForFunction(() => {
    const screen = document.querySelector("#outcome:not([hidden])");
    return screen && {
      look: screen.dataset.look,
      text: screen.innerText.replace(/\s+/g, " "),
      colour: getComputedStyle(screen).backgroundColor,
    };
  });
  return seen.jsonValue();
}

/** Puts that screen away, where it is there still. */
export async function putAway(page) {
  await page.evaluate(() => document.getElementById("outcome-back")?.click());
  await page.waitForSelector("#outcome", { state: "detached" });
}
