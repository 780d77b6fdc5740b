// Waits that the server has set, counted down on the page. Nothing here is needed to wait: the time stands there too.

const running = new WeakSet();

const text = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function run(line) {
  if (running.has(line)) return;
  running.add(line);
  const button = document.querySelector(`[data-countdown-for="${line.id}"]`);
  const left = line.querySelector("[data-countdown-left]");
  // By the clock that only runs forward: the one on the wall may be set while somebody waits.
  const end = performance.now() + Number(line.dataset.countdown) * 1000;
  left.hidden = false;
  if (button) button.disabled = true;
  const tick = () => {
    if (!line.isConnected) return clearInterval(timer);
    const seconds = Math.ceil((end - performance.now()) / 1000);
    if (seconds > 0) {
      // A day's wait is no countdown.
      left.textContent = seconds < 3600 ? `(${text(seconds)})` : "";
      return;
    }
    clearInterval(timer);
    // Said aloud once, when it changes what can be done.
    line.setAttribute("role", "status");
    line.textContent = line.dataset.countdownDone;
    if (button) button.disabled = false;
  };
  const timer = setInterval(tick, 250);
  tick();
}

export function start() {
  for (const line of document.querySelectorAll("[data-countdown]")) run(line);
}
