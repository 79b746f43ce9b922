// The queue: rows by keys, and the row one came from.

import { announce, onKey } from "./base.js";

const links = [...document.querySelectorAll(".row-link")];
const search = document.getElementById("text");
const order = document.getElementById("order");
const filters = document.getElementById("filters");
const KEPT = "newsxlate-queue";

function step(by) {
  if (!links.length) return false;
  const now = links.indexOf(document.activeElement);
  const next = now < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, now + by));
  links[next].focus({ preventScroll: true });
  links[next].closest("tr").scrollIntoView({ block: "nearest" });
  return true;
}

for (const key of ["j", "ArrowDown"]) onKey(key, () => step(1));
for (const key of ["k", "ArrowUp"]) onKey(key, () => step(-1));
onKey("/", () => { search.focus(); search.select(); });
for (const [key, rel] of [["n", "next"], ["p", "prev"]]) {
  onKey(key, () => document.querySelector(`.pages a[rel=${rel}]`)?.click());
}

order.addEventListener("change", () => order.form.requestSubmit());
// An address has only what was chosen.
order.form.addEventListener("submit", () => {
  for (const field of order.form.elements) {
    if (field.name && (!field.value.trim() || (field === order && order.selectedIndex === 0))) field.disabled = true;
  }
  // Back from the next page they are to be there again.
  window.setTimeout(() => { for (const field of order.form.elements) field.disabled = false; });
});

// There is no room for them beside the rows on a phone.
const narrow = window.matchMedia("(max-width: 46rem)");
const fold = () => { filters.open = !narrow.matches; };
narrow.addEventListener("change", fold);
fold();

// Who comes back is where they were.
function key(link) { return `${window.location.search} ${new URL(link.href).pathname}`; }
for (const link of links) {
  link.addEventListener("click", () => {
    try { window.sessionStorage.setItem(KEPT, key(link)); } catch { /* it is only a convenience */ }
  });
}
function back() {
  let kept = null;
  try { kept = window.sessionStorage.getItem(KEPT); } catch { /* likewise */ }
  const link = links.find((one) => key(one) === kept);
  if (link) {
    link.focus({ preventScroll: true });
    link.closest("tr").scrollIntoView({ block: "nearest" });
  }
}
if (!window.location.hash) back();

const waiting = document.querySelector(".found .notice");
if (waiting) announce(waiting.textContent.trim());
