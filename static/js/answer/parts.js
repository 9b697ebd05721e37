// The other parts of the form, fetched while there is a line: without one they open on this page.
const AGAIN = 30000;
const parts = new Map(); // by section: title, and what stands on the page: the part and its bar

export const shown = () => document.getElementById("answer").dataset.section;

export async function fetchParts(kept) {
  try {
    const response = await fetch(`${kept.base}parts/`);
    if (!response.ok) return;
    for (const [section, { title, html }] of Object.entries(await response.json())) {
      const { body } = new DOMParser().parseFromString(html, "text/html");
      parts.set(section, { title, nodes: [...body.children] });
    }
  } catch {
    setTimeout(fetchParts, AGAIN, kept); // no line: this page stays until there is one
  }
}

// Opens the part to which a button of the form leads; whether it could.
export function lead({ name, value }, base) {
  const { next, previous } = document.getElementById("answer").dataset;
  const section = { next, skip: next, back: previous }[value] ?? value;
  if (name !== "go" || !open(section)) return false;
  history.pushState(null, "", `${base}${section}/`);
  return true;
}

// in the place of the one shown, which stays as it is
function open(section) {
  const part = parts.get(section);
  if (!part) return false;
  const nodes = [document.getElementById("part"), document.querySelector(".bottom-bar")];
  parts.set(shown(), { title: document.title, nodes });
  nodes.forEach((node, place) => node.replaceWith(part.nodes[place]));
  document.querySelectorAll(".steps li:not(.now)").forEach(mark);
  document.title = part.title;
  scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
  return true;
}

// in the row of six: whether something is written there
function mark(item) {
  const [content] = parts.get(item.querySelector("button").value).nodes;
  const isWritten = [...content.querySelectorAll("#points textarea")].some((area) => area.value);
  item.classList.toggle("done", isWritten);
}

// The browser's own way back and forth between them.
export function follow(kept, opened) {
  addEventListener("popstate", () => {
    const [section] = location.pathname.slice(kept.base.length).split("/");
    if (section === shown()) return;
    if (open(section)) opened();
    else location.reload();
  });
}
