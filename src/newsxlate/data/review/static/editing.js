// Editing in place: saved and checked again when typing pauses. What is typed is kept in the browser
// until the server has it.

import { announce } from "./base.js";
import { board, kept, make, place, send, text } from "./sheet.js";
import { rows, seen, select } from "./rows.js";

const PAUSE = 800;
const AGAIN = 5000;
const open = new Map();

const plain = (value) => value.split(/\s+/).filter(Boolean).join(" ");

/** Whether something is typed that the server does not have. */
export const unsaved = () => [...open.values()].some((one) => dirty(one));

const dirty = (one) => plain(one.field.value) !== plain(one.saved);

/** What is edited in a row; undefined if nothing is. */
export const edited = (row) => open.get(row?.id);

/** Edit a row; `value` is another text to begin with, `caret` where the caret is to be. */
export function edit(row, { value = null, caret = null } = {}) {
  select(row, { focus: false });
  let one = open.get(row.id);
  if (!one) {
    one = begin(row);
    open.set(row.id, one);
  }
  if (value !== null) {
    one.field.value = value;
    typed(one);
  }
  one.field.focus({ preventScroll: true });
  const end = caret ?? one.field.value.length;
  one.field.setSelectionRange(end, end);
  fit(one);
}

function begin(row) {
  const shown = row.querySelector(".text");
  const field = make("textarea", `field ${shown.tagName.toLowerCase()}`, "", {
    lang: shown.lang, dir: shown.dir, rows: 1, "aria-label": text("editLabel"),
    "aria-describedby": `saving-${row.id}`, spellcheck: "true", maxlength: 20000,
  });
  field.value = row.dataset.text;
  const saving = make("p", "saving", text("keys"), { id: `saving-${row.id}` });
  shown.after(field, saving);
  row.classList.add("editing");
  const one = {
    row, field, saving, begun: row.dataset.text, saved: row.dataset.text,
    // Who edits has seen this version, whatever comes in meanwhile from others.
    version: Number(row.dataset.version), reading: row.dataset.reading, timer: 0, conflict: null, leaving: false,
  };
  field.addEventListener("input", () => typed(one));
  field.addEventListener("keydown", (event) => {
    // A sentence is one line.
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing) event.preventDefault();
  });
  field.addEventListener("blur", () => {
    window.setTimeout(() => {
      const inside = row.contains(document.activeElement) || document.querySelector("dialog[open]");
      if (open.get(row.id) === one && !inside && document.hasFocus()) finish(row, { focus: false });
    }, 0);
  });
  return one;
}

// As tall as its text, where the browser does not see to that.
function fit(one) {
  if (CSS.supports("field-sizing", "content")) return;
  one.field.style.height = "auto";
  one.field.style.height = `${one.field.scrollHeight}px`;
}

function typed(one) {
  fit(one);
  window.clearTimeout(one.timer);
  if (!dirty(one) && !one.conflict) {
    drop(one.row);
    state(one, "saved");
    return;
  }
  keep(one);
  state(one, "unsaved");
  if (!one.conflict) one.timer = window.setTimeout(() => save(one), PAUSE);
}

function state(one, name, why = "") {
  one.saving.dataset.saving = name;
  one.saving.textContent = why ? `${text(name)}: ${why}` : text(name);
}

/** Save what is typed; returns whether the server has it. */
async function save(one) {
  window.clearTimeout(one.timer);
  if (one.conflict) return false;
  const value = plain(one.field.value);
  if (value === plain(one.saved)) {
    drop(one.row);
    return true;
  }
  state(one, "saving");
  let answer;
  try {
    answer = await send("edit", () => ({ ...seen(one.row), seen: one.version, reading: one.reading, text: value }));
  } catch {
    return later(one);
  }
  const theirs = answer.data?.theirs;
  if (answer.status === 409 && theirs && plain(theirs.text) !== value) {
    clash(one, theirs);
    return false;
  }
  // The answer to what was saved may have been lost on its way: then it stands there already.
  if (answer.ok || (answer.status === 409 && theirs)) return done(one, value);
  state(one, "failed");
  if (answer.status >= 500) return later(one);
  return false;
}

function done(one, value) {
  one.saved = value;
  one.version = Number(one.row.dataset.version);
  one.reading = one.row.dataset.reading;
  if (dirty(one)) {
    typed(one);
    return true;
  }
  drop(one.row);
  state(one, "saved");
  return true;
}

function later(one) {
  state(one, "failed");
  one.timer = window.setTimeout(() => save(one), AGAIN);
  return false;
}

/** Save, and stop editing; where it cannot be saved the field stays. */
export async function finish(row, { focus = true } = {}) {
  const one = open.get(row?.id);
  if (!one) return true;
  if (!(await save(one)) || dirty(one)) return false;
  close(one, focus);
  return true;
}

function close(one, focus) {
  const inside = one.row.contains(document.activeElement);
  window.clearTimeout(one.timer);
  open.delete(one.row.id);
  one.row.classList.remove("editing");
  one.row.querySelector(":scope .conflict")?.remove();
  one.field.remove();
  one.saving.remove();
  if (focus || inside) select(one.row, { scroll: false });
}

/** Put back what stood there before, and stop editing. */
export async function cancel(row) {
  const one = open.get(row?.id);
  if (!one) return;
  if (one.conflict) return takeTheirs(row);
  one.field.value = one.begun;
  if (await save(one)) {
    drop(row);
    close(one, true);
  }
}

// -- Two who change one sentence --------------------------------------------------------------

function clash(one, theirs) {
  one.conflict = theirs;
  keep(one);
  state(one, "unsaved");
  const box = make("div", "conflict", "", { role: "alert" });
  const spoken = { lang: board.dataset.target, dir: board.dataset.dir };
  box.append(
    make("p", "said", theirs.by ? text("conflict", { by: theirs.by }) : text("conflictNobody")),
    make("p", "label", text("theirs")),
    make("p", "theirs", theirs.text, spoken),
    make("button", "small", text("keepMine"), { type: "button", "data-do": "keep-mine" }),
    make("button", "small", text("takeTheirs"), { type: "button", "data-do": "take-theirs" }),
  );
  one.row.querySelector(":scope .conflict")?.remove();
  one.saving.after(box);
}

/** Of two texts, keep one's own. */
export async function keepMine(row) {
  const one = open.get(row.id);
  if (!one?.conflict) return;
  one.version = one.conflict.version;
  one.reading = one.conflict.reading;
  one.saved = one.conflict.text;
  one.conflict = null;
  row.querySelector(":scope .conflict")?.remove();
  one.field.focus();
  await save(one);
}

/** Of two texts, keep the other. */
export function takeTheirs(row) {
  const one = open.get(row.id);
  if (!one?.conflict) return;
  drop(row);
  close(one, true);
}

// -- What could not be saved -------------------------------------------------------------------

// Somebody else who logs in to the same browser is not offered it as theirs.
const who = document.querySelector(".bar-name")?.title ?? "";
const START = `newsxlate-draft ${place} ${JSON.stringify(who)} `;
const original = (row) => row.querySelector(".source-text")?.textContent ?? row.dataset.machine;

function keep(one) {
  kept.set(START + one.row.id, JSON.stringify({ text: one.field.value, source: original(one.row) }));
}

function drop(row) {
  kept.drop(START + row.id);
}

function draft(row) {
  try {
    const found = JSON.parse(kept.get(START + row.id));
    return typeof found?.text === "string" ? found : null;
  } catch { return null; }
}

/** Take up a text that was not saved. */
export function restore(row) {
  const found = draft(row);
  row.querySelector(".draft")?.remove();
  if (found) edit(row, { value: found.text });
}

/** Throw it away. */
export function discard(row) {
  drop(row);
  row.querySelector(".draft")?.remove();
  select(row);
}

function offer(row, found) {
  const box = make("div", "draft");
  box.append(
    make("p", "said", text("draft")),
    make("p", "", found.text, { lang: board.dataset.target, dir: board.dataset.dir }),
    make("button", "small", text("restore"), { type: "button", "data-do": "restore" }),
    make("button", "small quiet", text("discard"), { type: "button", "data-do": "discard" }),
  );
  row.querySelector(".text").after(box);
}

for (const row of rows()) {
  const found = draft(row);
  if (!found?.text) continue;
  if (plain(found.text) === plain(row.dataset.text)) drop(row);
  else if (found.source === original(row)) offer(row, found);
}
const offered = document.querySelector(".draft");
if (offered) {
  announce(text("draft"));
  offered.scrollIntoView({ block: "center" });
}
// Their sentences are gone: shown, to be copied.
const gone = kept.names().filter((name) => {
  if (!name.startsWith(START)) return false;
  const row = document.getElementById(name.slice(START.length));
  return !row || (draft(row) && !row.querySelector(".draft"));
});
if (gone.length) {
  const box = make("section", "draft");
  box.append(make("p", "said", text("draftGone")));
  for (const name of gone) {
    try { box.append(make("p", "", JSON.parse(kept.get(name)).text)); } catch { kept.drop(name); }
  }
  const away = make("button", "small", text("discard"), { type: "button" });
  away.addEventListener("click", () => {
    for (const name of gone) kept.drop(name);
    box.remove();
  });
  box.append(away);
  board.prepend(box);
}

window.addEventListener("beforeunload", (event) => {
  if (unsaved()) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const one of open.values()) save(one);
});
window.addEventListener("online", () => {
  for (const one of open.values()) save(one);
});
