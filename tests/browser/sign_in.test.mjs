// People sign in without script: by an invitation, by name, password and code; a till by its PIN.

import assert from "node:assert/strict";
import { test } from "node:test";

import { authenticator } from "./authenticator.mjs";
import { openPage, overhang } from "./browser.mjs";
import { browser, gateway, origin } from "./market.mjs";

const PASSWORD = "mực một nắng";

/** A page of a browser that runs no script. */
async function openPlain(width, height) {
  const context = await browser.newContext({
    viewport: { width, height }, javaScriptEnabled: false, locale: "vi-VN",
  });
  context.setDefaultTimeout(60_000);
  return context.newPage();
}

/** Asks the API with a key; the answer's JSON. */
async function call(key, path, body) {
  const response = await fetch(origin + path, {
    method: "POST", body: JSON.stringify(body), headers: { Authorization: `Bearer ${key}` },
  });
  assert.ok(response.ok, `${path}: ${response.status}`);
  return response.json();
}

const keyOf = (link) => new URL(link).searchParams.get("key");

/** Every field has a label of its own, and no touch target is too small. */
async function assertUsable(page) {
  assert.ok(await overhang(page) <= 0);
  for (const field of await page.locator("input:not([type=hidden])").all()) {
    const id = await field.getAttribute("id");
    assert.equal(await page.locator(`label[for="${id}"]`).count(), 1, id);
  }
  for (const target of await page.locator("button, a, input:not([type=hidden])").all()) {
    assert.ok((await target.boundingBox()).height >= 48);
  }
}

test("A viewer is invited, signs out, and comes in by name, password and code", async () => {
  const invitation = await call(keyOf(gateway.info.board), "/v1/invitations", {
    role: "viewer", name: "Anh Minh",
  });
  const page = await openPlain(320, 568);
  await page.goto(invitation.url);
  await assertUsable(page);
  const nextCode = authenticator(await page.textContent(".secret"));
  await page.fill("#name", "minh");
  await page.fill("#password", PASSWORD);
  await page.fill("#again", "mực hai nắng");
  await page.fill("#code", "000000");
  await page.click("button");
  assert.match(await page.textContent('[role="alert"]'), /không giống nhau/);
  assert.equal(await page.inputValue("#name"), "minh");
  assert.equal(await page.inputValue("#password"), "");
  await page.fill("#password", PASSWORD);
  await page.fill("#again", PASSWORD);
  await page.fill("#code", nextCode());
  await page.click("button");
  await page.waitForURL("**/board");
  assert.match(await page.textContent("h1"), /Báo cáo/);

  await page.goto(`${origin}/account`);
  await assertUsable(page);
  await page.click("text=Đăng xuất");
  await page.waitForURL("**/sign-in");
  await page.goto(`${origin}/board`);
  assert.match(page.url(), /sign-in$/);
  await assertUsable(page);
  const signIn = async (code) => {
    await page.fill("#name", "Minh");
    await page.fill("#password", PASSWORD);
    await page.fill("#code", code);
    await page.click("button");
  };
  await signIn("000000");
  assert.match(await page.textContent('[role="alert"]'), /không đúng/);
  await assertUsable(page);
  await signIn(nextCode());
  await page.waitForURL("**/board");
  await page.goto(`${origin}/account`);
  // A name and a button side by side: neither squeezes the other into a column of letters.
  assert.ok((await page.locator(".sessions li").first().boundingBox()).height < 180);
});

test("A till that is locked asks for its PIN and opens with it", async () => {
  await call(keyOf(gateway.info.till), "/v1/devices/pin", { pin: "2580" });
  const page = await openPlain(390, 844);
  await page.goto(gateway.info.till);
  await page.goto(`${origin}/lock`);
  await assertUsable(page);
  await page.click("button");
  await assertUsable(page);
  await page.goto(`${origin}/till/A12`);
  assert.match(page.url(), /\/lock$/);
  await page.fill("#pin", "1379");
  await page.click("button");
  assert.match(await page.textContent('[role="alert"]'), /Còn 9 lần thử/);
  await page.fill("#pin", "2580");
  await page.click("button");
  await page.waitForURL("**/till/A12");
});

test("The sign-in works with script too, and complains of nothing", async () => {
  const page = await openPage(browser, origin, { width: 390, height: 844 });
  await page.goto(`${origin}/sign-in`);
  assert.deepEqual(page.complaints, []);
});

test("A board whose sign-in is over says so instead of showing old figures", async () => {
  const page = await openPage(browser, origin, { width: 390, height: 844 });
  await page.clock.install();
  await page.goto(gateway.info.board);
  await page.context().clearCookies();
  await page.clock.runFor(11_000);
  await page.waitForURL("**/sign-in");
});
