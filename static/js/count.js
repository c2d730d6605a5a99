// Says below a text with data-count how many letters are left of its maxlength. Without this the help text says the limit.
for (const field of document.querySelectorAll("[data-count][maxlength]")) {
  const note = document.createElement("p");
  note.className = "field__count";
  field.after(note);
  const words = document.documentElement.lang === "en" ? "letters left" : "huruf lagi";
  const count = () => { note.textContent = `${field.maxLength - field.value.length} ${words}`; };
  field.addEventListener("input", count);
  count();
}
