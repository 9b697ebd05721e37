// A button of the form saves as it does without the script, and leads on. Where there is no signal
// the words stay on this page, and the parts to which the buttons lead open on it.
import { choose, handOver } from "./hand-over.js";
import * as parts from "./parts.js";

// `opened` is called once another part stands on the page
export function lead(kept, saving, opened) {
  let isBusy = false;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("#answer")) return; // `form.id` is a field of that name
    if (button?.name === "choose") choose(form, kept, button.value);
    if (saving.isTried || !saving.isCutOff) return leave(form);
    event.preventDefault();
    if (!saving.isRefused && button && parts.lead(button, kept.base)) return opened();
    if (isBusy) return;
    isBusy = true;
    const outcome = saving.isNeeded || navigator.onLine ? await saving.flush() : "waiting";
    isBusy = false;
    if (outcome === "waiting") {
      saving.tellFailure();
      saving.noted(document.getElementById("state").dataset.stuck);
      document.getElementById("note").scrollIntoView({ block: "center" });
      return;
    }
    saving.isTried = true; // the server has answered: it explains itself what it did not take
    if (button) button.click();
    else form.submit();
  });

  function leave(form) {
    saving.isHandedOver = true;
    setTimeout(() => (saving.isHandedOver = false), 20000); // it led nowhere
    handOver(form, kept, parts.shown());
  }
}
