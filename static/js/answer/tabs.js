// Tabs of this device in which the same link is open tell one another the keys of their pages:
// whichever begins the answer, the others find it.
export function meet(kept) {
  if (!window.BroadcastChannel) return;
  let channel;
  addEventListener("pageshow", () => {
    channel = new BroadcastChannel(`answer ${kept.base}`);
    const tell = (isNew) => channel.postMessage({ keys: kept.keys(), isNew });
    channel.onmessage = ({ data }) => {
      data.keys.forEach((key) => kept.others.add(key));
      if (data.isNew) tell(false);
    };
    tell(true);
  });
  addEventListener("pagehide", () => channel?.close());
}
