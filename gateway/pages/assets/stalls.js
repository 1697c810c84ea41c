// Finds stalls in the registry's list by what is written of them, with or without the marks of Vietnamese.

import { byId, worded } from "./page.js";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

const stalls = [...document.querySelectorAll(".stalls li")].map((row) => ({ row, text: plain(row.textContent) }));
const sections = [...document.querySelectorAll("main section")].filter((one) => one.querySelector(".stalls"));

function find() {
  const words = plain(byId("sought").value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { row, text } of stalls) {
    row.hidden = !words.every((word) => text.includes(word));
    found += row.hidden ? 0 : 1;
  }
  for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
  byId("found").textContent = words.length === 0 ? "" : found === 0 ? worded("Không có sạp nào.",
    "No stall.") : worded(`${found} sạp`,
    `${found} ${found === 1 ? "stall" : "stalls"}`);
}

byId("search").hidden = false;
byId("search").addEventListener("submit", (event) => event.preventDefault());
byId("sought").addEventListener("input", find);
