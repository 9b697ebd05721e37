// A list that is pasted or dictated into one field becomes as many points; a long text offers to.
import * as rows from "./rows.js";
import { length, lines, LONG, pieces } from "./splitting.js";

const MOST = 50;
const before = new WeakMap(); // what stood in a field at the last letter

// `changed` is called for each field whose text has changed.
export function look(field, changed) {
  const old = before.get(field) ?? field.defaultValue;
  const grown = field.value.length - old.length;
  if (field.value === old) return;
  before.set(field, field.value);
  const parts = lines(field.value);
  // more than one letter at a time was not typed
  if (grown > 2 && parts.length > 1 && parts.length <= MOST) split(field, parts, changed);
  else offer(field, changed);
}

export function offer(field, changed) {
  const row = rows.rowOf(field);
  row.querySelector(".split-note")?.remove();
  const parts = lines(field.value).length > 1 || length(field.value) > LONG ? pieces(field.value) : [];
  if (parts.length < 2 || parts.length > MOST) return;
  note(row, "offered", parts.length, () => split(field, parts, changed));
}

function split(field, [first, ...others], changed) {
  const row = rows.rowOf(field);
  const whole = field.value;
  rows.write(row, { text: first });
  const added = [];
  for (const text of others) {
    const next = rows.append(added.at(-1) ?? row);
    rows.write(next, { text });
    added.push(next);
  }
  [row, ...added].forEach(changed);
  before.set(field, first);
  note(row, "done", added.length + 1, () => {
    rows.write(row, { text: whole });
    added.forEach((each) => rows.write(each, { text: "" }));
    [row, ...added].forEach(changed);
    added.forEach((each) => each.remove());
    before.set(field, whole);
    row.querySelector(".split-note").remove();
    field.focus();
  });
}

// a sentence below the field with one button
function note(row, name, number, act) {
  row.querySelector(".split-note")?.remove();
  const words = document.getElementById(`split-${name}`).content.firstElementChild.cloneNode(true);
  for (const part of words.querySelectorAll("[data-number]")) {
    part.textContent = part.dataset.number.replace("{number}", number);
  }
  words.querySelector("button").addEventListener("click", act);
  row.append(words);
}
