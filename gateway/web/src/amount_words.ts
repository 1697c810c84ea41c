// How an amount is read aloud: the algorithm of merchant/amount_words, northern words.

const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const BILLION = 1_000_000_000;

/** The units behind tens: một, bốn and năm change their sound. */
function unitWord(tens: number, unit: number): string {
  if (unit === 1 && tens >= 2) return "mốt";
  if (unit === 4 && tens >= 2) return "tư";
  if (unit === 5 && tens >= 1) return "lăm";
  return DIGITS[unit];
}

/** Three digits; `full`: a higher group was said, so that the hundreds may not be left out. */
function triple(group: number, full: boolean): string[] {
  const [hundreds, tens, unit] = [Math.floor(group / 100), Math.floor(group / 10) % 10, group % 10];
  const said: string[] = [];
  const withHundreds = hundreds > 0 || full;
  if (withHundreds) said.push(DIGITS[hundreds], "trăm");
  if (tens === 0 && unit > 0 && withHundreds) said.push("linh");
  if (tens === 1) said.push("mười");
  if (tens >= 2) said.push(DIGITS[tens], "mươi");
  if (unit > 0) said.push(unitWord(tens, unit));
  return said;
}

function belowBillion(number: number, before: boolean): string[] {
  const said: string[] = [];
  for (const [scale, word] of [[1_000_000, "triệu"], [1_000, "nghìn"], [1, ""]] as const) {
    const group = Math.floor(number / scale) % 1000;
    if (group === 0) continue;
    said.push(...triple(group, before || said.length > 0));
    if (word) said.push(word);
  }
  return said;
}

/** 85000 → tám mươi lăm nghìn, word by word, without đồng. @param dong whole, 0 … 2^53 - 1 */
export function amountWords(dong: number): string[] {
  if (dong === 0) return [DIGITS[0]];
  const high = Math.floor(dong / BILLION);
  const said = high > 0 ? [...amountWords(high), "tỷ"] : [];
  return [...said, ...belowBillion(dong % BILLION, high > 0)];
}
