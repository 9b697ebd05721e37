// The fields of the page: what stands in them, and what became of it.
import { uuid } from "./uuid.js";

const MOST = 30;
const lists = new Set(); // of the part that is shown, and of those shown before it on this page
const list = () => {
  const shown = document.getElementById("points");
  lists.add(shown);
  return shown;
};

const area = (row) => row.querySelector("textarea");
const hidden = (row, name) => row.querySelector(`[name=${name}]`);

export const all = () => [...list().children];
export const find = (id) =>
  [...lists].flatMap((each) => [...each.children]).find((row) => idOf(row) === id);
export const rowOf = (element) => element.closest(".point");
export const idOf = (row) => hidden(row, "id").value;

export function read(row) {
  const [id, revision, base] = ["id", "revision", "base"].map((name) => hidden(row, name).value);
  return { id, revision: Number(revision), base, text: area(row).value };
}

export function write(row, point) {
  for (const name of ["id", "revision", "base"]) {
    if (name in point) hidden(row, name).value = point[name];
  }
  if ("text" in point && area(row).value !== point.text) {
    area(row).defaultValue = area(row).value = point.text;
  }
  grow(area(row));
}

export function grow(field) {
  if (CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

// a fresh field below the others, or below `after`
export function append(after) {
  const row = document.getElementById("fresh-point").content.firstElementChild.cloneNode(true);
  hidden(row, "id").value = uuid();
  if (after) after.after(row);
  else list().append(row);
  all().forEach((each, place) => {
    area(each).setAttribute("aria-label", list().dataset.label.replace("{number}", place + 1));
  });
  const add = document.getElementById("more");
  if (add) add.hidden = all().length >= MOST;
  return row;
}

export const empty = () =>
  all().find((row) => !area(row).value && hidden(row, "revision").value === "0");

// whether its text was changed since the page came
export const isTyped = (row) => area(row).value !== area(row).defaultValue;

// whether its writer still has to mend it, or to choose between two texts
export const waits = (row) => row.matches(".is-clash, .is-invalid");

export function isChanging(row) {
  showError(row, "");
  row.querySelector(".point-foot .done")?.setAttribute("hidden", "");
}

export function isSaved(row) {
  const foot = row.querySelector(".point-foot");
  if (!foot) return;
  foot.hidden = !area(row).value;
  foot.querySelector("button").value = idOf(row);
  foot.querySelector(".done").hidden = false;
}

export function showError(row, message) {
  row.classList.toggle("is-invalid", Boolean(message));
  area(row).toggleAttribute("aria-invalid", Boolean(message));
  row.querySelector(".invalid-feedback")?.remove();
  if (!message) return;
  const error = document.createElement("div");
  error.className = "invalid-feedback";
  error.setAttribute("role", "alert");
  error.textContent = message;
  area(row).after(error);
}

// Both texts, with the buttons of the form by which the writer chooses.
export function showClash(row, outcome) {
  row.querySelectorAll(".of-clash").forEach((part) => part.remove());
  row.classList.add("is-clash");
  row.querySelector(".point-foot")?.setAttribute("hidden", "");
  const parts = document.getElementById("clash").content.cloneNode(true);
  const [head, ...others] = parts.children;
  const words = head.firstElementChild;
  words.textContent = words.textContent.replace("{time}", outcome.time);
  area(row).before(head);
  others.forEach((part) => row.append(part));
  for (const name of ["seen", "spare"]) {
    const field = row.querySelector(`[name=${name}-]`);
    field.name += outcome.id;
    field.value = name === "seen" ? outcome.revision : uuid();
  }
  const [, deleted, other] = row.querySelector(".other-text").children;
  deleted.hidden = Boolean(outcome.text);
  other.textContent = outcome.text;
  row.querySelectorAll("[name=choose]").forEach((button) => {
    button.value = outcome.id + button.value;
    if (button.value.endsWith(":both")) button.hidden = !outcome.text || !area(row).value;
  });
}

// what became of a point, shown at its field
export function show(outcome, isLatest) {
  const row = find(outcome.id);
  if (!row) return;
  if (outcome.state === "clash") showClash(row, outcome);
  else if (outcome.state === "refused") showError(row, outcome.message ?? "");
  else if (outcome.revision >= read(row).revision) {
    write(row, outcome); // with the other text, where this one had not been touched
    if (isLatest) isSaved(row);
  }
}
