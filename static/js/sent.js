// Which links were sent: opening WhatsApp ticks the box, every tick is kept at once and counted. Without JavaScript the button keeps them.

for (const form of document.querySelectorAll("form[data-sent]")) {
  const boxes = [...form.querySelectorAll("[name=terkirim]")]
  const count = form.querySelector("[data-count]")

  const tell = () => {
    if (count) count.textContent = boxes.filter(box => box.checked).length
  }
  const keep = () => {
    tell()
    fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" }, keepalive: true }).catch(() => {})
  }

  for (const box of boxes) {
    box.addEventListener("change", keep)
    box.closest("li").querySelector("a[target]").addEventListener("click", () => {
      box.checked = true
      keep()
    })
  }
  count?.classList.add("invitations__count--told")
  count?.setAttribute("role", "status")
  tell()
}
