// A market's table on trial: what is wrong in it by row, or what it would change. Then just that table
// is entered: its bytes are kept from the trial on, and another file or choice begins anew.

import { act, say } from "./deeds.js";
import { byId, worded } from "./page.js";
import { problemWords, unreadableWords } from "./table_problems.js";

const FILE_BYTES_MAX = 8 * 1024 * 1024; // csv_bytes_max: what is longer loses its connection, not its answer

/** @type {{table: Blob, path: string} | null} what was looked at */
let previewed = null;

function forget() {
  previewed = null;
  byId("enter").hidden = true;
  byId("preview").replaceChildren();
}

function line(words, small = "") {
  const item = document.createElement("li");
  const said = document.createElement("span");
  said.append(words);
  if (small) said.append(Object.assign(document.createElement("small"), { textContent: small }));
  item.append(said);
  return item;
}

function problemLine({ row, column, problem }) {
  const place = worded(`Dòng ${row}`, `Row ${row}`);
  return line(column ? `${place}, ${column}` : place, problemWords(problem));
}

/** What is told of each kind that there is, with the codes of those that are named. */
function changeLines({ zones, stalls, corrected, unchanged }) {
  const rows = [[worded("Khu mới", "New zones"), zones], [worded("Sạp mới", "New stalls"), stalls],
    [worded("Sạp được sửa", "Stalls put right"), corrected]];
  return [...rows.map(([name, codes]) => line(`${name}: ${codes.length}`, codes.join(", "))),
    line(`${worded("Sạp giữ nguyên", "Stalls left as they are")}: ${unchanged}`)];
}

/** Why nothing of the file, or only a part, was entered. */
function refusal({ code, data, word }) {
  if (data?.entered > 0) {
    return `${word} ${worded(`Mới ghi được ${data.entered} mục. Nhập lại cùng tệp để ghi nốt.`,
      `Only ${data.entered} were entered. Enter the same file again for the rest.`)}`;
  }
  const unreadable = ["bad_csv", "bad_workbook"].includes(code);
  return unreadable ? `${word} ${unreadableWords(data.detail)}` : word;
}

function show(answer) {
  const problems = answer.data?.problems ?? [];
  byId("preview").replaceChildren(...(answer.ok ? changeLines(answer.data) : problems.map(problemLine)));
  if (answer.ok) return;
  say(problems.length > 0 ? worded(`Tệp có ${problems.length} lỗi. Chưa ghi gì.`,
    `Problems in the file: ${problems.length}. Nothing was entered.`)
    : refusal(answer), "bad");
}

byId("table").addEventListener("input", forget);

byId("table").addEventListener("submit", async (event) => {
  event.preventDefault();
  forget();
  const [file] = byId("table-file").files;
  const bytes = await file.arrayBuffer().catch(() => null);
  if (!bytes) return say(worded("Không đọc được tệp. Chọn lại.", "The file cannot be read. Choose it again."), "bad");
  if (bytes.byteLength > FILE_BYTES_MAX) {
    return say(worded("Tệp lớn hơn 8 MiB. Bỏ bớt hình và dòng trống.",
      "The file is larger than 8 MiB. Take pictures and empty rows out."), "bad");
  }
  const table = new Blob([bytes]);
  const path = `/v1/market/table?correct=${byId("table-known").value}`;
  const answer = await act("POST", path, table);
  show(answer);
  if (!answer.ok) return;
  const { zones, stalls, corrected } = answer.data;
  const any = zones.length + stalls.length + corrected.length > 0;
  if (any) previewed = { table, path };
  byId("enter").hidden = !any;
  say(any ? worded("Tệp không có lỗi. Chưa ghi gì.", "No problem in the file. Nothing was entered.")
    : worded("Tệp không có gì mới.", "Nothing is new in the file."));
});

byId("enter").addEventListener("click", async () => {
  if (!previewed) return;
  const { table, path } = previewed;
  byId("enter").disabled = true;
  const answer = await act("POST", `${path}&commit=true`, table);
  byId("enter").disabled = false;
  if (answer.lost) {
    return say(worded("Không có trả lời: có thể đã ghi. Nhập lại cùng tệp được, không ghi hai lần.",
      "No answer: it may be entered. The same file may be sent again; nothing is entered twice."), "bad");
  }
  if (!answer.ok && !answer.data) return say(answer.word, "bad"); // nobody gave password and code
  if (answer.data.entered === undefined) forget(); // else the same file enters the rest
  show(answer);
  if (answer.ok) {
    say(worded(`Đã nhập: ${answer.data.stalls.length} sạp mới, ${answer.data.corrected.length} sạp được sửa.`,
      `Entered: ${answer.data.stalls.length} new stalls, ${answer.data.corrected.length} put right.`));
  }
});
