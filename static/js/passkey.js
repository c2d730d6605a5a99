// Passkeys: forms that say data-passkey ("login", "get" or "create") fill their hidden `credential` and send themselves.
// window.webauthnJSON comes from allauth's file beside it; without JavaScript or a reader the form stays hidden.

const forms = window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []

async function options(form) {
  if (form.dataset.passkey !== "login") return JSON.parse(document.getElementById("js_data").textContent)
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } })
  return answer.json()
}

async function credential(form) {
  const asked = await options(form)
  if (form.dataset.passkey !== "create") return window.webauthnJSON.get(asked.request_options)
  const wanted = asked.creation_options
  const alone = form.elements.passwordless?.checked ?? false // a key that signs in by itself, without the password
  Object.assign(wanted.publicKey.authenticatorSelection ??= {}, {
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  })
  return window.webauthnJSON.create(wanted)
}

for (const form of forms) {
  form.hidden = false
  const refused = form.querySelector("[role=status]")
  form.addEventListener("submit", async (event) => {
    event.preventDefault()
    if (refused) refused.hidden = true
    try {
      form.elements.credential.value = JSON.stringify(await credential(form))
      form.submit()
    } catch {
      if (refused) refused.hidden = false
    }
  })
}
