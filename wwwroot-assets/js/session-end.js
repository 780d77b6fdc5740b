// The end of a staff session, said on the open page two minutes before it comes. The server says what and when to ask again:
// other tabs put the end off as well.

/** Wait before asking again after no answer, in seconds. */
const AGAIN = 20;

let timer;
let watched;

const place = () => document.querySelector("[data-session-end]");
const here = () => encodeURIComponent(location.pathname + location.search);

async function ask(request) {
  const asking = place();
  if (!asking) return;
  clearTimeout(timer);
  try {
    const answer = await fetch(`${asking.dataset.sessionEnd}?here=${here()}`, request);
    if (!answer.ok) throw new Error(answer.statusText);
    if (asking.isConnected) show(asking, await answer.text());
    wait();
  } catch {
    // No network, or the portal is being restarted: nothing is known to have ended.
    timer = setTimeout(ask, AGAIN * 1000);
  }
}

/** Drawn anew only when it says something else: it is read aloud each time. */
function show(asking, html) {
  const drawn = document.createElement("template");
  drawn.innerHTML = html;
  const next = drawn.content.querySelector("[data-look-in]");
  if (next && drawn.content.textContent.trim() === asking.textContent.trim()) {
    asking.querySelector("[data-look-in]").dataset.lookIn = next.dataset.lookIn;
    return;
  }
  const hadFocus = asking.contains(document.activeElement);
  asking.replaceChildren(drawn.content);
  if (!hadFocus) return;
  asking.tabIndex = -1;
  asking.focus();
}

/** Once it is over there is nothing to wait for. */
function wait() {
  clearTimeout(timer);
  const next = place()?.querySelector("[data-look-in]");
  if (next) timer = setTimeout(ask, next.dataset.lookIn * 1000);
}

function stay(event) {
  if (!event.target.closest("[data-session-end]") || !event.target.matches("form")) return;
  event.preventDefault();
  ask({ method: "POST", body: new FormData(event.target) });
}

export function start() {
  if (!watched) {
    watched = true;
    document.addEventListener("submit", stay);
    // A computer that slept, a tab that was left: timers stood still meanwhile.
    document.addEventListener("visibilitychange", () => document.hidden || ask());
  }
  wait();
}
