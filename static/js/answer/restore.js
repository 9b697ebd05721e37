// Words that waited on the phone go back into the fields of their part of the form.
import * as rows from "./rows.js";

export function restore(kept, section) {
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
}

// What was typed before the script had come; `changed` is called for each such field. After a reload
// or a step back the browser may have brought back an old text; that is left as it is.
export function takeUp(kept, changed) {
  if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
  for (const row of rows.all().filter(rows.isTyped)) {
    const { id, text } = rows.read(row);
    if (!kept.points.has(id)) {
      changed(row);
      continue;
    }
    const apart = rows.append(); // other words wait for this field
    rows.write(apart, { text });
    changed(apart);
  }
}
