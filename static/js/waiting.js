// On the pages before the form: words that this phone still keeps for it go to the server now.
import { Kept } from "./answer/kept.js";
import { Saving } from "./answer/saving.js";

const { base } = document.getElementById("state").dataset;
const csrf = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
const kept = new Kept(base);

if (kept.points.size) {
  const saving = new Saving(kept, {
    token: csrf ? { "X-CSRFToken": csrf } : {},
    heard() {},
    noted() {},
    moved: (old, address) => location.replace(address),
  });
  saving.flush();
}
