// How far what was written has come, in words: from the page, so that they are translated there,
// with times by the server's clock.
const place = document.getElementById("state");

// `name` is saving, saved, waiting (for a signal) or unsaved
export function tell(name, time = "") {
  const words = place.dataset[name].replace("{time}", time);
  if (place.textContent !== words) place.textContent = words;
  place.classList.toggle("waiting", name === "waiting" || name === "unsaved");
}
