// Names: all mentions of one lit up, and one form for all of them.

import { announce, ask, parsed, show } from "./base.js";
import { board, kept, place, send, text } from "./sheet.js";
import { current, rowOf, select } from "./rows.js";
import { meant } from "./findings.js";

const dialog = document.getElementById("renaming");
const colours = document.getElementById("colours");
let back = null;

function light(numbers) {
  for (const one of document.querySelectorAll(".name.same, .name-entry.same")) one.classList.remove("same");
  for (const number of numbers) {
    for (const one of board.querySelectorAll(`.name[data-n~="${number}"]`)) one.classList.add("same");
    document.getElementById(`name-${number}`)?.classList.add("same");
  }
}

const numbers = (element) => element.dataset.n?.split(" ").filter(Boolean) ?? [];

for (const [kind, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
  document.addEventListener(kind, (event) => {
    const name = event.target.closest?.(".name[data-n]");
    if (name) light(on ? numbers(name) : []);
  });
}

/** Show an entry's mentions, one after the other. */
export function next(entry) {
  const all = [...board.querySelectorAll(`.text .name[data-n~="${entry}"]`)];
  if (!all.length) return;
  const at = all.findIndex((one) => rowOf(one) === current);
  const row = rowOf(all[(at + 1) % all.length]);
  select(row, { focus: false });
  light([entry]);
}

/** Put the name right that is meant in a row. */
export function renameIn(row) {
  const findings = [...(row?.querySelectorAll(".finding[data-entry]") ?? [])];
  const finding = findings.find((one) => one === meant(row)) ?? findings.find((one) => one.dataset.form) ?? findings[0];
  if (finding) {
    rename({ entry: finding.dataset.entry, form: finding.dataset.form, instead: finding.dataset.instead });
    return;
  }
  const name = row?.querySelector(".text .name[data-n], .source-text .name[data-n]");
  if (name) rename({ entry: numbers(name)[0] });
  else announce(text("noNames"));
}

/** Ask for the form of a name, and show what it would change. */
export async function rename({ entry, form = "", instead = "" }) {
  back = current;
  if (!(await draw(entry, form, instead))) return;
  if (!dialog.open) show(dialog);
  (dialog.querySelector("[name=change]") ? dialog.querySelector("#renaming-do") : dialog.querySelector("[name=form]")).focus();
}

async function draw(entry, form, instead) {
  const query = new URLSearchParams({ entry, form, instead });
  const answer = await ask(`${place}/rename?${query}`);
  if (!answer.ok) return false;
  const keep = dialog.querySelector("[name=keep]:checked")?.value;
  const old = dialog.querySelector("[name=form]");
  const next = parsed(answer.text);
  if (dialog.open && old) {
    // Who is typing in the field goes on in it.
    const changes = next.querySelector("[data-changes]");
    dialog.querySelector("[data-changes]").replaceWith(changes);
    return true;
  }
  dialog.replaceChildren(next);
  if (keep !== undefined) dialog.querySelector(`[name=keep][value="${keep}"]`).checked = true;
  return true;
}

let waiting = 0;
dialog.addEventListener("input", (event) => {
  if (event.target.name !== "form") return;
  const { entry, instead } = dialog.querySelector("form").dataset;
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => draw(entry, event.target.value, instead), 250);
});
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const changes = {};
  for (const one of form.querySelectorAll("[name=change]:checked")) changes[one.value] = Number(one.dataset.version);
  const { entry, instead, source } = form.dataset;
  send("rename", {
    entry: Number(entry), form: form.elements.form.value, instead, source,
    keep: form.elements.keep.value, changes,
  });
  dialog.close();
});
dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  if (back) select(back, { scroll: false });
});

if (colours) {
  const shown = (yes) => { document.body.classList.toggle("plain-names", !yes); };
  colours.checked = kept.get("newsxlate-colours") !== "off";
  shown(colours.checked);
  colours.addEventListener("change", () => {
    shown(colours.checked);
    kept.set("newsxlate-colours", colours.checked ? "on" : "off");
  });
}

/** Colour the names, or not. */
export function switchColours() {
  colours?.click();
}
