// Shows our own page, in place of the browser's, when the line is lost. Only that: every page comes from the network.
const STORE = "putus-{{ version }}";
const PAGES = { id: "{{ id }}", en: "{{ en }}" };
const FILES = [{% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

addEventListener("install", (event) => {
  const pages = Object.values(PAGES).map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(STORE).then((store) => store.addAll([...pages, ...FILES])));
  skipWaiting();
});

addEventListener("activate", (event) => {
  const forgetOthers = (names) => Promise.all(names.filter((name) => name !== STORE).map((name) => caches.delete(name)));
  // The browser asks for the page while this worker starts: a visitor on a slow phone must not wait for it.
  event.waitUntil(Promise.all([caches.keys().then(forgetOthers), registration.navigationPreload?.enable()]));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.mode === "navigate" && request.method === "GET") {
    const page = /^\/en(\/|$)/.test(pathname) ? PAGES.en : PAGES.id;
    event.respondWith(fromNetwork(event).catch(() => caches.match(page)));
  } else if (origin === location.origin && FILES.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => caches.match(request)));
  }
});

async function fromNetwork(event) {
  return (await event.preloadResponse) ?? fetch(event.request);
}
