// Products put in order by dragging a handle; the arrow buttons do the same without scripts and with the keyboard.
const list = document.querySelector("[data-arrange]");
const rows = () => [...list.children];
const order = () => rows().map((row) => row.id.replace("produk-", "")).join();
let dragged = null;

async function keep() {
  const data = new FormData(document.getElementById("ubah"));
  data.set("urutan", order());
  const answer = await fetch(list.dataset.arrange, { method: "POST", body: data }).catch(() => null);
  if (answer?.status === 204) location.reload(); // the arrows count from the new places
  else document.getElementById("urutan-hilang").hidden = false;
}

function follow(event) {
  if (event.clientY < 80) scrollBy(0, -12);
  else if (event.clientY > innerHeight - 120) scrollBy(0, 12); // the bottom navigation lies there
  const over = rows().find((row) => {
    const { top, bottom } = row.getBoundingClientRect();
    return row !== dragged && event.clientY > top && event.clientY < bottom;
  });
  if (!over) return;
  const { top, height } = over.getBoundingClientRect();
  const below = rows().indexOf(over) > rows().indexOf(dragged);
  if (below && event.clientY > top + height / 2) over.after(dragged);
  else if (!below && event.clientY < top + height / 2) over.before(dragged);
}

function handle(row) {
  const grip = document.createElement("span");
  grip.className = "grip";
  grip.title = list.dataset.handle;
  let before = "";
  grip.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    dragged = row;
    before = order();
    row.classList.add("is-dragged");
  });
  grip.addEventListener("pointermove", (event) => dragged && follow(event));
  for (const end of ["pointerup", "pointercancel"]) {
    grip.addEventListener(end, () => {
      if (!dragged) return;
      dragged = null;
      row.classList.remove("is-dragged");
      if (order() !== before) keep();
    });
  }
  row.prepend(grip);
}

if (list) rows().forEach(handle);
