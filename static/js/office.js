// The boxes that search while one types (select2) are named after what is chosen in them, so an empty one has no name: each gets its label's, too.

const name = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`)
    const box = select.nextElementSibling?.querySelector("[role=combobox]")
    if (!label || !box || box.dataset.named) continue
    label.id ||= `${select.id}_label`
    box.setAttribute("aria-labelledby", `${label.id} ${box.getAttribute("aria-labelledby") ?? ""}`.trim())
    box.dataset.named = ""
    box.firstElementChild.removeAttribute("role") // a text field in a box is one too many
    box.firstElementChild.removeAttribute("aria-readonly")
  }
}

window.django?.jQuery?.(name) // in the queue behind select2 itself, which jQuery lets begin before or after "load"
document.addEventListener("formset:added", () => setTimeout(name))
