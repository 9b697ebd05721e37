// The writer's yes to sending later, kept on the phone. Storage may be forbidden: then it holds as
// long as the page is open.
export class Agreement {
  constructor(key) {
    this.key = key;
  }

  get stands() {
    try {
      return localStorage.getItem(this.key) !== null;
    } catch {
      return false;
    }
  }

  // "ask" or "agreed", where it is seen; anything else hides both
  show(name) {
    for (const panel of ["ask", "agreed"]) document.getElementById(panel).hidden = panel !== name;
    document.getElementById(name)?.scrollIntoView({ block: "center" });
  }

  keep(yes) {
    this.show(yes ? "agreed" : "");
    try {
      if (yes) localStorage.setItem(this.key, "");
      else localStorage.removeItem(this.key);
    } catch {
      // it lives on the page only
    }
  }
}
