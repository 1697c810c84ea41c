// What names the session of somebody who has signed in, in whatever they change.

let token;

/** The header of a change; a browser with a key, and no session, needs none. */
export async function csrf() {
  if (document.body.dataset.signed !== "yes") return {};
  token ??= await fetch("/v1/sessions", { cache: "no-store" })
    .then(async (answer) => (answer.ok ? (await answer.json()).csrf_token : ""), () => "");
  return token ? { "X-CSRF-Token": token } : {};
}

/** A proof of who one is begins a new session. @param {string} fresh its token */
export function renew(fresh) {
  token = fresh;
}
