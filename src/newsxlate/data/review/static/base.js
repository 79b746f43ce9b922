// What all pages share: asking the server, saying something, and keys.

const says = () => document.getElementById("says").dataset;

/** Say something to who listens to the page. */
export function announce(text) {
  const place = document.getElementById("announcements");
  place.textContent = "";
  // The same text twice would not be read out again.
  window.setTimeout(() => { place.textContent = text; }, 50);
}

/** Show a text, or an element, in the corner, and read it out; returns what takes it away. */
export function alert(content, { seconds = 0 } = {}) {
  const place = document.getElementById("alerts");
  let box = content;
  if (typeof content === "string") {
    box = document.createElement("p");
    box.className = "refusal";
    box.textContent = content;
  }
  place.append(box);
  const away = () => box.remove();
  if (seconds) window.setTimeout(away, seconds * 1000);
  return away;
}

/** What the server said in a fragment of mark-up, as nodes. It comes from our own templates. */
export function parsed(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

const pause = (seconds) => new Promise((done) => { window.setTimeout(done, seconds * 1000); });

/** Fetch the token that forms carry by now, for this page's forms, too. */
async function renew() {
  const answer = await fetch("/csrf", { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
  const token = answer.ok ? await answer.text() : "";
  document.querySelector("meta[name=csrf]").content = token;
  for (const field of document.querySelectorAll("input[name=csrf]")) field.value = token;
  return token;
}

/**
 * Ask the server. `fields` are sent as a form, `json` as JSON; without either it is only asked.
 * While it does not answer, or the store is busy, it is asked again: each ask must bear repeating.
 * Returns { ok, status, refused, text, headers }; `refused` says why it was not done (see
 * `refused` in the texts of the interface), "" if it was.
 */
export async function ask(address, { fields, json, signal, tries = 30 } = {}) {
  const headers = { "X-Requested-With": "fetch" };
  const options = { headers, signal, credentials: "same-origin" };
  if (fields !== undefined || json !== undefined) {
    options.method = "POST";
    headers["X-CSRF"] = document.querySelector("meta[name=csrf]").content;
    if (json !== undefined) {
      headers["Content-Type"] = "application/json";
      options.body = JSON.stringify(json);
    } else {
      options.body = new URLSearchParams(fields);
    }
  }
  let away = null;
  let renewed = false;
  try {
    for (let turn = 1; ; turn += 1) {
      let answer;
      try {
        answer = await fetch(address, options);
        if (answer.headers.get("X-Refused") === "stale" && !renewed) {
          // The server was started again, and one has come in anew, in another tab.
          renewed = true;
          headers["X-CSRF"] = await renew();
          continue;
        }
        if (answer.status !== 503 || turn >= tries) {
          const refused = answer.headers.get("X-Refused") ?? (answer.ok ? "" : "unexpected");
          return { ok: answer.ok, status: answer.status, refused, text: await answer.text(), headers: answer.headers };
        }
      } catch (error) {
        if (error.name === "AbortError" || turn >= tries) throw error;
        away ??= alert(says().offline);
      }
      await pause(Number(answer?.headers.get("Retry-After")) || Math.min(turn, 5));
    }
  } finally {
    away?.();
  }
}

const keys = new Map();

/**
 * Do something when a key is pressed: "j", "Enter", "Ctrl+Enter", "Alt+ArrowDown", "?".
 * Keys without Ctrl or Alt count only where nothing is typed into, unless `typing` is set.
 */
export function onKey(key, run, { typing = false } = {}) {
  keys.set(key, { run, typing });
}

function named(event) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  // Of what a key writes, Shift is a part already.
  if (event.shiftKey && event.key.length > 1) parts.push("Shift");
  parts.push(event.key);
  return parts.join("+");
}

/** Whether keys pressed there write something, or choose. */
export function types(element) {
  return element instanceof HTMLElement
    && (element.isContentEditable || element.matches("input:not([type=checkbox], [type=radio]), textarea, select"));
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const found = keys.get(named(event));
  if (!found) return;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (plain && !found.typing && types(event.target)) return;
  // Links and buttons have their own Enter and blank.
  if (plain && ["Enter", " "].includes(event.key) && event.target.closest?.("a, button, summary")) return;
  if (document.querySelector("dialog[open]") && plain) return;
  if (found.run(event) !== false) event.preventDefault();
});

/** Show a dialog that closes by Esc, by its button, and by a click beside it. */
export function show(dialog) {
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.showModal();
}

async function help() {
  const dialog = document.getElementById("help");
  if (!dialog.childElementCount) {
    const answer = await ask("/help", { tries: 1 });
    if (!answer.ok) return;
    dialog.append(parsed(answer.text));
    const close = document.createElement("button");
    close.textContent = dialog.dataset.close;
    close.addEventListener("click", () => dialog.close());
    dialog.append(close);
    // Keys of the page one is not on are of no use here.
    dialog.querySelector(`[data-group="${document.body.dataset.place ? "queue" : "article"}"]`)?.remove();
  }
  show(dialog);
  dialog.scrollTop = 0;
}

document.getElementById("help-link")?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  help();
});
if (document.getElementById("help-link")) onKey("?", () => { help(); });

// A menu closes by Esc, and by a click or the focus elsewhere; those that come later, too.
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details.menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
  // It closes nothing else.
  event.preventDefault();
}, { capture: true });
for (const kind of ["click", "focusin"]) {
  document.addEventListener(kind, (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
}
