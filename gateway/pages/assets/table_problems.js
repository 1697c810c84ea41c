// What is wrong in a market's table, in the words of who fills it in. The API says it in English; `#` stands
// for a row or a number.

import { worded } from "./page.js";

const vietnamese = new Map([
  ["the file is only half there: a market, its stalls and a last row", "tệp chỉ có một nửa: cần chợ, các sạp và dòng cuối"],
  ["this column is missing or has another name", "thiếu cột này, hoặc cột có tên khác"],
  ["it has more than 12 columns", "có hơn 12 cột"],
  ["it begins as a formula does; put an apostrophe before it", "bắt đầu như công thức; hãy đặt dấu ' ở trước"],
  ["it is longer than 200 bytes or has a line end", "quá dài (hơn 200 byte), hoặc có xuống dòng"],
  ["it is longer than 200 characters or has a line end", "quá dài (hơn 200 chữ), hoặc có xuống dòng"],
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
  ["a stall of the market has this account", "một sạp của chợ đang dùng hoặc đã dùng tài khoản này; muốn dùng chung thì nhờ người giữ máy chủ"],
  ["the file is of another market", "tệp là của chợ khác"],
]);

// Why a file cannot be read at all. What is not here gets general advice: nobody meets it who saves a table.
const unreadable = new Map([
  ["it is UTF-16; save it as CSV UTF-8", "Tệp là UTF-16: hãy lưu lại thành CSV UTF-8."],
  ["a zero byte; this is no CSV file", "Đây không phải tệp CSV: hãy lưu lại thành XLSX hoặc CSV UTF-8."],
  ["not UTF-8; save the whole file as CSV UTF-8", "Không phải UTF-8: hãy lưu lại cả tệp thành CSV UTF-8."],
  ["too many rows", "Quá nhiều dòng."],
  ["too many columns", "Quá nhiều cột."],
  ["a quote or line end out of place", "Dấu ngoặc kép hoặc xuống dòng sai chỗ."],
  ["the file ends within a quoted cell; is it only half there?",
    "Tệp hết giữa một ô trong ngoặc kép: có bị cắt giữa chừng không?"],
  ["it is larger than 8 MiB", "Tệp lớn hơn 8 MiB."],
  ["it has macros", "Tệp có macro: hãy lưu lại thành XLSX."],
  ["it needs 1 to 16 sheets", "Tệp có hơn 16 trang tính."],
  ["it has more than 50000 rows", "Tệp có hơn 50000 dòng."],
  ["it has more than 64 columns", "Tệp có hơn 64 cột."],
  ["it is no whole zip archive; is it only half there?", "Tệp bị hỏng hoặc bị cắt giữa chừng."],
  ["it is locked with a password", "Tệp có mật khẩu: hãy bỏ mật khẩu."],
]);

const numbered = /(?<=^row |count the )\d+/;

/** @param {string} problem as the API says it */
export function problemWords(problem) {
  const [which = ""] = problem.match(numbered) ?? [];
  const found = vietnamese.get(problem) ?? vietnamese.get(problem.replace(numbered, "#"))?.replace("#", which);
  return worded(found ?? problem, problem);
}

/**
 * Why the file could not be read, in the page's language and without the other one.
 * @param {string} detail as the API says it: its sentence for the code, and after it what it found
 */
export function unreadableWords(detail) {
  const [, place, number, what = ""] = detail.match(/^[^:]+: (?:(row|line) (\d+): )?(.+)$/) ?? [];
  const advice = worded(unreadable.get(what) ?? "Mở tệp bằng Excel, lưu lại thành XLSX rồi thử lại.",
    what ? `${what[0].toUpperCase()}${what.slice(1)}.`.replace("?.", "?") : "Open it in Excel, save it as XLSX and try again.");
  return place ? `${worded("Dòng", place === "row" ? "Row" : "Line")} ${number}: ${advice}` : advice;
}
