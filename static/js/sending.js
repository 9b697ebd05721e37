// Sends the answer where there is a signal; where there is none it asks whether to do so later.
// Words that wait on this phone go first. Without this script the form's button sends.
import { Agreement } from "./answer/agreement.js";
import { Kept } from "./answer/kept.js";
import { Saving } from "./answer/saving.js";
import { isShown, tellOf } from "./answer/unsent.js";

const FIRST_WAIT = 3000;
const LONGEST_WAIT = 30000;

const { base } = document.getElementById("state").dataset;
const form = document.getElementById("send");
const csrf = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
const kept = new Kept(base);
const waitedHere = [...kept.points.values()];
const saving = new Saving(kept, {
  token: csrf ? { "X-CSRFToken": csrf } : {},
  heard() {},
  noted() {},
  moved: (old, address) => location.replace(address + location.pathname.slice(old.length)),
});
const agreement = new Agreement(`send ${base}`);
let hasAgreed = agreement.stands;
let isBusy = false;
let isLeaving = false;
let wait = FIRST_WAIT;
let timer;

function agree(yes) {
  hasAgreed = yes;
  agreement.keep(yes);
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
    isLeaving = true;
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
  if (!(await send()) && !hasAgreed) agreement.show("ask");
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
  agreement.show("agreed");
  send();
} else if (waitedHere.length) {
  // what had not arrived is not on this page yet; the rest its writer has to mend, or to choose
  saving.flush().then((outcome) => {
    const [unsaved] = kept.points.values();
    if (isBusy || isLeaving) return;
    if (!unsaved && !waitedHere.every(isShown)) location.reload();
    else if (unsaved && outcome === "saved") tellOf(unsaved, base);
  });
}
