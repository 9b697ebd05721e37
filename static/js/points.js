// The reflection form saves while it is written, and waits for the signal where there is none.
// Without this script its buttons save, and come back with one field more.
import { goOnAt } from "./answer/address.js";
import { choose, handOver } from "./answer/hand-over.js";
import { Kept } from "./answer/kept.js";
import * as lists from "./answer/lists.js";
import { restore, takeUp } from "./answer/restore.js";
import * as rows from "./answer/rows.js";
import { Saving } from "./answer/saving.js";

const form = document.getElementById("answer");
const note = document.getElementById("note");
const csrf = form.querySelector("[name=csrfmiddlewaretoken]")?.value;
const { section } = form.dataset;
const { base } = document.getElementById("state").dataset;
let isBusy = false;
let isTried = false; // the server has answered: it explains itself what it did not take

form.autocomplete = "off"; // the browser would bring back old words after those that wait
const kept = new Kept(base);
const saving = new Saving(kept, {
  token: csrf ? { "X-CSRFToken": csrf } : {},
  heard: rows.show,
  moved: goOnAt,
  noted(words) {
    note.textContent = words;
    note.hidden = !words;
  },
});

function changed(row) {
  isTried = saving.isHandedOver = false;
  rows.isChanging(row);
  const first = rows.idOf(rows.all()[0]);
  kept.put({ section, first, ...rows.read(row) });
  saving.soon();
}

form.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  rows.grow(event.target);
  changed(rows.rowOf(event.target));
  lists.look(event.target, changed);
});

form.addEventListener("focusout", () => saving.isNeeded && saving.flush());

document.getElementById("more")?.addEventListener("click", (event) => {
  event.preventDefault();
  rows.append().querySelector("textarea").focus();
});

// A button of the form saves as it does without this script, and leads on. Where there is no signal
// the page stays, and the words with it.
form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (button?.name === "choose") choose(form, kept, button.value);
  if (isTried || !saving.isCutOff || !saving.isNeeded) return leadOn();
  event.preventDefault();
  if (isBusy) return;
  isBusy = true;
  const outcome = await saving.flush();
  isBusy = false;
  if (outcome === "waiting") return;
  isTried = true;
  if (button) button.click();
  else form.submit();
});

function leadOn() {
  saving.isHandedOver = true;
  setTimeout(() => (saving.isHandedOver = false), 20000); // it led nowhere
  handOver(form, kept, section);
}

function bringBack() {
  restore(kept, section);
  if (saving.isNeeded) saving.flush();
}

addEventListener("pageshow", (event) => {
  saving.isHandedOver = false;
  if (event.persisted) bringBack();
});

document.querySelectorAll("#points textarea").forEach(rows.grow);
takeUp(kept, changed);
bringBack();
