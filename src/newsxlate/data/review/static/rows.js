// The rows: which of them one is at, and going from one to another.

import { board, kept, place } from "./sheet.js";

/** All rows, in order. */
export const rows = () => [...board.querySelectorAll(".row")];

/** The row one is at; null before one has been at any. */
export let current = null;

/** The fields that say which sentence a row is, and how one saw it. */
export function seen(row) {
  return {
    block: Number(row.dataset.block),
    sentence: Number(row.dataset.sentence),
    seen: Number(row.dataset.version),
    reading: row.dataset.reading,
  };
}

/** Go to a row. */
export function select(row, { focus = true, scroll = true } = {}) {
  if (!row) return;
  if (current && current !== row) {
    current.classList.remove("current");
    reachable(current, false);
  }
  current = row;
  row.classList.add("current");
  reachable(row, true);
  if (focus && !row.contains(document.activeElement)) row.focus({ preventScroll: true });
  if (scroll) row.scrollIntoView({ block: "nearest" });
  document.dispatchEvent(new CustomEvent("row", { detail: row }));
}

/** The Tab key gets to the row one is at, and to what can be done with it; nobody tabs through all. */
function reachable(row, yes) {
  row.tabIndex = yes ? 0 : -1;
  for (const one of row.querySelectorAll(".side button, .side summary, .below button, .below summary")) {
    if (yes) one.removeAttribute("tabindex");
    else one.tabIndex = -1;
  }
}

/** The row that is so many rows further. */
export function further(step) {
  const all = rows();
  if (!all.length) return null;
  if (!current) return step > 0 ? first() : all[all.length - 1];
  return all[all.indexOf(current) + step] ?? null;
}

/** The next row that nobody has read yet, after the one at hand and round again; null if all are read. */
export function unread() {
  const all = rows();
  const at = all.indexOf(current);
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find((row) => row.dataset.state === "untouched") ?? null;
}

// The first row that can be seen.
function first() {
  return rows().find((row) => row.getBoundingClientRect().bottom > 80) ?? rows()[0];
}

/** The row that an element is in, or that a link leads to. */
export function rowOf(element) {
  const row = element.closest?.(".row");
  if (row) return row;
  const target = element.closest?.("[data-row]")?.dataset.row;
  return target ? document.getElementById(target) : null;
}

const SHOWN = `newsxlate-differences ${place}`;

/** Show or hide the difference to the machine's text; it is remembered. */
export function differences(row, show = !row.classList.contains("differences")) {
  row.classList.toggle("differences", show);
  kept.set(SHOWN, rows().filter((one) => one.classList.contains("differences")).map((one) => one.id).join(" "));
}

/** All of them: shown, or, if all are, hidden. */
export function allDifferences() {
  const all = rows().filter((row) => row.querySelector(".difference"));
  const show = !all.every((row) => row.classList.contains("differences"));
  for (const row of all) differences(row, show);
}

for (const id of (kept.get(SHOWN) ?? "").split(" ")) {
  if (id) document.getElementById(id)?.classList.add("differences");
}
for (const row of rows()) reachable(row, false);
const start = rows()[0];
if (start) start.tabIndex = 0;
document.addEventListener("sheet", (event) => {
  for (const id of event.detail) {
    const row = document.getElementById(id);
    if (row?.classList.contains("row")) reachable(row, row === current);
  }
});
