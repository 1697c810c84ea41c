// A QR symbol made on the phone: byte mode, level M, the mask that disturbs readers least. Module for
// module what qr/symbol makes, for a code that is needed while the network is away (ISO/IEC 18004).

/** By version from 1 on: correction codewords of a block, and blocks, at level M. */
const CORRECTION = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26];
const BLOCKS = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5];
const QUIET = 4;
const FIELD = 0x11d;

type Grid = number[][];

function square(size: number, value: number): Grid {
  return Array.from({ length: size }, () => new Array<number>(size).fill(value));
}

/** `value` followed by the remainder that makes it divisible by the generator. */
function withRemainder(value: number, generator: number, bits: number): number {
  let rest = value << bits;
  for (let bit = 30; bit >= bits; --bit) if ((rest >> bit) & 1) rest ^= generator << (bit - bits);
  return (value << bits) | rest;
}

/** The modules that are the same for every text; -1 where data goes. */
class Frame {
  readonly size: number;
  readonly modules: Grid;
  /** Bits 0 … 14 of the format, twice. */
  readonly format: [number, number][] = [];
  readonly data: [number, number][] = [];

  constructor(readonly version: number) {
    this.size = 17 + 4 * version;
    this.modules = square(this.size, -1);
    const far = this.size - 4;
    for (const [x, y] of [[3, 3], [far, 3], [3, far]]) this.rings(x, y, 4, 0b01011);
    for (let i = 8; i < this.size - 8; ++i) {
      this.put(i, 6, i % 2 === 0);
      this.put(6, i, i % 2 === 0);
    }
    this.alignments();
    this.formatPlaces();
    this.versionPlaces();
    this.dataPlaces();
  }

  private put(x: number, y: number, dark: boolean): void {
    if (this.modules[y]?.[x] === -1) this.modules[y][x] = Number(dark);
  }

  private rings(x0: number, y0: number, radius: number, dark: number): void {
    for (let y = -radius; y <= radius; ++y) {
      for (let x = -radius; x <= radius; ++x) {
        this.put(x0 + x, y0 + y, ((dark >> Math.max(Math.abs(x), Math.abs(y))) & 1) === 1);
      }
    }
  }

  private alignments(): void {
    if (this.version === 1) return;
    const last = this.size - 7;
    const lines = this.version < 7 ? [6, last] : [6, last - 2 * Math.floor((last - 3) / 4), last];
    for (const y of lines) {
      for (const x of lines) {
        const corner = (x === 6 && (y === 6 || y === last)) || (y === 6 && x === last);
        if (!corner) this.rings(x, y, 2, 0b101);
      }
    }
  }

  private formatPlaces(): void {
    const size = this.size;
    const places = [0, 1, 2, 3, 4, 5, 7, 8].map((y): [number, number] => [8, y]);
    for (const x of [7, 5, 4, 3, 2, 1, 0]) places.push([x, 8]);
    for (let i = 0; i < 8; ++i) places.push([size - 1 - i, 8]);
    for (let i = 8; i < 15; ++i) places.push([8, size - 15 + i]);
    for (const [x, y] of places) this.modules[y][x] = 0;
    this.format.push(...places);
    this.put(8, size - 8, true);
  }

  private versionPlaces(): void {
    if (this.version < 7) return;
    const bits = withRemainder(this.version, 0x1f25, 12);
    for (let i = 0; i < 18; ++i) {
      const [near, away] = [Math.floor(i / 3), this.size - 11 + (i % 3)];
      this.put(near, away, ((bits >> i) & 1) === 1);
      this.put(away, near, ((bits >> i) & 1) === 1);
    }
  }

  /** Two columns at a time from the right, upwards and downwards in turn. */
  private dataPlaces(): void {
    let up = true;
    for (let right = this.size - 1; right > 0; right -= 2) {
      if (right === 6) --right;
      for (let i = 0; i < this.size; ++i) {
        const y = up ? this.size - 1 - i : i;
        for (const x of [right, right - 1]) if (this.modules[y][x] === -1) this.data.push([x, y]);
      }
      up = !up;
    }
  }
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; --bit) {
    product = (product << 1) ^ (product & 0x80 ? FIELD : 0);
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}

/** The correction codewords of a block (Reed–Solomon over GF(256)). */
function correction(block: number[], count: number): number[] {
  let factors = [1];
  for (let i = 0, root = 1; i < count; ++i, root = multiply(root, 2)) {
    factors = [...factors, 0].map((factor, j) => factor ^ (j > 0 ? multiply(factors[j - 1], root) : 0));
  }
  const rest = [...block, ...new Array<number>(count).fill(0)];
  for (let i = 0; i < block.length; ++i) {
    const lead = rest[i];
    factors.forEach((factor, j) => { rest[i + j] ^= multiply(factor, lead); });
  }
  return rest.slice(block.length);
}

/** Data and padding, as many codewords as there are. */
function dataOf(text: string, version: number, count: number): number[] {
  const length = version < 10 ? 8 : 16;
  let bits = "0100" + text.length.toString(2).padStart(length, "0");
  for (const sign of text) bits += sign.charCodeAt(0).toString(2).padStart(8, "0");
  bits += "0".repeat(Math.min(4, 8 * count - bits.length));
  bits = bits.padEnd(8 * Math.ceil(bits.length / 8), "0");
  const data = bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2));
  for (let pad = 0xec; data.length < count; pad ^= 0xec ^ 0x11) data.push(pad);
  return data;
}

/** Parts the data into blocks, makes the correction of each, and deals all of them out in turn. */
function interleaved(data: number[], version: number): number[] {
  const [blocks, count] = [BLOCKS[version - 1], CORRECTION[version - 1]];
  const short = Math.floor(data.length / blocks);
  const parts: number[][] = [];
  for (let block = 0, at = 0; block < blocks; ++block) {
    const size = short + (block >= blocks - (data.length % blocks) ? 1 : 0);
    parts.push(data.slice(at, (at += size)));
  }
  const checks = parts.map((part) => correction(part, count));
  const out: number[] = [];
  for (let i = 0; i <= short; ++i) for (const part of parts) if (i < part.length) out.push(part[i]);
  for (let i = 0; i < count; ++i) for (const check of checks) out.push(check[i]);
  return out;
}

/** Is the module turned over? (ISO/IEC 18004 table 10) */
const masks: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0, (x, y) => y % 2 === 0, (x) => x % 3 === 0, (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0, (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0, (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Long runs of like modules, and what looks like a finder with light on a side of it. */
function linePenalty(line: string): number {
  let penalty = 0;
  for (const run of line.match(/0{5,}|1{5,}/g) ?? []) penalty += run.length - 2;
  for (let at = line.indexOf("1011101"); at >= 0; at = line.indexOf("1011101", at + 1)) {
    if (!line.slice(Math.max(0, at - 4), at).includes("1")) penalty += 40;
    if (!line.slice(at + 7, at + 11).includes("1")) penalty += 40;
  }
  return penalty;
}

/** How disturbing a symbol is for a reader (§7.8.3.1). */
function penaltyOf(grid: Grid): number {
  const size = grid.length;
  let penalty = 0;
  let dark = 0;
  for (let i = 0; i < size; ++i) {
    penalty += linePenalty(grid[i].join("")) + linePenalty(grid.map((row) => row[i]).join(""));
    for (let x = 0; x < size; ++x) {
      dark += grid[i][x];
      const [row, below] = [grid[i], grid[i + 1]];
      if (below && x + 1 < size && row[x] === row[x + 1] && row[x] === below[x] && row[x] === below[x + 1]) penalty += 3;
    }
  }
  return penalty + Math.floor(Math.abs(20 * dark - 10 * size * size) / (size * size)) * 10;
}

function masked(frame: Frame, codewords: number[], mask: number): Grid {
  const grid = frame.modules.map((row) => [...row]);
  frame.data.forEach(([x, y], i) => {
    const bit = ((codewords[i >> 3] ?? 0) >> (7 - (i & 7))) & 1;
    grid[y][x] = bit ^ Number(masks[mask](x, y));
  });
  const bits = withRemainder(mask, 0x537, 10) ^ 0x5412;
  frame.format.forEach(([x, y], i) => { grid[y][x] = (bits >> (i % 15)) & 1; });
  return grid;
}

/** The dark (1) and light (0) modules, row by row. @param text ASCII, at most 213 characters */
export function symbolOf(text: string): Grid {
  for (let version = 1; version <= BLOCKS.length; ++version) {
    const frame = new Frame(version);
    const count = (frame.data.length >> 3) - BLOCKS[version - 1] * CORRECTION[version - 1];
    if (4 + (version < 10 ? 8 : 16) + 8 * text.length > 8 * count) continue;
    const codewords = interleaved(dataOf(text, version, count), version);
    const grids = masks.map((_, mask) => masked(frame, codewords, mask));
    const penalties = grids.map(penaltyOf);
    return grids[penalties.indexOf(Math.min(...penalties))];
  }
  throw new RangeError("too long for a code");
}

/** The drawing of qr/draw_svg, byte for byte: black on white with its quiet zone. */
export function drawSvg(grid: Grid): string {
  const side = grid.length + 2 * QUIET;
  let path = "";
  grid.forEach((row, y) => {
    let pen = -1;
    for (const { 0: run, index } of row.join("").matchAll(/1+/g)) {
      path += pen < 0 ? `M${index + QUIET} ${y + QUIET}.5h` : `m${index - pen} 0h`;
      path += run.length;
      pen = index + run.length;
    }
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path stroke="#000" d="${path}"/></svg>\n`;
}
