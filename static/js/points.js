// The reflection form: adds a field without a reload and lets fields grow with their text.
// Without this script the same button saves and comes back with one field more.
const form = document.getElementById("answer");
const points = document.getElementById("points");
const fresh = document.getElementById("fresh-point");
const add = form.querySelector(".add-point");

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID(); // only over HTTPS
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function grow(area) {
  if (CSS.supports("field-sizing", "content")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}

add?.addEventListener("click", (event) => {
  event.preventDefault();
  const point = fresh.content.firstElementChild.cloneNode(true);
  const area = point.querySelector("textarea");
  const number = points.children.length + 1;
  point.querySelector("[name=id]").value = uuid();
  area.setAttribute("aria-label", area.getAttribute("aria-label").replace("0", number));
  points.append(point);
  add.hidden = number >= 30;
  area.focus();
});

form.addEventListener("input", (event) => {
  if (event.target.matches("textarea")) grow(event.target);
});
points.querySelectorAll("textarea").forEach(grow);
