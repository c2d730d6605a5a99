// Registers the worker that stands in when the line is lost (/sw.js). Last of all: nobody needs it to see this page.
const workers = navigator.serviceWorker;

async function register() {
  const registration = await workers.register("/sw.js");
  if (!workers.controller) return;
  await registration.update().catch(async () => {
    if ((await fetch("/sw.js")).status === 404) registration.unregister(); // it was taken off the site
  });
}

if (workers) {
  const idle = window.requestIdleCallback ?? setTimeout;
  addEventListener("load", () => idle(() => register().catch(() => {})));
}

// The way back on the page that the worker shows; the link itself leads to the lobby.
document.querySelector("[data-back]")?.addEventListener("click", (event) => {
  if (history.length < 2) return;
  event.preventDefault();
  history.back();
});
