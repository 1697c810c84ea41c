// node qrcode.mjs PAYLOADS: how many codes a second npm's qrcode draws of the payloads in the file,
// one a line, as SVG and as PNG of 512 pixels, level M, as its users call it. Prints one line of
// JSON. By processor time, as ours.
import { readFileSync } from "node:fs";

import QRCode from "qrcode";

const payloads = readFileSync(process.argv[2], "utf8").trim().split("\n");

function processorSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function perSecond(count, draw) {
  const rates = [];
  for (let round = 0; round < 3; ++round) {
    const begin = processorSeconds();
    for (let i = 0; i < count; ++i) await draw(payloads[i % payloads.length]);
    rates.push(count / (processorSeconds() - begin));
  }
  return Math.round(rates.sort((a, b) => a - b)[1]);
}

const svg = (payload) => QRCode.toString(payload, { type: "svg", errorCorrectionLevel: "M" });
const png = (payload) =>
  QRCode.toBuffer(payload, { type: "png", width: 512, errorCorrectionLevel: "M" });

await perSecond(200, svg); // warm
const svgRate = await perSecond(2000, svg);
await perSecond(20, png);
const pngRate = await perSecond(100, png);
console.log(JSON.stringify({ svg_per_s: svgRate, png_per_s: pngRate }));
