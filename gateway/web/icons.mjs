// Draws the icon as PNG, for phones that take no SVG: `node icons.mjs ICON.svg OUT` writes
// OUT/icon-180.png, OUT/icon-192.png and OUT/icon-512.png. Knows what our icon is made of and no more:
// one filled rectangle, and stroked paths of M, l, h, v, H and z.

import { readFileSync, writeFileSync } from "node:fs";
import { deflateSync } from "node:zlib";

const [source, out] = process.argv.slice(2);
const SIDES = [180, 192, 512];
const SAMPLES = 4;  // a side of each pixel: how finely an edge is smoothed

const svg = readFileSync(source, "utf8");
const box = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)[1]);
const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
const colour = (text) => [0, 1, 2].map((at) => text.length === 4
  ? parseInt(text[at + 1].repeat(2), 16) : parseInt(text.slice(1 + 2 * at, 3 + 2 * at), 16));

/** The lines of a path: from [x, y] to [x, y], and whether another joins it at either. */
function linesOf(path) {
  const lines = [];
  let [at, begin] = [[0, 0], [0, 0]];
  const to = (next) => { lines.push([at, next]); at = next; };
  for (const [, command, rest] of path.matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (rest.match(/-?\d*\.?\d+/g) ?? []).map(Number);
    if (command === "M") at = begin = numbers;
    else if (command === "h") to([at[0] + numbers[0], at[1]]);
    else if (command === "v") to([at[0], at[1] + numbers[0]]);
    else if (command === "H") to([numbers[0], at[1]]);
    else if (command === "z") to(begin);
    else if (command === "l") {
      for (let i = 0; i < numbers.length; i += 2) to([at[0] + numbers[i], at[1] + numbers[i + 1]]);
    } else throw new Error(`${source}: no drawing of ${command}`);
  }
  const there = (point, side) => lines.some((line) => line[side][0] === point[0] && line[side][1] === point[1]);
  return lines.map(([from, end]) => [from, end, [there(from, 1), there(end, 0)]]);
}

/** Lines reach half their width beyond where another joins: sharp corners, which here are about right angles. */
function covers([[ax, ay], [bx, by], joined], half, x, y) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = Math.hypot(dx, dy);
  if (length === 0) return false;
  const along = ((x - ax) * dx + (y - ay) * dy) / length;
  const aside = Math.abs((x - ax) * dy - (y - ay) * dx) / length;
  const [before, behind] = joined.map((is) => is ? half : 0);
  return aside <= half && along >= -before && along <= length + behind;
}

const ground = colour(attribute(/<rect[^>]*>/.exec(svg)[0], "fill"));
const paths = [...svg.matchAll(/<path[^>]*>/g)].map(([tag]) => ({
  lines: linesOf(attribute(tag, "d")),
  half: Number(attribute(tag, "stroke-width")) / 2,
  colour: colour(attribute(tag, "stroke")),
}));

function colourAt(x, y) {
  return (paths.findLast(({ lines, half }) => lines.some((line) => covers(line, half, x, y)))?.colour ?? ground);
}

// The whole square: phones cut its corners as they like. Nothing in the drawing is thinner than a pixel, so
// one whose corners are alike is of one colour.
function pixel(column, row, side) {
  const at = (x, y) => colourAt((column + x) * box / side, (row + y) * box / side);
  const corner = at(0, 0);
  if ([at(1, 0), at(0, 1), at(1, 1)].every((other) => other === corner)) return corner;
  const sum = [0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; ++i) {
    const one = at((i % SAMPLES + 0.5) / SAMPLES, (Math.floor(i / SAMPLES) + 0.5) / SAMPLES);
    one.forEach((part, place) => { sum[place] += part; });
  }
  return sum.map((part) => Math.round(part / (SAMPLES * SAMPLES)));
}

/** As PNG wants it of each chunk; node:zlib has it from a later version on. */
function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(name, bytes) {
  const named = Buffer.concat([Buffer.from(name), bytes]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(bytes.length, 0);
  ends.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
}

for (const side of SIDES) {
  const rows = Buffer.alloc(side * (1 + 3 * side));  // a 0 before each row: no filter
  for (let row = 0; row < side; ++row) {
    for (let column = 0; column < side; ++column) {
      rows.set(pixel(column, row, side), row * (1 + 3 * side) + 1 + 3 * column);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2], 8);  // 8 bits of red, green and blue
  writeFileSync(`${out}/icon-${side}.png`, Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0)),
  ]));
}
