// Words that a phone kept, on the page that shows the whole answer before it is sent.

// whether the page that came shows them already
export const isShown = ({ text }) =>
  text && document.querySelector("main").textContent.includes(text);

// some wait for their writer, who has to mend them or to choose: the way there
export function tellOf({ section }, base) {
  const place = document.getElementById("unsaved");
  place.hidden = false;
  place.querySelector("a").href = `${base}${section}/`;
}
