// The day's slip as a picture, to be sent to a chat or kept.

import { formatAmount, formatStamp } from "../../pages/assets/money.js";
import { place } from "./stall";
import { words } from "./words";

const WIDTH = 720;
const EDGE = 40;

export interface DayFigures {
  day: string;
  count: number;
  sum: number;
  odd: number;
}

/** What stands on the slip: text, size in pixels, distance to the next line. */
function lines({ day, count, sum, odd }: DayFigures): [string, number, number][] {
  const w = words();
  return [
    [place.marketName, 28, 44], [`${w.slip} ${day}`, 40, 64], [`${place.stall} – ${place.name}`, 30, 76],
    [formatAmount(sum), 76, 100], [w.total(count, formatAmount(sum)), 30, 48], [w.oddCount(odd), 30, 76],
    [w.printedAt(formatStamp(new Date())), 24, 40], [w.slipFoot, 24, 40],
  ];
}

export async function slipPicture(figures: DayFigures): Promise<Blob> {
  const all = lines(figures);
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = all.reduce((height, [, , step]) => height + step, 2 * EDGE);
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#12211d";
  let y = EDGE;
  for (const [text, size, step] of all) {
    pen.font = `${size >= 40 ? 700 : 400} ${size}px system-ui, "Noto Sans", sans-serif`;
    pen.fillText(text, EDGE, y + size, WIDTH - 2 * EDGE);
    y += step;
  }
  return new Promise((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/png"));
}

/** By the phone's own sharing where there is one, else as a file. */
export async function sendSlip(figures: DayFigures): Promise<void> {
  const picture = await slipPicture(figures);
  const name = `phieu_${place.stall}_${figures.day.replaceAll("/", "-")}.png`;
  const file = new File([picture], name, { type: "image/png" });
  if (navigator.canShare?.({ files: [file] })) {
    await navigator.share({ files: [file] }).catch(() => {});
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(picture);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
