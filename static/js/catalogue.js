// Smooths filtering, searching and paging on the lists; htmx fetches the same full page that the links and forms lead to.
// Nothing here is needed: without scripts (or after an error) the browser follows the link.

// htmx itself (17 KB) comes with the first sign that somebody stays: the first screen on a weak line goes without it.
const signs = ["pointermove", "touchstart", "keydown", "scroll"];
function fetchHtmx() {
  for (const sign of signs) removeEventListener(sign, fetchHtmx);
  // Not before the page has loaded: a htmx that comes in between waits for a start that is over.
  if (document.readyState !== "complete") return addEventListener("load", fetchHtmx, { once: true });
  const script = document.createElement("script");
  script.src = document.querySelector('meta[name="htmx-src"]').content;
  document.head.append(script);
}
for (const sign of signs) addEventListener(sign, fetchHtmx, { passive: true });

// On the way back, too: a page loaded anew shares its history with the one before, but htmx, which minds it, is not there yet.
const here = () => location.pathname + location.search;
const shown = here();
addEventListener("popstate", () => {
  if (!window.htmx && here() !== shown) location.reload();
});

const wide = matchMedia("(min-width: 64rem)");
const byId = (id) => document.getElementById(id);
let before = null; // what the visitor had opened and scrolled when the request went out

function remember() {
  const sheet = byId("saring");
  before = {
    scroll: sheet.scrollTop,
    open: new Map([...sheet.querySelectorAll("details[id]")].map((group) => [group.id, group.open])),
  };
}

function restore() {
  const sheet = byId("saring");
  for (const group of sheet.querySelectorAll("details[id]")) {
    if (before?.open.has(group.id)) group.open = before.open.get(group.id);
  }
  sheet.scrollTop = before?.scroll ?? 0;
}

// Beside the results (wide screens) a choice counts at once; in the sheet it waits for its button.
document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.id === "saring" && wide.matches) form.requestSubmit();
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const [name, value] of [...detail.formData]) {
    if (value === "") detail.formData.delete(name);
  }
});

document.addEventListener("htmx:beforeSwap", remember);

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "hasil") return;
  restore();
  const count = byId("jumlah");
  const path = location.pathname.replace(/^\/en(?=\/)/, "") + location.search;
  for (const link of document.querySelectorAll("a[hreflang]")) link.href = (link.hreflang === "en" ? "/en" : "") + path;
  if (!document.activeElement.closest("#saring")) count.focus({ preventScroll: true }); // a chosen box keeps its focus
  if (count.getBoundingClientRect().top < 0) count.scrollIntoView();
});

// No answer, or one that is not a page of results: let the browser go there and show what there is.
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, ({ detail }) => {
    location.assign(detail.pathInfo.finalRequestPath ?? detail.pathInfo.requestPath);
  });
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".sort[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
