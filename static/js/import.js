// Large ZIPs go in parts, so that a line that drops costs one part; what the worker does is shown as it goes. Without JavaScript forms and links do.

const PART = 4_000_000 // bytes
const PATIENCE = 3_000 // milliseconds before another try
const TRIES = 100 // in a row without anything new arriving
const LOOK = 1_500

const wait = time => new Promise(done => setTimeout(done, time))

const send = (url, data) =>
  fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin" })

// Sends a file behind what the server has of it, again and again until all is there: "", or why not. Null: another page has to be seen.
const sendInParts = async (url, token, file, tell, words) => {
  let there = 0
  let idle = 0
  for (let again = true; again || there < file.size; ) {
    if (idle > TRIES) return words.gaveUp
    const before = there
    const data = new FormData()
    data.set("csrfmiddlewaretoken", token)
    data.set("nama", file.name)
    data.set("besar", file.size)
    data.set("mulai", there)
    data.set("foto", file.slice(there, there + PART), file.name)
    try {
      const response = await send(url, data)
      const answer = response.headers.get("Content-Type")?.startsWith("application/json") ? await response.json() : null
      if (answer?.fault) return answer.fault
      if (response.status === 413) return words.tooLarge
      if (!answer && response.status < 500) return null // signed out, or thrown away in another window
      again = !answer
      there = answer?.there ?? there
    } catch {
      again = true
    }
    idle = there > before ? 0 : idle + 1
    tell(there / (file.size || 1), again)
    if (again || (idle && there < file.size)) await wait(PATIENCE)
  }
  return ""
}

const teller = form => {
  const line = form.querySelector("[data-sending]")
  const [bar, words] = [line.querySelector("progress"), line.querySelector("[role=status]")]
  line.hidden = false
  for (const button of form.querySelectorAll("button")) button.disabled = true
  return (share, lost) => {
    bar.value = 100 * share
    words.textContent = lost ? words.dataset.lost : words.dataset.busy
  }
}

const partly = async (form, url, file, tell, next) => {
  const words = form.querySelector("[role=status]")
  const fault = await sendInParts(url, form.querySelector("[name=csrfmiddlewaretoken]").value, file, tell, words.dataset)
  if (!fault) return location.assign(next)
  words.textContent = fault
  for (const button of form.querySelectorAll("button")) button.disabled = false
}

// A workbook with its photos: first the workbook, then the photos to the page that came of it.
document.querySelector("form[data-import]")?.addEventListener("submit", async event => {
  const form = event.target
  const photos = form.elements.foto.files[0]
  if (!photos) return
  event.preventDefault()
  const data = new FormData(form)
  data.delete("foto")
  const tell = teller(form)
  tell(0, false)
  for (;;) {
    try {
      const response = await send(form.action, data)
      if (!response.redirected) return form.submit() // with its faults
      if (!/\/impor\/\d+\/$/.test(new URL(response.url).pathname)) return location.assign(response.url) // signed out
      await partly(form, new URL("foto/kirim/", response.url), photos, tell, response.url)
      return
    } catch {
      tell(0, true)
      await wait(PATIENCE)
    }
  }
})

document.querySelector("form[data-parts]")?.addEventListener("submit", event => {
  const form = event.target
  event.preventDefault()
  const tell = teller(form)
  tell(0, false)
  partly(form, form.action, form.elements.foto.files[0], tell, location.pathname)
})

// Back again: buttons that were pressed, and what has changed since
addEventListener("pageshow", event => event.persisted && location.reload())

// How far the worker is
const look = async () => {
  const shown = document.querySelector("[data-progress]")
  if (!shown) return
  try {
    const response = await fetch(location.href, { credentials: "same-origin" })
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[data-progress]")
    if (!fresh || !response.ok) return location.reload()
    if (fresh.textContent !== shown.textContent) shown.replaceWith(fresh)
  } catch {
    // the line is gone for a moment
  }
  setTimeout(look, LOOK)
}

setTimeout(look, LOOK)
