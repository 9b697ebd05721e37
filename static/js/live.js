// Elements with an id and data-live="SECONDS" keep up with what happened since: the page is fetched
// again, and only what differs in them is put in place, so the reader's place stays. They rest while
// the page is hidden or something in them is selected. Without JavaScript the page says so itself.
const live = [...document.querySelectorAll("[data-live][id]")];
const named = (one) => one?.getAttribute("href") ?? one?.form?.action;

function put(old, fresh) {
  const focused = old.contains(document.activeElement) && named(document.activeElement);
  old.innerHTML = fresh.innerHTML;
  if (!focused) return;
  [...old.querySelectorAll("a, button")].find((one) => named(one) === focused)?.focus({ preventScroll: true });
}

async function refresh() {
  if (document.hidden) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok || answer.redirected) return; // no signal, or signed out: what stands there stays
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const selection = getSelection();
  for (const old of live) {
    const fresh = page.getElementById(old.id);
    const isSelected = !selection.isCollapsed && selection.containsNode(old, true);
    if (fresh && !isSelected && fresh.innerHTML !== old.innerHTML) put(old, fresh);
  }
}

if (live.length) {
  setInterval(refresh, 1000 * Math.min(...live.map((one) => one.dataset.live)));
  document.addEventListener("visibilitychange", refresh);
}
