import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

// A browser module, which node takes as one only by its media type.
const script = await readFile(new URL("../../gateway/pages/assets/feed.js", import.meta.url), "utf8");
const { eventReader } = await import(`data:text/javascript,${encodeURIComponent(script)}`);

function read(...pieces) {
  const events = [];
  const take = eventReader((event) => events.push(event));
  for (const piece of pieces) take(piece);
  return events;
}

test("An event is the same however the network cuts it", () => {
  const text = "id: ha-long-1:7\nevent: credit\ndata: {\"amount\":85000}\n\n";
  const whole = [{ id: "ha-long-1:7", name: "credit", data: '{"amount":85000}' }];
  assert.deepEqual(read(text), whole);
  for (let cut = 0; cut <= text.length; ++cut) {
    assert.deepEqual(read(text.slice(0, cut), text.slice(cut)), whole);
  }
});

test("Comments and half an event are no events", () => {
  assert.deepEqual(read(": open\n\n", "data: {}\n"), []);
});

test("Lines may end in CR LF, and data may have several lines", () => {
  assert.deepEqual(read("data: a\r\ndata: b\r\n\r\n"), [{ id: "", name: "message", data: "a\nb" }]);
});
