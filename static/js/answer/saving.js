// Brings what is kept on the device to the server: in order, again and again until it is there.
import { tell } from "./state.js";

const PAUSE = 1000; // after the last letter
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30000;
const PATIENCE = 20000;

// An answer came, but not that it is saved: signed out, link withdrawn, ... The form's own buttons
// lead to the page that explains it.
class Refused extends Error {}

export class Saving {
  // `heard` is told what became of each point, `moved` the address at which an answer began
  constructor(kept, { token, heard, moved, noted }) {
    Object.assign(this, { kept, token, heard, moved, noted });
    this.wait = FIRST_WAIT;
    addEventListener("online", () => this.flush());
    addEventListener("pagehide", () => {
      this.leave();
      this.isGone = true;
    });
    addEventListener("pageshow", () => this.stay());
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.leave();
      else this.flush();
    });
    addEventListener("beforeunload", (event) => {
      if (this.kept.points.size && !this.kept.isStored) {
        if (!this.isHandedOver) event.preventDefault();
        return;
      }
      this.isGone = true;
      setTimeout(() => this.stay(), 20000); // it led nowhere
    });
  }

  // whether the last attempt failed, or the browser says that there is no line
  get isCutOff() {
    return this.hasFailed || !navigator.onLine;
  }

  get isNeeded() {
    return Boolean(this.running) || this.kept.parts().length > 0;
  }

  soon() {
    tell("saving");
    if (this.hasFailed) return this.tellFailure();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), PAUSE);
  }

  // Saves all that can be saved: "saved", "waiting" (for a signal) or "refused".
  flush() {
    clearTimeout(this.timer);
    if (this.isHandedOver) return Promise.resolve("saved");
    this.running ??= this.saveAll().finally(() => (this.running = null));
    return this.running;
  }

  async saveAll() {
    let points;
    while (this.kept.parts().length) {
      points = this.kept.next();
      tell("saving");
      try {
        const told = await this.post(points);
        if (this.isGone) return "waiting";
        this.hear(told);
      } catch (error) {
        return this.failed(error);
      }
    }
    this.wait = FIRST_WAIT;
    this.hasFailed = this.isRefused = false;
    if (this.kept.points.size) tell("unsaved");
    else if (points) tell("saved", this.at);
    return "saved";
  }

  stay() {
    const hasMissed = this.isGone;
    this.isGone = false;
    if (hasMissed && this.isNeeded) this.flush();
  }

  // The page goes: what waits is sent along, without waiting for what comes back.
  leave() {
    if (this.isHandedOver || this.kept.isTakenOver) return;
    for (const points of this.kept.parts()) {
      const news = points.filter((point) => point.left !== point.text);
      news.forEach((point) => (point.left = point.text));
      if (news.length) this.post(news, true).then((told) => this.hear(told), () => {});
    }
  }

  async post(points, keepalive = false) {
    const sent = points.map(({ id, revision, base, text, was }) => {
      return { id, revision, base, text, was: [...was] };
    });
    // from now on these words may stand on the server, whether we hear of it or not
    for (const point of points) {
      point.was = [...new Set([...point.was, point.text])].slice(-40);
    }
    this.kept.store();
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const response = await fetch(`${this.kept.base}points/`, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...this.token },
        body: JSON.stringify({ section: points[0].section, points: sent, keys: this.kept.keys() }),
        redirect: "manual",
        signal: stop.signal,
        keepalive,
      });
      if (response.status >= 500 || response.status === 429) throw new Error("not now");
      if (!response.ok) throw new Refused();
      return { ...(await response.json()), sent };
    } finally {
      clearTimeout(late);
    }
  }

  hear(told) {
    // the page that follows may have been made before: it finds the words on the device
    if (this.isGone) return;
    this.at = told.at;
    if (told.address && told.address !== this.kept.base) {
      const old = this.kept.base;
      this.kept.moveTo(told.address);
      this.moved(old, told.address);
    }
    const sent = new Map(told.sent.map((point) => [point.id, point]));
    for (const outcome of told.points) this.hearOf(outcome, sent.get(outcome.id));
    this.noted(told.note ?? "");
    this.kept.store();
  }

  hearOf(outcome, sent) {
    const point = this.kept.points.get(outcome.id);
    const isLatest = point?.text === sent.text;
    if (point && outcome.revision < point.revision) return; // older than what we know
    if (point) point.was = point.was.filter((text) => text !== sent.text && !sent.was.includes(text));
    if (outcome.state === "saved" || outcome.state === "other") {
      if (isLatest) this.kept.points.delete(outcome.id);
      else if (outcome.state === "other") return; // saved next, and shown if that clashes
      else if (point) Object.assign(point, { revision: outcome.revision, base: outcome.base });
    } else if (isLatest) {
      point.obstacle = outcome;
    } else {
      return;
    }
    this.heard(outcome, isLatest);
  }

  failed(error) {
    this.hasFailed = true;
    this.isRefused = error instanceof Refused;
    this.tellFailure();
    this.timer = setTimeout(() => this.flush(), this.wait);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
    return this.isRefused ? "refused" : "waiting";
  }

  tellFailure() {
    tell(this.kept.isStored && !this.isRefused ? "waiting" : "unsaved");
  }
}
