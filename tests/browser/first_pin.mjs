// What the phone of a household or a helper does with an invitation: it agrees, and chooses a PIN.

export const PIN = "2580";

/** Agrees on the page of an invitation; then the device is asked for its first PIN. */
export async function agree(page) {
  await page.click("button");
  await page.waitForURL("**/lock");
}

/** Gives a device that has agreed its first PIN; then its own page opens. */
export async function choosePin(page, again = PIN) {
  await page.fill("#pin", PIN);
  await page.fill("#again", again);
  await page.click("button");
}

/** Both: from the page of an invitation to the device's own page. */
export async function comeIn(page) {
  await agree(page);
  await choosePin(page);
}
