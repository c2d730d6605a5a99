// The scorecard by keyboard: a digit chooses in the group that has the focus, else in the first one that is still empty, and goes on.
const form = document.querySelector("form[data-scorecard]");
const groups = [...(form?.querySelectorAll("fieldset") ?? [])];
const boxes = (group) => [...group.querySelectorAll("input[type=radio]")];
const isEmpty = (group) => !boxes(group).some((box) => box.checked);
const save = form?.querySelector("[data-save]");
const toggle = form?.querySelector("[data-keys]");
const OFF = "scorecard keys off"; // whoever dictates or types by mistake turns the single keys off

function choose(digit) {
  const group = groups.find((one) => one.contains(document.activeElement)) ?? groups.find(isEmpty);
  const box = group && boxes(group)[digit - 1];
  if (!box) return false;
  if (!box.checked) {
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true })); // so that the draft is kept
  }
  const following = groups[groups.indexOf(group) + 1];
  const target = following ? (boxes(following).find((one) => one.checked) ?? boxes(following)[0]) : save;
  target.focus();
  (following ?? target).scrollIntoView({ block: "nearest" });
  return true;
}

function go(rel) {
  const link = document.querySelector(`a[rel=${rel}]`);
  link?.click();
  return Boolean(link);
}

function pressed({ key, target }) {
  if (/^[1-5]$/.test(key)) return form && choose(Number(key));
  if (/^Arrow(Left|Right)$/.test(key) && target.closest("input, select, [tabindex]")) return false; // there they move within
  if (key === "j" || key === "J" || key === "ArrowRight") return go("next");
  if (key === "k" || key === "K" || key === "ArrowLeft") return go("prev");
  return false;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey && form) {
    event.preventDefault();
    form.requestSubmit(save);
  } else if (!event.ctrlKey && !event.altKey && !event.metaKey && (toggle?.checked ?? true)) {
    if (event.target.closest("textarea, select, input:not([type=radio], [type=checkbox])")) return; // words are being typed
    if (pressed(event)) event.preventDefault();
  }
});

if (toggle) {
  toggle.closest("[hidden]").hidden = false;
  toggle.checked = localStorage.getItem(OFF) === null;
  toggle.addEventListener("change", () => (toggle.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
}
