// Every code that chopay draws, drawn by a real browser and read by a third reader, jsQR: the exact
// payload, in every form.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { before, test } from "node:test";

import { browser, gateway } from "./market.mjs";

const options = { timeout: 300_000 };
const jsQR = createRequire(import.meta.url).resolve("jsqr/dist/jsQR.js");
const hosted =
  "00020101021238560010A0000007270126000697041501121133666688880208QRIBFTTA" +
  "53037045405790005802VN62220818Ung Ho Quy Vac Xin63043ACF";

let page;

before(async () => {
  page = await browser.newPage();
  await page.addScriptTag({ path: jsQR });
}, options);

async function fetched(path) {
  const answer = await fetch(new URL(path, gateway.info.url), {
    headers: { Authorization: `Bearer ${gateway.info.api_key}` },
  });
  assert.equal(answer.status, 200, path);
  return answer;
}

/**
 * What jsQR reads of the picture at `path`, drawn `scale` times its size. It reads one code of a
 * picture: `part` is where to look, as parts of width and height.
 */
async function read(path, look) {
  const answer = await fetched(path);
  return readBytes(answer.headers.get("content-type"), await answer.arrayBuffer(), look);
}

async function readBytes(type, buffer, { scale = 1, part = [0, 0, 1, 1] } = {}) {
  const bytes = Buffer.from(buffer).toString("base64");
  return page.evaluate(async ({ url, scale, part }) => {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.naturalWidth * scale * part[2]);
    canvas.height = Math.round(picture.naturalHeight * scale * part[3]);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(picture, -picture.naturalWidth * scale * part[0],
      -picture.naturalHeight * scale * part[1], picture.naturalWidth * scale,
      picture.naturalHeight * scale);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height)?.data ?? null;
  }, { url: `data:${type};base64,${bytes}`, scale, part });
}

test("Every picture of the hosted service's addresses holds its payload", options, async () => {
  const query = "amount=79000&addInfo=Ung+Ho+Quy+Vac+Xin&accountName=QUY+VAC+XIN";
  for (const template of ["compact2", "compact", "qr_only", "print"]) {
    for (const form of ["svg", "png", "jpg"]) {
      const path = `/image/vietinbank-113366668888-${template}.${form}?${query}`;
      assert.equal(await read(path), hosted, path);
    }
  }
});

test("A picture that is opened by itself is not black", options, async () => {
  const alone = await browser.newPage();
  for (const template of ["compact2", "print"]) {
    const query = "amount=79000&addInfo=Ung+Ho+Quy+Vac+Xin";
    const path = `/image/vietinbank-113366668888-${template}.svg?${query}`;
    await alone.goto(new URL(path, gateway.info.url).href);
    assert.equal(await readBytes("image/png", await alone.screenshot()), hosted, path);
  }
  await alone.close();
});

test("Every sticker holds the stall's payload", options, async () => {
  const payload = await read("/v1/stalls/A12/code.svg", { scale: 4 });
  assert.match(payload, /^000201010211/);
  const parts = {
    square_80: [[0, 0, 1, 1]],
    strip_58: [[0, 0, 1, 1]],
    strip_80: [[0, 0, 1, 1]],
    tent_a6: [[0, 0, 1, 0.5], [0, 0.5, 1, 0.5]],
    tent_a5: [[0, 0, 1, 0.5], [0, 0.5, 1, 0.5]],
    sheet_a4: [0, 1, 2].flatMap((row) => [[0, row / 3, 0.5, 1 / 3], [0.5, row / 3, 0.5, 1 / 3]]),
  };
  for (const [paper, places] of Object.entries(parts)) {
    for (const part of places) {
      const png = `/v1/stalls/A12/sticker.png?paper=${paper}`;
      assert.equal(await read(png, { part }), payload, `${png} ${part}`);
      const svg = `/v1/stalls/A12/sticker.svg?paper=${paper}`;
      assert.equal(await read(svg, { part, scale: 2 }), payload, `${svg} ${part}`);
    }
  }
});

test("The codes of a stall and of a request are read in both forms", options, async () => {
  const answer = await fetch(new URL("/v1/payment-requests", gateway.info.url), {
    method: "POST",
    headers: { Authorization: `Bearer ${gateway.info.api_key}` },
    body: JSON.stringify({ stall: "A12", amount: 85000, note: "mực" }),
  });
  const request = await answer.json();
  assert.equal(await read(request.qr_svg, { scale: 4 }), request.payload);
  assert.equal(await read(request.qr_png), request.payload);
  assert.equal(await read("/v1/stalls/A12/code.png"),
    await read("/v1/stalls/A12/code.svg", { scale: 4 }));
});
