// What the board's pages have the API do: with the session's token, and with password and code where
// the API asks for them again.

import { byId, worded } from "./page.js";
import { csrf, renew } from "./session.js";

const said = {
  needs_other_party: worded("Phải là người khác: không ai tự duyệt, tự xác nhận việc của mình.",
    "It must be another person: nobody approves or confirms their own."),
  nameless_person: worded("Khóa này không có tên người: hãy dùng khóa có tên, hoặc đăng nhập.",
    "This key has no person's name: use one with a name, or sign in."),
  key_too_new: worded("Quyền này mới được người khác cấp, chưa đủ thời gian để đổi tài khoản.",
    "This right is too new to change accounts."),
  not_vouched_for: worded("Quyền này do máy chủ cấp: không duyệt đổi tài khoản được. Nhờ quản lý khác mời lại.",
    "This right was made on the machine: it agrees to no change. Ask another manager for an invitation."),
  payee_change_not_ready: worded("Chưa chờ đủ thời gian.", "The wait is not over."),
  not_pending: worded("Đã được xử lý, hoặc kỳ thu đã chốt.", "It was dealt with, or the period is closed."),
  unknown_payee_change: worded("Đề nghị này không còn nữa.", "This change is gone."),
  payee_change_open: worded("Đã có một đề nghị đang chờ. Rút lại trước khi gửi đề nghị khác.",
    "A change waits already. Withdraw it before you ask for another."),
  bad_account: worded("Tài khoản này không dùng được.", "This account cannot be used."),
  stall_has_keys: worded("Sạp đã có máy: máy của hộ tự mời thêm.",
    "The stall has a device: the household invites further ones."),
  too_many_keys: worded("Đã quá nhiều máy. Thu hồi bớt rồi thử lại.", "Too many devices. Revoke one first."),
  bad_text: worded("Có ô trống hoặc quá dài.", "A field is empty or too long."),
  bad_amount: worded("Số không hợp lệ.", "This is no valid number."),
  bad_market_file: worded("Tệp danh bạ có lỗi.", "The table has problems."),
  bad_csv: worded("Không đọc được tệp CSV.", "The CSV file cannot be read."),
  bad_workbook: worded("Không đọc được tệp XLSX.", "The XLSX file cannot be read."),
  body_too_large: worded("Nội dung gửi lên quá lớn.", "What was sent is too large."),
  bad_json: worded("Có ô không đúng.", "A field is not right."),
  bad_period: worded("Tháng này không mở hoặc không đặt giá được: kỳ trước còn mở, hoặc đã thu rồi.",
    "This month cannot be opened or priced: the one before is open, or it was billed."),
  unknown_stall: worded("Không có sạp này.", "There is no such stall."),
  unknown_account: worded("Ban quản lý chưa có tài khoản nhận tiền.", "The board has no receiving account yet."),
  nothing_owed: worded("Sạp này không còn nợ.", "This stall owes nothing."),
  not_the_last_allocation: worded("Khoản này đã được ghi lại. Xem lại danh sách.",
    "This was explained anew. Look at the list again."),
  unknown_allocation: worded("Đã hoàn tác rồi.", "It was undone already."),
  credit_refunded: worded("Khoản này đã hoàn tiền: không đổi được nữa.", "This was given back: it cannot be changed."),
  unknown_held: worded("Khoản này đã được xác nhận.", "This was confirmed already."),
  changed_meanwhile: worded("Người khác vừa đổi. Xem lại rồi thử lại.",
    "Somebody else has just changed it. Look at it again, then try again."),
  complaint_settled: worded("Người khác vừa ghi kết quả. Xem lại danh sách.",
    "Somebody else has just noted the result. Look at the list again."),
  nothing_kept: worded("Nội dung tin báo đã được xóa: không ghi được nữa.",
    "The notice was erased: it cannot be entered any more."),
  no_gateway_leads: worded("Máy chủ đang chuyển sang máy khác. Thử lại sau vài giây.",
    "The server is moving to another machine. Try again in a few seconds."),
  too_many_tries: worded("Sai quá nhiều lần. Chờ một lát rồi thử lại.",
    "Wrong too often. Wait a while, then try again."),
};

async function send(method, path, body) {
  const headers = await csrf();
  const file = body instanceof Blob;
  if (body && !file) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: file ? body : body && JSON.stringify(body), cache: "no-store" })
    .catch(() => null);
  if (!answer) return { ok: false, lost: true, word: worded("Mất mạng. Thử lại.", "Offline. Try again.") };
  const data = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  const { code, status } = { ...data, status: answer.status };
  const lost = ["too_slow", "gateway_lost"].includes(code) || [502, 504].includes(status);
  return { ok: answer.ok, data, code, lost, word: answer.ok ? "" : said[code] ?? worded(`Chưa làm được (${code ?? status}).`,
    `Not done (${code ?? status}).`) };
}

/** Asks for password and code until they are right: true, or until nobody wants to: false. */
function prove() {
  const dialog = byId("proof");
  const form = byId("proof-form");
  byId("proof-word").textContent = "";
  form.reset();
  dialog.showModal();
  return new Promise((done) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      const { password, code } = Object.fromEntries(new FormData(form));
      const answer = await send("POST", "/v1/sessions/proof", { password, code: code.replaceAll(" ", "") });
      if (answer.ok) {
        renew(answer.data.csrf_token);
        done(true);
        return dialog.close();
      }
      byId("proof-word").textContent = answer.code === "wrong_proof"
        ? worded("Mật khẩu hoặc mã không đúng. Mỗi mã chỉ dùng được một lần.",
          "Password or code is not right. Each code works once.") : answer.word;
      form.elements.code.value = "";
      form.elements.code.focus();
    };
    byId("proof-no").onclick = () => dialog.close();
    dialog.onclose = () => { form.reset(); done(false); };
  });
}

/**
 * @param {string} method @param {string} path @param {object | Blob} [body] a file is sent as it is
 * @returns {Promise<{ok: boolean, data?: any, code?: string, word: string, lost?: boolean}>} `word` says why not;
 *   `lost`: nothing came of how it ended, so it may be done
 */
export async function act(method, path, body) {
  const first = await send(method, path, body);
  if (first.code !== "proof_needed" || !byId("proof")) return first;
  if (!await prove()) return { ok: false, word: worded("Chưa làm gì cả.", "Nothing was done.") };
  return send(method, path, body);
}

/** Says how it went, to the eye and to a screen reader. */
export function say(word, look = "good") {
  byId("said").dataset.look = look;
  byId("said").textContent = word;
  byId("said").focus();
}

/** The first press asks, the second does it. @returns {boolean} whether this was the second */
export function isSure(button) {
  if (button.dataset.asked) return true;
  const word = button.firstChild.textContent.trim();
  button.dataset.asked = word;
  button.textContent = worded(`${word} thật? Bấm lần nữa`, `${word}: sure? Press again`);
  return false;
}

/** The next press of the button is a first one again. */
export function forgetPress(button) {
  if (!button.dataset.asked) return;
  button.textContent = button.dataset.asked;
  delete button.dataset.asked;
}
