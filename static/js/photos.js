// Sends each photo by itself, made smaller on the phone, with its progress; without scripts the form sends the originals.
import { shrunk } from "./shrink.js";

const form = document.querySelector("[data-photos]");
const items = [];
let busy = false;
let next = ""; // where the stored photos are seen

function say(item, state, sentence) {
  item.state = state;
  item.note.textContent = sentence ?? item.note.dataset[state];
  item.retry.hidden = state !== "lost";
  item.bar.hidden = !["waiting", "shrinking", "sending"].includes(state);
}

function again(some) {
  for (const item of some) if (item.state === "lost") say(item, "waiting");
  work();
}

function add(file) {
  const row = form.querySelector("template").content.firstElementChild.cloneNode(true);
  const [image, bar, note, retry] = ["img", "progress", "p", "button"].map((name) => row.querySelector(name));
  const item = { file, image, bar, note, retry };
  row.querySelector("output").textContent = file.name;
  retry.addEventListener("click", () => again([item]));
  form.querySelector(".photo-queue").append(row);
  items.push(item);
  say(item, "waiting");
}

function send(item) {
  const data = new FormData(form);
  data.set("foto", item.small, item.file.name); // in place of what the inputs hold
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.timeout = 300_000;
    request.upload.onprogress = ({ loaded, total }) => (item.bar.value = (100 * loaded) / total);
    request.onload = () => {
      const answer = request.response;
      if (answer?.photos) {
        next = answer.next || next;
        if (answer.photos.length) item.image.src = answer.photos[0].url;
        say(item, answer.photos.length ? "done" : "refused", answer.refused[0]);
      } else say(item, request.status < 500 ? "closed" : "lost"); // signed out meanwhile, or a fault of ours
    };
    request.onerror = request.ontimeout = () => say(item, "lost");
    request.onloadend = done;
    request.send(data);
  });
}

async function work() {
  if (busy) return;
  busy = true;
  for (let item; (item = items.find(({ state }) => state === "waiting")); ) {
    say(item, "shrinking");
    item.small ??= await shrunk(item.file);
    say(item, "sending");
    await send(item);
  }
  busy = false;
  if (items.every(({ state }) => state === "done")) return location.assign(next);
  Object.assign(form.querySelector("[data-onward]"), { hidden: !next, href: next });
}

if (form) {
  form.classList.add("photos--live");
  form.addEventListener("change", ({ target }) => {
    for (const file of target.files ?? []) add(file);
    target.value = ""; // the same photo may be chosen once more
    work();
  });
  for (const input of form.querySelectorAll("[type=file]"))
    if (input.files.length) input.dispatchEvent(new Event("change", { bubbles: true })); // chosen before this script came
  addEventListener("online", () => again(items));
}
