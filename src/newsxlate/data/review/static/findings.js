// Findings: going from one to the next, and declaring one to be none.

import { announce, show } from "./base.js";
import { board, send, text } from "./sheet.js";
import { current, rowOf, rows, seen, select } from "./rows.js";

const dialog = document.getElementById("dismissing");
const form = document.getElementById("dismissing-form");
const about = document.getElementById("dismissing-about");
const reason = document.getElementById("dismissing-reason");
let here = null;
let asked = null;

const listed = () => [...board.querySelectorAll(".finding[data-severity]")];

/** Go to the next finding (1), or to the one before (-1), round and round. */
export function go(step) {
  const all = listed();
  if (!all.length) {
    announce(text("noMoreFindings"));
    return;
  }
  const at = all.findIndex((one) => one.dataset.finding === here && rowOf(one) === current);
  let next;
  if (at >= 0) next = all[(at + step + all.length) % all.length];
  else next = beside(all, step);
  point(next);
}

// The finding that comes next after the row one is at.
function beside(all, step) {
  if (!current) return step > 0 ? all[0] : all[all.length - 1];
  const order = rows();
  const at = order.indexOf(current);
  const place = (one) => order.indexOf(rowOf(one));
  if (step > 0) return all.find((one) => place(one) >= at) ?? all[0];
  return all.findLast((one) => place(one) < at) ?? all[all.length - 1];
}

/** Go to a finding. */
export function point(finding) {
  for (const one of document.querySelectorAll(".finding.here")) one.classList.remove("here");
  here = finding.dataset.finding;
  finding.classList.add("here");
  const row = rowOf(finding);
  select(row);
  lit(finding, true);
  announce(finding.querySelector(".message").textContent);
}

/** The finding that is meant in a row: the one that one went to, else its first. */
export function meant(row) {
  const all = [...(row?.querySelectorAll(".finding[data-severity]") ?? [])];
  return all.find((one) => one.dataset.finding === here) ?? all[0] ?? null;
}

/** Light up the words that a finding speaks of. */
export function lit(finding, yes) {
  const row = rowOf(finding);
  for (const one of board.querySelectorAll(".found.lit")) one.classList.remove("lit");
  if (!row || !yes) return;
  const style = `f-${finding.dataset.finding.slice(0, 12)}`;
  for (const one of row.getElementsByClassName(style)) one.classList.add("lit");
}

/** Ask why a finding is none. */
export function dismiss(finding) {
  if (!finding) return;
  asked = { key: finding.dataset.finding, row: rowOf(finding) };
  about.textContent = finding.querySelector(".message").textContent;
  form.reset();
  show(dialog);
  form.elements.ready[0].focus();
}

/** Take back that a finding was dismissed. */
export function recall(finding) {
  const row = rowOf(finding);
  send("recall", { key: finding.dataset.finding, ...(row ? seen(row) : {}) });
}

form.addEventListener("submit", (event) => {
  if (event.submitter?.value === "cancel") return;
  const words = form.elements.ready.value || reason.value.trim();
  if (!words) {
    event.preventDefault();
    reason.focus();
    return;
  }
  send("dismiss", { key: asked.key, reason: words, ...(asked.row ? seen(asked.row) : {}) });
});
dialog.addEventListener("close", () => { if (asked?.row) select(asked.row); });
dialog.addEventListener("keydown", (event) => {
  const ready = form.elements.ready;
  if (event.target === reason || event.ctrlKey || event.altKey || event.metaKey) return;
  const choice = ready[Number(event.key) - 1];
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  (choice.value ? choice : reason).focus();
});
reason.addEventListener("input", () => { form.elements.ready[form.elements.ready.length - 1].checked = true; });

board.addEventListener("mouseover", (event) => {
  const finding = event.target.closest(".finding[data-severity]");
  if (finding) lit(finding, true);
});
