// Blazor drops events that happen while the connection is away. What was answered then is told again once it is back;
// saying the same answer twice does no harm. A new circuit, after a longer absence, draws a new page: that loses it.

/** How long a broken connection can go unnoticed, in milliseconds: twice SignalR's own limit of 30 seconds. */
const UNNOTICED = 60000;

export function replayWhenBack() {
  const bar = document.getElementById("components-reconnect-modal");
  if (!bar) return;
  const answered = new Map();
  let lostAt = 0;

  document.addEventListener("change", ({ target }) => {
    if (target.closest("main")) answered.set(target, performance.now());
  });

  new MutationObserver(() => {
    const back = bar.classList.contains("components-reconnect-hide");
    if (!back) {
      lostAt ||= performance.now();
    } else if (lostAt) {
      const again = [...answered].filter(([control, at]) => control.isConnected && at > lostAt - UNNOTICED);
      lostAt = 0;
      answered.clear();
      for (const [control] of again) control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }).observe(bar, { attributeFilter: ["class"] });
}
