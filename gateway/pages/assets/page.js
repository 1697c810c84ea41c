// Small things that every page needs.

/** @param {string} id @returns {any} the element, which the page has */
export function byId(id) {
  return document.getElementById(id);
}

/** What is said, in the language of the page. @param {string} vietnamese @param {string} english */
export function worded(vietnamese, english) {
  return document.documentElement.lang === "en" ? english : vietnamese;
}

/** Takes the key out of the address bar and the history; the cookie has it now. */
export function dropKey() {
  const address = new URL(location.href);
  if (!address.searchParams.has("key")) return;
  address.searchParams.delete("key");
  history.replaceState(null, "", address);
}

/**
 * Asks the server for this page again and takes over the named parts. Their elements stay, so that
 * a live region announces what has changed in it.
 * @param {string[]} ids @returns {Promise<Document>}
 */
export async function refresh(ids) {
  const response = await fetch(location.href, { cache: "no-store" });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of ids) {
    const part = fresh.getElementById(id);
    if (part) byId(id).replaceChildren(...part.childNodes);
  }
  return fresh;
}
