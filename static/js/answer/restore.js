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
