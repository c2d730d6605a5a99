// How far a catalogue is: asks the page itself every two seconds, and loads it anew when there is nothing left to wait for.

const SECONDS = 2

const look = async () => {
  const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } })
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const fresh = page.querySelector("[data-progress][data-open]")
  if (!fresh) return location.reload()
  const here = document.querySelector("[data-progress]")
  const said = fresh.querySelector("[role=status]").textContent
  const status = here.querySelector("[role=status]")
  if (status.textContent !== said) status.textContent = said
  const bar = here.querySelector("progress")
  bar.max = fresh.querySelector("progress").max
  bar.value = fresh.querySelector("progress").value
  again()
}
const again = () => setTimeout(() => look().catch(again), SECONDS * 1000)

again()
