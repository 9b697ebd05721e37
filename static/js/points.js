// The reflection form saves while it is written, and waits for the signal where there is none.
// Without this script its buttons save, and come back with one field more.
import { Kept } from "./answer/kept.js";
import * as lists from "./answer/lists.js";
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
  heard: show,
  moved: goOnAt,
  noted(words) {
    note.textContent = words;
    note.hidden = !words;
  },
});

// what became of a point, shown at its field
function show(outcome, isLatest) {
  const row = rows.find(outcome.id);
  if (!row) return;
  if (outcome.state === "clash") rows.showClash(row, outcome);
  else if (outcome.state === "refused") rows.showError(row, outcome.message ?? "");
  else if (outcome.revision >= rows.read(row).revision) {
    rows.write(row, outcome); // with the other text, where this one had not been touched
    if (isLatest) rows.isSaved(row);
  }
}

// an answer has begun: from now on everything happens at the writer's own address
function goOnAt(old, address) {
  const at = (path) => address + path.slice(old.length);
  history.replaceState(null, "", at(location.pathname) + location.search);
  for (const link of document.querySelectorAll(`a[href^="${old}"]`)) {
    link.setAttribute("href", at(link.getAttribute("href")));
  }
}

function changed(row) {
  isTried = saving.isHandedOver = false;
  rows.isChanging(row);
  const first = rows.idOf(rows.all()[0]);
  kept.put({ section, first, ...rows.read(row) });
  saving.soon();
}

// words that waited go back into their fields
function restore() {
  for (const point of [...kept.points.values()].filter((each) => each.section === section)) {
    const known = rows.find(point.id);
    if (known && rows.waits(known)) {
      point.obstacle = { state: "clash" };
      continue;
    }
    if (known) {
      const stands = rows.read(known);
      const isMine = stands.revision === point.revision || point.was.includes(stands.text);
      if (stands.text === point.text && stands.revision) kept.remove(point.id);
      else if (isMine) Object.assign(point, { revision: stands.revision, base: stands.base });
    }
    if (!kept.points.has(point.id)) continue;
    const row = known ?? rows.empty() ?? rows.append();
    rows.write(row, point);
    rows.isChanging(row);
  }
  kept.store();
  if (saving.isNeeded) saving.flush();
}

// The writer has chosen between two texts; the form's button says it to the server.
function choose(value) {
  const [id, choice] = value.split(":");
  const point = kept.points.get(id);
  if (!point) return;
  const seen = Number(form.querySelector(`[name="seen-${id}"]`).value);
  const chosen = { ...point, revision: seen, base: "", was: [], obstacle: { state: "chosen" } };
  if (choice === "both") {
    chosen.id = form.querySelector(`[name="spare-${id}"]`).value;
    chosen.revision = 0;
  }
  kept.points.delete(id);
  if (choice !== "other") kept.points.set(chosen.id, chosen);
  kept.store();
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
  if (button?.name === "choose") choose(button.value);
  if (isTried || !saving.isCutOff || !saving.isNeeded) return handOver();
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

// the form carries all that waits; it also tells what may have arrived unheard
function handOver() {
  saving.isHandedOver = true;
  setTimeout(() => (saving.isHandedOver = false), 20000); // it led nowhere
  form.querySelectorAll(".handed-over").forEach((field) => field.remove());
  for (const point of kept.points.values()) {
    carry("key", point.first);
    if (point.section === section) point.was.forEach((text) => carry(`was-${point.id}`, text));
  }
}

function carry(name, value) {
  const field = Object.assign(document.createElement("textarea"), { name, hidden: true });
  field.className = "handed-over";
  field.value = value;
  form.append(field);
}

addEventListener("pageshow", (event) => {
  saving.isHandedOver = false;
  if (event.persisted) restore();
});

document.querySelectorAll("#points textarea").forEach(rows.grow);
restore();
