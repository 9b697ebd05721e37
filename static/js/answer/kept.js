// What is written and not on the server yet: kept on the device, under the address of the form.
// Where nothing can be stored (full, forbidden) it lives in memory only, and `isStored` says so.
import { uuid } from "./uuid.js";

const PREFIX = "written";

// An answer's words may wait in several tabs; each page has a place of its own. A link that is
// withdrawn and made anew is another address of the same: twelve letters of its token say of what.
const places = (base) => {
  const stem = `${PREFIX} ${base.replace(/^(\/r\/.{12}).*$/, "$1")}`;
  return Object.keys(localStorage).filter((name) => name.startsWith(stem));
};

export class Kept {
  constructor(base) {
    this.points = new Map(); // by the identity of the point, in the order of writing
    this.others = new Set(); // keys of other tabs
    this.isStored = true;
    this.page = uuid();
    this.base = base;
    this.takeOver();
  }

  // words that an earlier page, a closed tab or the phone before its restart has left here
  takeOver() {
    try {
      for (const place of places(this.base)) {
        for (const point of JSON.parse(localStorage.getItem(place))) {
          this.add(point);
        }
        localStorage.removeItem(place);
      }
    } catch {
      // forbidden: `store` finds out
    }
    // a page that is closing may leave these words behind once more
    for (const point of this.points.values()) point.origin = point.text;
    this.store();
  }

  get isTakenOver() {
    try {
      return this.isStored && localStorage.getItem(this.place) === null;
    } catch {
      return false;
    }
  }

  // another tab's words for the same point are a point of their own: nothing is written over
  add(point) {
    const other = this.points.get(point.id);
    if (other && [other.text, other.origin].includes(point.text)) return;
    const isNewer = point.origin === other?.text;
    const apart = other && !isNewer && { id: uuid(), revision: 0, base: "", was: [] };
    this.points.set(apart ? apart.id : point.id, { ...point, ...apart });
  }

  get place() {
    return `${PREFIX} ${this.base} ${this.page}`;
  }

  moveTo(base) {
    try {
      localStorage.removeItem(this.place);
    } catch {
      // nothing stands there
    }
    this.base = base;
    this.store();
  }

  put(point) {
    const before = this.points.get(point.id);
    if (!point.text && !point.revision && !before?.was.length) {
      this.points.delete(point.id); // emptied before anybody heard of it
    } else {
      const obstacle = before?.obstacle?.state === "clash" ? before.obstacle : undefined;
      // the page on which it was first written may have begun the answer unheard
      const first = before?.first ?? point.first;
      this.points.set(point.id, { was: [], ...before, ...point, first, obstacle });
    }
    this.store();
  }

  remove(id) {
    this.points.delete(id);
    this.store();
  }

  // the next to be saved together: those of one part, without what waits for its writer
  next() {
    const able = [...this.points.values()].filter((point) => !point.obstacle);
    return able.filter((point) => point.section === able[0].section).slice(0, 50);
  }

  parts() {
    const able = [...this.points.values()].filter((point) => !point.obstacle);
    return [...new Set(able.map((point) => point.section))].map((section) =>
      able.filter((point) => point.section === section),
    );
  }

  // The identities by which the server knows an answer that this page, one before it or another tab
  // has begun unheard; this page's own comes with its points.
  keys() {
    const own = [...this.points.values()].map((point) => point.first);
    return [...new Set([...own, this.key, ...this.others])].filter(Boolean);
  }

  store() {
    const points = [...this.points.values()].map(({ obstacle, left, ...point }) => point);
    try {
      if (points.length) localStorage.setItem(this.place, JSON.stringify(points));
      else localStorage.removeItem(this.place);
      this.isStored = true;
    } catch {
      this.isStored = false;
    }
  }
}
