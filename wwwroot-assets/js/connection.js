// Comes back by itself when the connection was lost: sooner than Blazor would, and by a reload where the page's circuit
// is gone. That draws a new page at the same place; journal.js puts back what was not saved.

/** Between two looks whether the server answers, in milliseconds; grows to the second. */
const SOON = 500;
const LATE = 8000;

/** Nobody's page is reloaded under their hands: only after a pause in typing, in milliseconds, but then some time. */
const PAUSE = 600;
const LONGEST_TYPING = 8000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let lastKey = 0;

/** Until the server is there: without this a reload would end on the browser's own error page. */
async function answers() {
  for (let wait = SOON; ; wait = Math.min(wait * 1.5, LATE)) {
    try {
      const { ok } = await fetch("/health/ready", { cache: "no-store", signal: AbortSignal.timeout(LATE) });
      if (ok) return;
    } catch {
      // Not yet.
    }
    await Promise.race([pause(wait), new Promise((resolve) => addEventListener("online", resolve, { once: true }))]);
  }
}

async function reload() {
  const since = performance.now();
  await answers();
  while (performance.now() - lastKey < PAUSE && performance.now() - since < LONGEST_TYPING) await pause(100);
  // What is being written is written in a moment.
  await pause(100);
  location.reload();
}

/** @param bar The element whose classes Blazor keeps: components-reconnect-show, -failed, -rejected, -hide. */
export function comeBack(bar) {
  let state = "";
  document.addEventListener("input", () => (lastKey = performance.now()));
  new MutationObserver(async () => {
    const now = /-(show|failed|rejected)/.exec(bar.className)?.[1] ?? "";
    if (now === state) return;
    state = now;
    if (now === "rejected") return reload();
    while (state === now && now !== "") {
      await answers();
      if (state !== now) return;
      if (now === "failed") return (await window.Blazor.reconnect().catch(() => false)) || reload();
      // Blazor waits up to half a minute between two tries, but not when somebody comes back to the page.
      document.dispatchEvent(new Event("visibilitychange"));
      await pause(LATE / 4);
    }
  }).observe(bar, { attributeFilter: ["class"] });
}
