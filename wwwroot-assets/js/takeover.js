// Pages arrive ready to read and fill in, then Blazor connects and draws the interactive parts anew: whatever was typed
// or focused until then would be gone, and on a slow network that is many seconds. What was typed is kept here and put
// into the new controls, which then save it like anything typed later. After a reload the page also goes back to the
// place it was at. What did not reach the server before that is journal.js's part.

/** After this, in milliseconds, a control that vanishes has another reason. */
const LONGEST = 60000;

const typed = new Map();
let sent = false;
let place = placeBefore();
let focused = place?.focused || (location.hash.startsWith("#f-") ? `#${CSS.escape(location.hash.slice(1))}` : "");

/** A selector for the control, good for the same control in the page as it is drawn anew. */
export const keyOf = (control) =>
  control.id
    ? `#${CSS.escape(control.id)}`
    : `input[name="${CSS.escape(control.name)}"][value="${CSS.escape(control.value)}"]`;

export const isAnswer = (element) =>
  element.matches("main :is(input, select, textarea):not([type=hidden], [type=password])");

function remember({ target }) {
  if (isAnswer(target)) typed.set(keyOf(target), target);
}

function rememberFocus({ target }) {
  if (isAnswer(target)) focused = keyOf(target);
  else focused = target.id ? `#${CSS.escape(target.id)}` : target.matches("h1") ? "h1" : "";
}

function restore() {
  for (const [key, old] of typed) {
    const control = !old.isConnected && document.querySelector(key);
    if (!control) continue;
    typed.delete(key);
    if (control.type === "file") {
      control.files = old.files;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (control.checked !== old.checked) {
      control.click();
    } else if (control.value !== old.value) {
      control.value = old.value;
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  if (focused && document.activeElement === document.body) focus(focused);
  backToPlace();
  if (sent) document.querySelector("main form.form")?.requestSubmit();
}

/** "Next" was pressed before anything listened: done as soon as what was typed is in the new controls. */
function rememberSending(event) {
  if (!event.target.matches("main form.form")) return;
  event.preventDefault();
  sent = true;
}

function focus(selector) {
  const element = document.querySelector(selector);
  const control = element?.matches("fieldset") ? element.querySelector("input, select, textarea") : element;
  control?.focus();
}

/** Where this page was when it was reloaded: no answer, only which control, the caret's and the page's place. */
function placeBefore() {
  const [how] = performance.getEntriesByType("navigation");
  const was = how?.type === "reload" && JSON.parse(sessionStorage.getItem("place") ?? "null");
  return was && was.path === location.pathname ? was : null;
}

function keepPlace() {
  const control = document.activeElement;
  const { scrollY: y } = window;
  const { selectionStart: start, selectionEnd: end } = control;
  const kept = isAnswer(control) ? keyOf(control) : "";
  sessionStorage.setItem("place", JSON.stringify({ path: location.pathname, focused: kept, start, end, y }));
}

/** Scrolls and puts the caret where they were before a reload; once somebody goes on from there, no more. */
export function backToPlace() {
  if (!place) return;
  const control = document.activeElement;
  if (place.focused && place.start != null && control.matches(place.focused)) control.setSelectionRange(place.start, place.end);
  scrollTo(0, place.y);
}

for (const type of ["keydown", "pointerdown", "wheel"]) {
  addEventListener(type, () => (place = null), { passive: true, capture: true });
}
addEventListener("pagehide", keepPlace);

/** For each new page. Watches it until Blazor has drawn it, or for a minute. */
export function keepWhatIsTyped() {
  typed.clear();
  sent = false;
  if (focused) focus(focused);
  backToPlace();
  document.addEventListener("input", remember);
  document.addEventListener("focusin", rememberFocus);
  document.addEventListener("submit", rememberSending);
  const observer = new MutationObserver(() => {
    const main = document.querySelector("main");
    // Blazor clears the page first and draws it once the answers are read again.
    if (main.contains(marker) || !main.querySelector("h1")) return;
    stop();
    // Blazor attaches its handlers in the same turn in which it draws.
    setTimeout(restore);
  });
  const marker = prerendered();
  const stop = () => {
    observer.disconnect();
    document.removeEventListener("input", remember);
    document.removeEventListener("focusin", rememberFocus);
    document.removeEventListener("submit", rememberSending);
  };
  if (!marker) return stop();
  observer.observe(document.querySelector("main"), { childList: true, subtree: true });
  setTimeout(stop, LONGEST);
}

/** An element of the page as it came, gone once the interactive part was drawn. */
export function prerendered() {
  const comments = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_COMMENT);
  while (comments.nextNode()) {
    if (comments.currentNode.data.startsWith("Blazor:")) return comments.currentNode.nextElementSibling;
  }
  return null;
}
