// Pages arrive ready to read and fill in, then Blazor connects and draws the interactive parts anew: whatever was typed
// or focused until then would be gone, and on a slow network that is many seconds. What was typed is kept here and put
// into the new controls, which then save it like anything typed later.

/** After this, in milliseconds, a control that vanishes has another reason. */
const LONGEST = 60000;

const typed = new Map();
let sent = false;
let focused = location.hash.startsWith("#f-") ? `#${CSS.escape(location.hash.slice(1))}` : "";

const keyOf = (control) =>
  control.type === "radio" || control.type === "checkbox"
    ? `input[name="${CSS.escape(control.name)}"][value="${CSS.escape(control.value)}"]`
    : `#${CSS.escape(control.id)}`;

const isAnswer = (element) => element.matches("main input, main select, main textarea");

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

/** For each new page. Watches it until Blazor has drawn it, or for a minute. */
export function keepWhatIsTyped() {
  typed.clear();
  sent = false;
  if (focused) focus(focused);
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
function prerendered() {
  const comments = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_COMMENT);
  while (comments.nextNode()) {
    if (comments.currentNode.data.startsWith("Blazor:")) return comments.currentNode.nextElementSibling;
  }
  return null;
}
