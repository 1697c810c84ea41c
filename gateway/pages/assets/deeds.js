// What the board's pages have the API do: with the session's token, and with password and code where
// the API asks for them again.

import { byId } from "./page.js";
import { csrf, renew } from "./session.js";

const said = {
  needs_other_party: "Phải là người khác: không ai tự duyệt, tự xác nhận việc của mình.",
  nameless_person: "Khóa này không có tên người: hãy dùng khóa có tên, hoặc đăng nhập.",
  key_too_new: "Quyền này mới được người khác cấp, chưa đủ thời gian để đổi tài khoản.",
  payee_change_not_ready: "Chưa chờ đủ thời gian.",
  not_pending: "Đã được xử lý, hoặc kỳ thu đã chốt.",
  unknown_payee_change: "Đề nghị này không còn nữa.",
  payee_change_open: "Đã có một đề nghị đang chờ. Rút lại trước khi gửi đề nghị khác.",
  bad_account: "Tài khoản này không dùng được.",
  stall_has_keys: "Sạp đã có máy: máy của hộ tự mời thêm.",
  too_many_keys: "Đã quá nhiều máy. Thu hồi bớt rồi thử lại.",
  bad_text: "Có ô trống hoặc quá dài.",
  bad_amount: "Số không hợp lệ.",
  bad_json: "Có ô không đúng.",
  bad_period: "Tháng này không mở hoặc không đặt giá được: kỳ trước còn mở, hoặc đã thu rồi.",
  unknown_stall: "Không có sạp này.",
  unknown_account: "Ban quản lý chưa có tài khoản nhận tiền.",
  nothing_owed: "Sạp này không còn nợ.",
  unknown_held: "Khoản này đã được xác nhận.",
  nothing_kept: "Nội dung tin báo đã được xóa: không ghi được nữa.",
  too_many_tries: "Sai quá nhiều lần. Chờ một lát rồi thử lại.",
};

async function send(method, path, body) {
  const headers = await csrf();
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body), cache: "no-store" })
    .catch(() => null);
  if (!answer) return { ok: false, word: "Mất mạng. Thử lại." };
  const data = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  const { code, status } = { ...data, status: answer.status };
  return { ok: answer.ok, data, code, word: answer.ok ? "" : said[code] ?? `Chưa làm được (${code ?? status}).` };
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
        ? "Mật khẩu hoặc mã không đúng. Mỗi mã chỉ dùng được một lần." : answer.word;
      form.elements.code.value = "";
      form.elements.code.focus();
    };
    byId("proof-no").onclick = () => dialog.close();
    dialog.onclose = () => { form.reset(); done(false); };
  });
}

/**
 * @param {string} method @param {string} path @param {object} [body]
 * @returns {Promise<{ok: boolean, data?: any, word: string}>} `word` says why not
 */
export async function act(method, path, body) {
  const first = await send(method, path, body);
  if (first.code !== "proof_needed" || !byId("proof")) return first;
  if (!await prove()) return { ok: false, word: "Chưa làm gì cả." };
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
  button.dataset.asked = "yes";
  button.textContent = `${button.firstChild.textContent.trim()} thật? Bấm lần nữa`;
  return false;
}
