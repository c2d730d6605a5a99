// The button that opens the browser's own printing; without script there is the browser's menu.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
for (const hint of document.querySelectorAll("[data-without-print]")) hint.hidden = true;
