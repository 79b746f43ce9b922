// Signing off: approving, sending back, opening again; and going on to the next.

import { alert, show } from "./base.js";
import { send, text } from "./sheet.js";
import { select } from "./rows.js";
import { finish, unsaved } from "./editing.js";
import { current } from "./rows.js";

const dialog = document.getElementById("signing-dialog");
const TOLD = "newsxlate-told";

/** Open the dialog; what is being edited is saved first. */
export async function sign() {
  if (current && !(await finish(current))) return;
  if (unsaved()) return;
  show(dialog);
  (dialog.querySelector("#signing-note") ?? dialog.querySelector("button"))?.focus();
}

/** Go to the first error that is to be settled. */
export function settle() {
  const link = dialog.querySelector("#signing-blocked a");
  dialog.close();
  if (link) select(document.getElementById(link.hash.slice(1)));
}

dialog.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const action = event.submitter?.dataset.do ?? "approve";
  const answer = await send(action, {
    seen: form.dataset.seen,
    note: form.elements.note?.value ?? "",
    responsible: form.elements.responsible?.checked ?? false,
  });
  if (!answer.ok) {
    if (answer.data?.said) alert(answer.data.said, { seconds: 8 });
    return;
  }
  dialog.close();
  if (action !== "approve" && action !== "send-back") return;
  try { sessionStorage.setItem(TOLD, answer.data.said); } catch { /* then it is not told */ }
  window.location.assign(document.body.dataset.next || document.body.dataset.queue);
});
dialog.addEventListener("click", (event) => {
  const link = event.target.closest("#signing-blocked a");
  if (!link) return;
  event.preventDefault();
  dialog.close();
  select(document.getElementById(link.hash.slice(1)));
});
dialog.addEventListener("close", () => {
  if (!dialog.contains(document.activeElement)) return;
  document.getElementById("sign")?.focus();
});

try {
  const told = sessionStorage.getItem(TOLD);
  sessionStorage.removeItem(TOLD);
  if (told) {
    const box = document.createElement("p");
    box.className = "notice";
    box.textContent = told;
    alert(box, { seconds: 4 });
  }
} catch { /* nothing is kept */ }
