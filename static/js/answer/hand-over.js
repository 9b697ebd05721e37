// A button of the form leads on: the form carries all that waits, and tells what may have arrived
// unheard.
export function handOver(form, kept, section) {
  form.querySelectorAll(".handed-over").forEach((field) => field.remove());
  kept.keys().forEach((key) => carry(form, "key", key));
  for (const point of kept.points.values()) {
    if (point.section === section) point.was.forEach((text) => carry(form, `was-${point.id}`, text));
  }
}

function carry(form, name, value) {
  const field = Object.assign(document.createElement("textarea"), { name, hidden: true });
  field.className = "handed-over";
  field.value = value;
  form.append(field);
}

// The writer has chosen between two texts; the form's button says it to the server.
export function choose(form, kept, value) {
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
