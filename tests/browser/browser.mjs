// Drives Debian's Chromium as it is without windows, which has a third of the work of the whole one, and
// watches that pages are well-behaved.

import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell",
    args: flags,
    timeout: 60_000,
  });
}

/**
 * A page of its own browser profile. `complaints` collects errors of its scripts, messages of its
 * console and requests to other origins; a test ends by asserting that it is empty.
 * @param {import("playwright-core").Browser} browser
 * @param {string} origin
 * `worker`: the till may keep its shell; without it each page comes from the network.
 */
export async function openPage(browser, origin, { width = 390, height = 844, scale = 1, worker = false } = {}) {
  const context = await browser.newContext({
    viewport: { width, height }, deviceScaleFactor: scale, locale: "vi-VN",
    timezoneId: "Asia/Ho_Chi_Minh", serviceWorkers: worker ? "allow" : "block",
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.text().includes("blocked by Playwright")) return;  // what `worker` forbids
    if (["error", "warning"].includes(message.type())) {
      page.complaints.push(`console: ${message.text()}`);
    }
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== origin) {
      page.complaints.push(`request to ${url.origin}`);
    }
  });
  return page;
}

/** How many pixels the page is wider than the screen. */
export function overhang(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
