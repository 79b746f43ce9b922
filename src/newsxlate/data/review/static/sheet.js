// The sheet in the page: what is done goes to the server, and what differs comes back in pieces.

import { alert, announce, ask, parsed } from "./base.js";

export const place = document.body.dataset.place;
export const board = document.getElementById("board");
const digests = JSON.parse(document.getElementById("digests").dataset.digests);
const said = document.getElementById("texts").dataset;

/** A text of the interface, with its fields filled in. */
export function text(name, fields = {}) {
  return said[name].replace(/\{(\w+)\}/g, (_, field) => fields[field] ?? "");
}

/** An element with a class, a text, and what else it is to have. */
export function make(tag, style = "", content = "", attributes = {}) {
  const made = document.createElement(tag);
  if (style) made.className = style;
  if (content) made.textContent = content;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

let line = Promise.resolve();

/**
 * Do something at the server: one thing after the other, since each wants to know what it changes.
 * `json` is what is sent, or makes it when its turn comes. Returns { ok, status, data, refused };
 * data is null where the server refused with a text, which is shown.
 */
export function send(action, json) {
  const turn = line.then(() => sent(action, json));
  line = turn.catch(() => {});
  return turn;
}

async function sent(action, json) {
  const fields = typeof json === "function" ? json() : json;
  // Most is done in a blink. The first term that is confirmed loads a lexicon.
  let away = () => {};
  const slow = window.setTimeout(() => { away = alert(make("p", "notice", text("saving"))); }, 700);
  let answer;
  try {
    answer = await ask(`${place}/${action}`, { json: { ...fields, known: digests } });
  } finally {
    window.clearTimeout(slow);
    away();
  }
  const data = structured(answer) ? JSON.parse(answer.text) : null;
  if (data) {
    apply(data);
    if (answer.ok && data.said) announce(data.said);
  } else if (!answer.ok) {
    alert(parsed(answer.text).textContent.trim() || text("failed"), { seconds: 8 });
  }
  return { ok: answer.ok, status: answer.status, refused: answer.refused, data };
}

function structured(answer) {
  return (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
}

function apply(data) {
  for (const [id, markup] of Object.entries(data.fragments)) {
    const old = document.getElementById(id);
    const next = parsed(markup).firstElementChild;
    if (!old || !next) continue;
    if (old.classList.contains("row")) patch(old, next);
    else exchange(old, next);
    localTimes(document.getElementById(id));
    digests[id] = data.digests[id];
  }
  const count = document.getElementById("count-findings");
  if (count) count.textContent = document.querySelectorAll("#findings [data-severity]").length;
  document.dispatchEvent(new CustomEvent("sheet", { detail: Object.keys(data.fragments) }));
}

// Classes of a row that the server knows nothing of.
const OWN = ["current", "editing", "differences"];

/** Bring a row up to date; what is typed in it stays where it is, the caret too. */
function patch(row, next) {
  const own = OWN.filter((name) => row.classList.contains(name));
  const index = row.tabIndex;
  for (const { name, value } of next.attributes) row.setAttribute(name, value);
  for (const name of own) row.classList.add(name);
  row.tabIndex = index;
  for (const piece of next.querySelectorAll("[data-piece]")) {
    const old = row.querySelector(`[data-piece="${piece.dataset.piece}"]`);
    if (old && !old.isEqualNode(piece)) exchange(old, piece, row);
  }
}

/** Put one element in the place of another; unfolded parts stay so, and the focus near. */
function exchange(old, next, near = null) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  for (const one of old.querySelectorAll("details[data-kept][open]")) {
    const same = [...next.querySelectorAll("details[data-kept]")]
      .find((other) => other.dataset.kept === one.dataset.kept);
    if (same) same.open = true;
  }
  const note = old.querySelector("textarea");
  const field = next.querySelector("textarea");
  if (note && field && note.name === field.name) field.value = note.value;
  old.replaceWith(next);
  if (!focused) return;
  const id = focused.id && document.getElementById(focused.id);
  const again = id || (focused.dataset.do && !near
    && next.querySelector(`[data-do="${focused.dataset.do}"]:not(:disabled)`));
  (again || near || next.closest("[tabindex]"))?.focus({ preventScroll: true });
}

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

/** Times as a clock on the wall here shows them; the server writes those of Greenwich. */
export function localTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = clock.format(at);
  }
}
localTimes(document);

/** What is kept in the browser; where it keeps nothing, that is all the same. */
export const kept = {
  get(name) {
    try { return localStorage.getItem(name); } catch { return null; }
  },
  set(name, value) {
    try { localStorage.setItem(name, value); return true; } catch { return false; }
  },
  drop(name) {
    try { localStorage.removeItem(name); } catch { /* it was not kept */ }
  },
  names() {
    try { return Object.keys(localStorage); } catch { return []; }
  },
};
