// Keeps what is typed into form[data-draft] on this phone: a lost line, a closed page or a session that ended loses nothing.
const words = document.querySelector("script[data-kept]").dataset;
const PAUSE = 500; // milliseconds after the last key
const MOST = 50_000; // characters of one draft
const MONTH = 30 * 24 * 3600_000;
const OURS = `draft ${words.user} `; // a phone may be lent
const picks = ({ type }) => type === "radio" || type === "checkbox";
const valueOf = (field) => (picks(field) ? field.checked : field.value);
const placeOf = (field) => (picks(field) ? `${field.name}=${field.value}` : field.name);
const served = (field) => (picks(field) ? field.defaultChecked : (field.defaultValue ?? field.value));
const keepable = ({ name, type }) => name && !/^(file|password|hidden|submit|button|select-multiple)$/.test(type);

// A form that was carried out ends in a redirect: the page behind it comes from the form's page. No answer, no redirect.
function forget() {
  const from = document.referrer && new URL(document.referrer).pathname;
  const redirected = performance.getEntriesByType("navigation")[0].redirectCount > 0;
  for (const name of Object.keys(localStorage).filter((name) => name.startsWith("draft "))) {
    const { at, sent } = JSON.parse(localStorage[name]);
    if (Date.now() - at > MONTH || (sent === from && redirected)) localStorage.removeItem(name);
  }
}

function watch(form) {
  const name = `${OURS}${location.pathname} ${form.dataset.draft}`;
  const note = form.querySelector("[data-draft-note]") ?? form.appendChild(document.createElement("p"));
  const [line, discard] = ["span", "button"].map((tag) => note.appendChild(document.createElement(tag)));
  const fields = [...form.elements].filter(keepable);
  const key = form.elements.kunci;
  const before = JSON.parse(localStorage[name] ?? "null");
  const faulty = before?.sent && document.querySelector(".errors, [aria-invalid=true]");
  const changed = new Set(Object.keys(before?.values ?? {}));
  let timer;

  function keep(sent, at = Date.now()) {
    timer = clearTimeout(timer);
    const values = Object.fromEntries(fields.filter((field) => changed.has(placeOf(field))).map((field) => [placeOf(field), valueOf(field)]));
    const draft = JSON.stringify({ at, sent, kunci: key?.value, values });
    if (!changed.size || draft.length > MOST) return false;
    try {
      localStorage[name] = draft;
    } catch {
      return false; // the phone is full
    }
    const time = new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
    line.textContent = words.kept.replace("{time}", time);
    Object.assign(note, { className: "draft-note", hidden: false });
    return true;
  }

  Object.assign(note, { className: "draft-note", role: "status", hidden: true });
  Object.assign(discard, { className: "btn btn--secondary btn--small", type: "button", textContent: words.discard });
  for (const field of fields) {
    const value = before?.values[placeOf(field)];
    if (faulty || value === undefined) continue;
    field[picks(field) ? "checked" : "value"] = value;
    field.closest("details")?.setAttribute("open", "");
  }
  if (key && before?.kunci) key.value = before.kunci; // perhaps it did arrive: sent again, it is not doubled
  for (const field of fields) if (valueOf(field) !== served(field)) changed.add(placeOf(field)); // typed before this script came
  if (changed.size) keep("", before?.at);

  for (const event of ["input", "change"])
    form.addEventListener(event, ({ target }) => {
      if (keepable(target)) changed.add(placeOf(target));
      timer ||= setTimeout(keep, PAUSE, "");
    });
  form.addEventListener("submit", (event) => {
    const kept = keep(navigator.onLine ? location.pathname : "");
    if (navigator.onLine) return;
    event.preventDefault();
    line.textContent = kept ? words.lost : words.lostOnly;
    Object.assign(note, { className: "draft-note draft-note--lost", hidden: false });
  });
  discard.addEventListener("click", () => (form.reset(), changed.clear(), localStorage.removeItem(name), location.replace(location.pathname + location.search)));
  addEventListener("pagehide", () => timer && keep(""));
  addEventListener("pageshow", ({ persisted }) => persisted && name in localStorage && keep(""));
}

forget();
document.querySelectorAll("form[data-draft]").forEach(watch);
