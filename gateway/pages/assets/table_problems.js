// What is wrong in a market's table, in the words of who fills it in. The API says it in English; `#` stands
// for a row or a number.

import { worded } from "./page.js";

const vietnamese = new Map([
  ["the file is only half there: a market, its stalls and a last row", "tệp chỉ có một nửa: cần chợ, các sạp và dòng cuối"],
  ["this column is missing or has another name", "thiếu cột này, hoặc cột có tên khác"],
  ["it has more than 12 columns", "có hơn 12 cột"],
  ["it begins as a formula does; put an apostrophe before it", "bắt đầu như công thức; hãy đặt dấu ' ở trước"],
  ["it is longer than 200 bytes or has a line end", "quá dài (hơn 200 byte), hoặc có xuống dòng"],
  ["it is empty", "đang để trống"],
  ["no bank is called so", "không có ngân hàng nào tên như vậy"],
  ["an account is 1 to 19 letters and digits; is it shown as a number?",
    "số tài khoản gồm 1 đến 19 chữ và số; ô có đang ở dạng số không?"],
  ["it must be 1 to 32 of a-z 0-9 -", "phải gồm 1 đến 32 ký tự a-z 0-9 -"],
  ["it is empty or \"có\"", "để trống, hoặc ghi “có”"],
  ["an empty row among the stalls", "dòng trống giữa các sạp"],
  ["it must be 1 to 16 of A-Z a-z 0-9 . _ -", "phải gồm 1 đến 16 ký tự A-Z a-z 0-9 . _ -"],
  ["row # calls the zone otherwise", "dòng # gọi khu này bằng tên khác"],
  ["row # has this stall", "dòng # đã có sạp này"],
  ["too many stalls", "quá nhiều sạp"],
  ["a further account stands below its stall's own row", "tài khoản thêm phải đứng ngay dưới dòng của sạp"],
  ["the stall has this account already", "sạp đã có tài khoản này"],
  ["too many accounts", "quá nhiều tài khoản"],
  ["it must be a number such as 6,5, up to 100000", "phải là số như 6,5, nhiều nhất 100000"],
  ["it needs 10, 12 or 13 digits; did it lose its first 0?", "cần 10, 12 hoặc 13 chữ số; có mất số 0 ở đầu không?"],
  ["it needs 10 or 11 digits and begins with 0; did it lose its first 0?",
    "cần 10 hoặc 11 chữ số, bắt đầu bằng 0; có mất số 0 ở đầu không?"],
  ["row # names another holder of this account", "dòng # ghi chủ tài khoản khác"],
  ["the last row must be Hết and the number of stalls; is the file only half there?",
    "dòng cuối phải là Hết và số sạp; tệp có bị cắt giữa chừng không?"],
  ["the last row does not count the # stalls above it", "dòng cuối không ghi đúng # sạp ở trên"],
  ["it is registered otherwise", "sổ đang ghi khác"],
  ["another market has this account", "chợ khác đã có tài khoản này"],
  ["the file is of another market", "tệp là của chợ khác"],
]);

const numbered = /(?<=^row |count the )\d+/;

/** @param {string} problem as the API says it */
export function problemWords(problem) {
  const [which = ""] = problem.match(numbered) ?? [];
  const found = vietnamese.get(problem) ?? vietnamese.get(problem.replace(numbered, "#"))?.replace("#", which);
  return worded(found ?? problem, problem);
}
