// An answer has begun: from now on everything happens at the writer's own address.
export function goOnAt(old, address) {
  const at = (path) => address + path.slice(old.length);
  history.replaceState(null, "", at(location.pathname) + location.search);
  for (const link of document.querySelectorAll(`a[href^="${old}"]`)) {
    link.setAttribute("href", at(link.getAttribute("href")));
  }
}
