// Light up a sentence's counterparts under the pointer or the keyboard's focus, and let the arrow
// keys walk from sentence to sentence. Without this script the page is plain columns.
(() => {
  const main = document.getElementById("article");
  let lit = [];

  const light = (sentence) => {
    for (const other of lit) other.classList.remove("lit");
    lit = sentence
      ? [...sentence.closest(".row").querySelectorAll(`.s[data-s="${sentence.dataset.s}"]`)]
      : [];
    for (const other of lit) other.classList.add("lit");
  };
  const at = (event) => event.target.closest(".s");

  main.addEventListener("mouseover", (event) => light(at(event)));
  main.addEventListener("mouseleave", () => light(null));
  main.addEventListener("focusin", (event) => light(at(event)));
  main.addEventListener("focusout", () => light(null));

  // One sentence at a time is in the tab order: nobody tabs through all of them to reach a link.
  let current = main.querySelector(".s");
  if (!current) return;
  current.tabIndex = 0;
  const hint = document.querySelector(".hint");
  if (hint) hint.hidden = false;

  const go = (sentence) => {
    if (!sentence) return;
    current.removeAttribute("tabindex");
    current = sentence;
    current.tabIndex = 0;
    current.focus();
  };

  // The sentence before (-1) or after (1) in the same column.
  const along = (sentence, step) => {
    const cell = sentence.closest(".cell");
    const here = [...cell.querySelectorAll(".s")];
    const next = here[here.indexOf(sentence) + step];
    if (next) return next;
    const column = [...cell.parentElement.children].indexOf(cell);
    let row = cell.parentElement;
    while ((row = step > 0 ? row.nextElementSibling : row.previousElementSibling)) {
      if (!row.classList.contains("row") || !row.children[column]) continue;
      const there = row.children[column].querySelectorAll(".s");
      if (there.length) return there[step > 0 ? 0 : there.length - 1];
    }
    return null;
  };

  // Its counterpart in the column before or after.
  const across = (sentence, step) => {
    const cell = sentence.closest(".cell");
    const beside = step > 0 ? cell.nextElementSibling : cell.previousElementSibling;
    return beside && beside.querySelector(`.s[data-s="${sentence.dataset.s}"]`);
  };

  const keys = {
    ArrowDown: (s) => along(s, 1),
    ArrowUp: (s) => along(s, -1),
    ArrowRight: (s) => across(s, 1),
    ArrowLeft: (s) => across(s, -1),
  };
  main.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const sentence = at(event);
    if (!(event.key in keys) || !sentence) return;
    event.preventDefault();
    go(keys[event.key](sentence));
  });
  main.addEventListener("click", (event) => {
    const sentence = at(event);
    // A drag that selected text is no wish to go anywhere.
    if (sentence && !event.target.closest("a") && getSelection().isCollapsed) go(sentence);
  });
})();
