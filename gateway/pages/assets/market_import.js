// A market's table on trial: what is wrong in it by row, or what it would change. Then just that table
// is entered: its bytes are kept from the trial on, and another file or choice begins anew.

import { act, say } from "./deeds.js";
import { byId, worded } from "./page.js";
import { problemWords } from "./table_problems.js";

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

function show(answer) {
  const problems = answer.data?.problems ?? [];
  byId("preview").replaceChildren(...(answer.ok ? changeLines(answer.data) : problems.map(problemLine)));
  if (answer.ok) return;
  say(problems.length > 0 ? worded(`Tệp có ${problems.length} lỗi. Chưa ghi gì.`,
    `Problems in the file: ${problems.length}. Nothing was entered.`)
    : answer.code ? `${answer.word} ${answer.data?.detail ?? ""}` : answer.word, "bad");
}

byId("table").addEventListener("input", forget);

byId("table").addEventListener("submit", async (event) => {
  event.preventDefault();
  forget();
  const [file] = byId("table-file").files;
  const bytes = await file.arrayBuffer().catch(() => null);
  if (!bytes) return say(worded("Không đọc được tệp. Chọn lại.", "The file cannot be read. Choose it again."), "bad");
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
  if (!answer.ok && !answer.data) return say(answer.word, "bad"); // nothing was sent: it may be tried again
  forget();
  show(answer);
  if (answer.ok) {
    say(worded(`Đã nhập: ${answer.data.stalls.length} sạp mới, ${answer.data.corrected.length} sạp được sửa.`,
      `Entered: ${answer.data.stalls.length} new stalls, ${answer.data.corrected.length} put right.`));
  }
});
