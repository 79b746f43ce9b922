// Show beside a name what the table says of it, and frame all its mentions. Without this script the
// same is in the names' titles and in the table.
(() => {
  const main = document.getElementById("article");
  const heads = [...document.querySelectorAll(".names thead th")].map((head) => head.textContent);
  const card = document.createElement("div");
  Object.assign(card, { className: "card", id: "card", hidden: true });
  card.setAttribute("role", "tooltip");
  document.body.append(card);
  let shown = null;
  let waiting = 0;

  // The card replaces the title; on a plain finding the title stays.
  for (const name of main.querySelectorAll(".name[title]")) {
    name.dataset.title = name.title;
    name.removeAttribute("title");
  }
  const ids = (name) => (name.dataset.n || "").split(" ").filter(Boolean);
  const row = (id) => document.getElementById(`name-${id}`);
  const same = (id) => [row(id), ...main.querySelectorAll(`.name[data-n~="${id}"]`)];

  const add = (parent, tag, style, ...content) => {
    const made = document.createElement(tag);
    made.className = style;
    made.append(...content);
    parent.append(made);
    return made;
  };

  const fill = (name) => {
    card.replaceChildren();
    // What is said of this mention comes first; then a part for each entry, which the table has.
    const parts = (name.dataset.title || "").split("\n\n");
    if (parts[0] && parts.length > ids(name).length) add(card, "p", "said", parts[0]);
    for (const id of ids(name)) {
      const [head, count, ...cells] = row(id).cells;
      add(card, "p", "head", head.querySelector(".entry").textContent);
      const list = add(card, "dl", "");
      cells.forEach((cell, number) => {
        if (!cell.firstChild) return;
        add(list, "dt", "", heads[number + 2]);
        const told = add(list, "dd", "", ...[...cell.cloneNode(true).childNodes]);
        told.lang = cell.lang;
        told.dir = cell.dir;
      });
    }
  };

  const hide = () => {
    if (!shown) return;
    clearTimeout(waiting);
    for (const id of ids(shown)) for (const other of same(id)) other.classList.remove("same");
    shown.removeAttribute("aria-describedby");
    shown = null;
    card.hidden = true;
  };

  const show = (name) => {
    clearTimeout(waiting);
    if (name === shown) return;
    hide();
    shown = name;
    fill(name);
    if (!card.firstChild) return;
    for (const id of ids(name)) for (const other of same(id)) other.classList.add("same");
    name.setAttribute("aria-describedby", "card");
    card.hidden = false;
    // Below the name, or above it if there is no room; and never beyond the window's sides.
    const boxes = name.getClientRects();
    const [first, last] = [boxes[0], boxes[boxes.length - 1]];
    const { clientWidth: width, clientHeight: height } = document.documentElement;
    const room = height - last.bottom - 4;
    const below = card.offsetHeight <= room || first.top - 4 < card.offsetHeight;
    const left = Math.max(8, Math.min(last.left, width - card.offsetWidth - 8));
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${(below ? last.bottom + 4 : first.top - 4 - card.offsetHeight) + scrollY}px`;
  };

  const at = (event) => event.target.closest && event.target.closest(".s .name");
  document.addEventListener("mouseover", (event) => {
    const name = at(event);
    if (name) return show(name);
    clearTimeout(waiting);
    // Time enough to reach the card, whose links can be followed.
    if (shown && shown !== document.activeElement && !card.contains(event.target)) {
      waiting = setTimeout(hide, 250);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });

  // The names in the sentence that has, or contains, the focus can be reached by Tab.
  let current = null;
  let reachable = [];
  main.addEventListener("focusin", (event) => {
    const sentence = event.target.closest(".s");
    if (sentence && sentence !== current) {
      current = sentence;
      for (const name of reachable) name.removeAttribute("tabindex");
      // Where a finding cuts a name in two, its first part will do.
      const first = (name) => {
        const before = name.previousSibling;
        return !(before && before.dataset && name.dataset.n && before.dataset.n === name.dataset.n);
      };
      reachable = [...sentence.querySelectorAll(".name")].filter(first);
      for (const name of reachable) name.tabIndex = 0;
    }
    const name = at(event);
    if (name) show(name);
  });
  main.addEventListener("focusout", (event) => {
    if (at(event) && !event.target.matches(":hover")) hide();
  });
})();
