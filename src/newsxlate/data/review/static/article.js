// The page of an article, or of its summaries: keys, clicks, and what they do.

import { alert, ask, onKey, parsed, show } from "./base.js";
import { board, localTimes, make, place, send, text } from "./sheet.js";
import { allDifferences, current, differences, further, rowOf, rows, seen, select, unread } from "./rows.js";
import { cancel, discard, edit, edited, finish, keepMine, restore, takeTheirs, unsaved } from "./editing.js";
import { dismiss, go, meant, recall } from "./findings.js";
import { next as nextMention, rename, renameIn, switchColours } from "./naming.js";
import { settle, sign } from "./signing.js";

// -- What can be done with a row ---------------------------------------------------------------

async function change(action, row) {
  if (!row || !(await finish(row))) return null;
  return send(action, () => seen(row));
}

// What was not accepted (somebody else has changed it, say) is not left.
async function acceptAndGo(row) {
  const answer = await change("accept", row);
  if (answer?.ok && row === current) toUnread();
}

/** Go to the next sentence that nobody has read yet, or say that there is none. */
async function toUnread() {
  if (current && !(await finish(current))) return;
  document.getElementById("signing-dialog").close();
  const next = unread();
  if (next) select(next);
  else alert(make("p", "notice", text("allRead")), { seconds: 4 });
}

async function history(row) {
  const { block, sentence } = row.dataset;
  const answer = await ask(`${place}/history?${new URLSearchParams({ block, sentence })}`);
  if (!answer.ok) return;
  const dialog = document.getElementById("history");
  dialog.replaceChildren(parsed(answer.text));
  localTimes(dialog);
  dialog.addEventListener("close", () => select(row), { once: true });
  show(dialog);
}

function takeNear(row, element) {
  edit(row, { value: element.closest(".near").dataset.text });
}

const DEEDS = {
  accept: (row) => change("accept", row),
  edit: (row) => edit(row),
  undo: (row) => change("undo", row),
  reset: (row) => change("reset", row),
  differences: (row) => differences(row),
  history,
  "take-near": takeNear,
  "keep-mine": keepMine,
  "take-theirs": takeTheirs,
  restore,
  discard,
  dismiss: (_, element) => dismiss(element.closest(".finding")),
  recall: (_, element) => recall(element.closest(".finding")),
  rename: (_, element) => {
    const entry = element.closest("[data-entry]");
    const { form, instead } = element.dataset.form !== undefined ? element.dataset : entry.dataset;
    rename({ entry: entry.dataset.entry, form: form ?? "", instead: instead ?? "" });
  },
  unread: () => toUnread(),
  light: (_, element) => nextMention(element.dataset.n),
  sign,
  settle,
  close: (_, element) => element.closest("dialog").close(),
};

document.addEventListener("click", (event) => {
  const element = event.target.closest("[data-do]");
  if (!element || element.type === "submit") return;
  const row = element.closest(".row");
  if (row && row !== current) select(row, { focus: false, scroll: false });
  const menu = element.closest("details.menu");
  if (menu) menu.open = false;
  DEEDS[element.dataset.do]?.(row ?? current, element);
});

// A click on the translation edits it, the caret where one clicked; a drag only selects.
board.addEventListener("click", (event) => {
  if (event.target.closest("a, button, summary, textarea, .below, .draft, .conflict")) return;
  const row = event.target.closest(".row");
  if (!row) return;
  const shown = event.target.closest(".text");
  if (shown && getSelection().isCollapsed) edit(row, { caret: offset(shown, event) });
  else if (getSelection().isCollapsed) select(row, { scroll: false });
});

function offset(shown, event) {
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (!at || !shown.contains(at.offsetNode)) return null;
  const range = document.createRange();
  range.setStart(shown, 0);
  range.setEnd(at.offsetNode, at.offset);
  return range.toString().length;
}

board.addEventListener("focusin", (event) => {
  const row = event.target.closest(".row");
  if (row && row !== current) select(row, { focus: false, scroll: false });
});

// Links to rows go to them; the browser would only scroll.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#s-"]');
  if (!link || link.closest("dialog") || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  select(document.getElementById(link.hash.slice(1)));
  document.body.classList.remove("sheet-open");
});

// -- Panels ------------------------------------------------------------------------------------

const narrow = window.matchMedia("(max-width: 64rem)");

function panel(name, { toggle = false } = {}) {
  const tabs = document.querySelectorAll("#panel-tabs [data-panel]");
  const shown = [...tabs].find((tab) => tab.getAttribute("aria-expanded") === "true")?.dataset.panel;
  const shut = toggle && narrow.matches && shown === name && document.body.classList.contains("sheet-open");
  for (const tab of tabs) {
    const yes = tab.dataset.panel === name && !shut;
    tab.setAttribute("aria-expanded", String(yes || (shut && tab.dataset.panel === name && !narrow.matches)));
    const section = document.getElementById(`panel-${tab.dataset.panel}`);
    if (section) section.hidden = tab.dataset.panel !== name;
  }
  document.body.classList.toggle("sheet-open", narrow.matches && !shut);
}

document.getElementById("panel-tabs").addEventListener("click", (event) => {
  const tab = event.target.closest("[data-panel]");
  if (tab) panel(tab.dataset.panel, { toggle: true });
});

function openPanel(name) {
  const section = document.getElementById(`panel-${name}`);
  if (!section) return;
  panel(name);
  (section.querySelector("a, button") ?? section).focus();
}
panel("findings");
document.body.classList.remove("sheet-open");
if (narrow.matches) for (const tab of document.querySelectorAll("[data-panel]")) tab.setAttribute("aria-expanded", "false");

// -- What a summary's sentence rests on --------------------------------------------------------

function rests(row, { scroll = true } = {}) {
  for (const one of document.querySelectorAll(".original-sentence.lit")) one.classList.remove("lit");
  const found = (row?.dataset.rests ?? "").split(" ").filter(Boolean)
    .map((id) => document.getElementById(id)).filter(Boolean);
  for (const one of found) one.classList.add("lit");
  const column = document.getElementById("original");
  if (!scroll || !found.length || column.scrollHeight <= column.clientHeight) return;
  const [box, around] = [found[0].getBoundingClientRect(), column.getBoundingClientRect()];
  if (box.top < around.top || box.bottom > around.bottom) column.scrollTop += box.top - around.top - around.height / 3;
}

if (document.getElementById("original")) {
  document.addEventListener("row", (event) => rests(event.detail));
  document.addEventListener("sheet", () => rests(current, { scroll: false }));
  board.addEventListener("mouseover", (event) => {
    const row = event.target.closest(".row");
    if (row) rests(row, { scroll: false });
  });
  board.addEventListener("mouseleave", () => rests(current, { scroll: false }));
}

// -- Keys; the interface's texts list them under keys.article, and a test compares --------------

const walks = (step) => () => {
  const row = further(step);
  if (row) select(row);
};
const withRow = (run) => () => {
  if (!current) return false;
  return run(current);
};
const inRow = (run) => () => {
  if (!document.activeElement?.closest(".row") || edited(current)) return false;
  return run();
};
const leave = (address) => () => {
  if (address) window.location.assign(address);
};

const KEYS = {
  j: walks(1),
  ArrowDown: inRow(walks(1)),
  k: walks(-1),
  ArrowUp: inRow(walks(-1)),
  e: withRow((row) => edit(row)),
  Enter: inRow(() => edit(current)),
  a: withRow((row) => { change("accept", row); }),
  A: withRow((row) => { acceptAndGo(row); }),
  o: () => { toUnread(); },
  n: () => go(1),
  p: () => go(-1),
  d: withRow((row) => dismiss(meant(row))),
  r: withRow((row) => renameIn(row)),
  u: withRow((row) => { change("undo", row); }),
  m: withRow((row) => { change("reset", row); }),
  v: withRow((row) => differences(row)),
  V: () => allDifferences(),
  h: withRow((row) => { history(row); }),
  g: () => openPanel("names"),
  f: () => openPanel("findings"),
  c: () => switchColours(),
  s: () => { sign(); },
  N: leave(document.body.dataset.next),
  P: leave(document.body.dataset.previous),
  q: leave(document.body.dataset.queue),
  "Ctrl+Enter": withRow((row) => {
    if (!edited(row)) return false;
    finish(row);
    return true;
  }),
};
for (const [key, run] of Object.entries(KEYS)) onKey(key, run);
onKey("Escape", () => {
  if (current && edited(current)) {
    cancel(current);
    return true;
  }
  if (document.activeElement?.closest("#panels") && current) {
    select(current);
    document.body.classList.remove("sheet-open");
    return true;
  }
  return false;
}, { typing: true });

// What people made of similar sentences comes when the page is there.
if (document.body.dataset.part === "translation") {
  ask(`${place}/near`, { tries: 2 }).then((answer) => {
    if (!answer.ok) return;
    for (const [id, markup] of Object.entries(JSON.parse(answer.text))) {
      document.getElementById(id)?.querySelector(".nears")?.replaceChildren(parsed(markup));
    }
  }).catch(() => {});
}

// For tests: from now on clicks and keys do what they are to do.
document.body.dataset.ready = "";

// One begins at the sentence that the address names, else at the first.
const named = document.getElementById(window.location.hash.slice(1));
if (named?.classList.contains("row")) select(named);
