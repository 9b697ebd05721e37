// The reflection form saves while it is written, and waits for the signal where there is none.
// Without this script its buttons save, and come back with one field more.
import { goOnAt } from "./answer/address.js";
import { Kept } from "./answer/kept.js";
import { lead } from "./answer/leading.js";
import * as lists from "./answer/lists.js";
import * as parts from "./answer/parts.js";
import { restore, takeUp } from "./answer/restore.js";
import * as rows from "./answer/rows.js";
import { Saving } from "./answer/saving.js";
import { meet } from "./answer/tabs.js";

const QUIET = 3000; // the page itself comes first
const csrf = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
const kept = new Kept(document.getElementById("state").dataset.base);
kept.key = rows.idOf(rows.all()[0]);
const saving = new Saving(kept, {
  token: csrf ? { "X-CSRFToken": csrf } : {},
  heard: rows.show,
  moved: goOnAt,
  noted(words) {
    const note = document.getElementById("note");
    note.textContent = words;
    note.hidden = !words;
  },
});

function changed(row) {
  saving.isTried = saving.isHandedOver = false;
  rows.isChanging(row);
  kept.put({ section: parts.shown(), first: kept.key, ...rows.read(row) });
  saving.soon();
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("#points textarea")) return;
  rows.grow(event.target);
  changed(rows.rowOf(event.target));
  lists.look(event.target, changed);
});

document.addEventListener("focusout", () => saving.isNeeded && saving.flush());

document.addEventListener("click", (event) => {
  if (event.target.id !== "more") return;
  event.preventDefault();
  rows.append().querySelector("textarea").focus();
});

function bringBack() {
  document.getElementById("answer").autocomplete = "off"; // old words after those that wait
  document.querySelectorAll("#points textarea").forEach(rows.grow);
  restore(kept, parts.shown());
  if (saving.isNeeded) saving.flush();
}

addEventListener("pageshow", (event) => {
  saving.isHandedOver = false;
  if (event.persisted) bringBack();
});

takeUp(kept, changed);
bringBack();
lead(kept, saving, bringBack);
parts.follow(kept, bringBack);
meet(kept);
setTimeout(parts.fetchParts, QUIET, kept);
