// Suggestions while typing, for input[data-suggest]: its address is asked with ?q=… and answers {"found": ["…", …]}. One that is
// chosen becomes what was typed. A combobox with a list, as screen readers know it; without this, or without a line, the form's own search works.
const PAUSE = 400; // milliseconds after the last key
const LEAST = 2; // letters

function suggest(input) {
  const list = document.createElement("ul");
  const said = document.createElement("p");
  const { suggest: address, found: words } = input.dataset;
  let timer, asked, active = -1;

  const options = () => [...list.children];
  function show(found = []) {
    list.replaceChildren(...found.map((text, place) => Object.assign(document.createElement("li"), { id: `${list.id}-${place}`, role: "option", textContent: text })));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    point(-1);
  }
  function point(place) {
    active = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options()[place].id);
    options()[place].scrollIntoView({ block: "nearest" });
  }
  function forget() {
    clearTimeout(timer);
    asked?.abort();
    show();
    said.textContent = "";
  }
  function choose(option) {
    forget();
    input.value = option.textContent;
    input.dispatchEvent(new Event("change", { bubbles: true })); // for what keeps drafts
  }
  async function ask() {
    asked = new AbortController();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(input.value.trim())}`, { signal: asked.signal });
      const { found } = await answer.json();
      show(found);
      said.textContent = words.replace("{n}", found.length);
    } catch {
      // no line, or typed on meanwhile: the button below searches, too
    }
  }

  list.id = `${input.id}-list`;
  Object.assign(list, { className: "suggestions", role: "listbox", hidden: true });
  list.setAttribute("aria-label", input.labels[0].textContent);
  Object.assign(said, { className: "visually-hidden", role: "status" });
  Object.assign(input, { role: "combobox", autocomplete: "off" });
  for (const [name, value] of [["autocomplete", "list"], ["controls", list.id], ["expanded", "false"]]) input.setAttribute(`aria-${name}`, value);
  input.after(list, said);

  input.addEventListener("input", () => {
    forget();
    if (input.value.trim().length >= LEAST) timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    const many = options().length;
    const to = { ArrowDown: (active + 1) % many, ArrowUp: (active < 1 ? many : active) - 1 }[event.key];
    if (!many) return;
    if (to !== undefined) point(to);
    else if (event.key === "Enter" && active >= 0) choose(options()[active]);
    else if (event.key === "Escape") forget();
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus, and so the list stays
  list.addEventListener("click", ({ target }) => target.role === "option" && choose(target));
  input.addEventListener("blur", forget);
}

document.querySelectorAll("input[data-suggest]").forEach(suggest);
