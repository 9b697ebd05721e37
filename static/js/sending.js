// Sends the answer where there is a signal; where there is none it asks whether to do so later.
// Words that wait on this phone go first. Without this script the form's button sends.
import { Kept } from "./answer/kept.js";
import { Saving } from "./answer/saving.js";

const FIRST_WAIT = 3000;
const LONGEST_WAIT = 30000;

const { base } = document.getElementById("state").dataset;
const form = document.getElementById("send");
const panels = { ask: document.getElementById("ask"), agreed: document.getElementById("agreed") };
const csrf = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
const kept = new Kept(base);
const waitedHere = kept.points.size > 0;
const saving = new Saving(kept, {
  token: csrf ? { "X-CSRFToken": csrf } : {},
  heard() {},
  noted() {},
  moved: (old, address) => location.replace(address + location.pathname.slice(old.length)),
});
const agreement = `send ${base}`;
let hasAgreed = recall();
let isBusy = false;
let wait = FIRST_WAIT;
let timer;

function recall() {
  try {
    return localStorage.getItem(agreement) !== null;
  } catch {
    return false;
  }
}

// Storage may be forbidden: then the yes holds as long as the page is open.
function agree(yes) {
  hasAgreed = yes;
  show(yes ? "agreed" : "");
  try {
    if (yes) localStorage.setItem(agreement, "");
    else localStorage.removeItem(agreement);
  } catch {
    // it lives here only
  }
}

function show(name) {
  for (const [each, panel] of Object.entries(panels)) panel.hidden = each !== name;
}

function tellOf({ section }) {
  const place = document.getElementById("unsaved");
  place.hidden = false;
  place.querySelector("a").href = `${base}${section}/`;
}

// Whether the server has answered; twice sent is once sent.
async function send() {
  if (isBusy) return true;
  isBusy = true;
  clearTimeout(timer);
  try {
    if ((await saving.flush()) === "waiting") throw new Error("no signal");
    const response = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
    });
    if (response.status >= 500) throw new Error("not now");
    agree(false);
    if (response.ok) location.assign(response.url);
    else form.submit(); // the page that explains it
    return true;
  } catch {
    if (hasAgreed) {
      timer = setTimeout(send, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
    return false;
  } finally {
    isBusy = false;
  }
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!(await send()) && !hasAgreed) show("ask");
});

document.addEventListener("click", (event) => {
  const answer = event.target.closest("[data-later]")?.dataset.later;
  if (!answer) return;
  agree(answer === "yes");
  if (hasAgreed) send();
  else clearTimeout(timer);
});

addEventListener("online", () => hasAgreed && send());

if (hasAgreed) {
  show("agreed");
  send();
} else if (waitedHere) {
  // what had not arrived is not on this page yet; the rest its writer has to mend, or to choose
  saving.flush().then((outcome) => {
    const [unsaved] = kept.points.values();
    if (!unsaved) location.reload();
    else if (outcome === "saved") tellOf(unsaved);
  });
}
