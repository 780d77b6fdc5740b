// What every page needs beyond HTML. Nothing here is needed to read a page or to send a form.

import { keepWhatIsTyped, prerendered } from "./takeover.js";

/** Longest wait for what was just typed before a setting in the header reloads the page, in milliseconds. */
const SAVE_WAIT = 3000;

const saveStatus = () => document.querySelector("[data-save-state]");
const isSaved = () => ["saved", "here"].includes(saveStatus()?.dataset.saveState);

/** Goes to the control that a line of the error summary is about. */
function focusProblem(event) {
  const link = event.target.closest?.("a[data-error-link]");
  const url = link && new URL(link.href);
  if (!url || url.pathname !== location.pathname || url.search !== location.search) return;
  const target = document.getElementById(decodeURIComponent(url.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  event.stopPropagation();
  const control = target.matches("input, select, textarea, button")
    ? target
    : target.querySelector("input:not([disabled]), select:not([disabled]), textarea, button");
  target.closest(".field")?.scrollIntoView({ block: "start" });
  (control ?? target).focus({ preventScroll: true });
}

/**
 * A setting in the header reloads the page. If something was typed and not yet left, leaves the field so that it is
 * saved, and waits for the page to say so.
 */
async function saveBeforeLeaving(event) {
  const form = event.target;
  if (!form.matches("form[data-keeps-typing]") || form.dataset.ready) return;
  const status = saveStatus();
  if (!status) return;

  event.preventDefault();
  const submitter = event.submitter;
  await typingSaved(status);
  await journalToldSo();
  form.dataset.ready = "true";
  form.requestSubmit(submitter);
}

let lastChange = 0;

function typingSaved(status) {
  const settled = new Promise((resolve) => {
    const waitsForSave = () => lastChange > 0 && performance.now() - lastChange < SAVE_WAIT;
    document.activeElement?.blur();
    if (!waitsForSave() && (isSaved() || status.dataset.saveState === "idle")) return resolve();
    new MutationObserver((_, observer) => {
      if (!isSaved()) return;
      observer.disconnect();
      resolve();
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["data-save-state"] });
  });
  return Promise.race([settled, new Promise((resolve) => setTimeout(resolve, SAVE_WAIT))]);
}

/** The page says "saved" a moment before the mark comes back by which js/journal.js lets go of what it keeps. */
async function journalToldSo() {
  const mark = document.querySelector("[data-journal]");
  const isBack = () => !mark?.dataset.saved || Number(mark.dataset.saved) >= Number.parseInt(mark.value || "0", 10);
  for (const until = performance.now() + SAVE_WAIT; !isBack() && performance.now() < until; )
    await new Promise((resolve) => setTimeout(resolve, 30));
}

/** How long somebody may pause in the middle of a word before the page takes it for an answer, in milliseconds. */
const TYPING_PAUSE = 300;
let pauseTimer;
let unreported;

/** Browsers report a text as changed when its field is left; an answer must not wait on the page for that. */
function reportPause(event) {
  const field = event.target;
  if (!field.matches("input:not([type]), input[type=text], input[type=email], input[type=tel], textarea")) return;
  clearTimeout(pauseTimer);
  unreported = { field, text: field.value };
  pauseTimer = setTimeout(() => field.dispatchEvent(new Event("change", { bubbles: true })), TYPING_PAUSE);
}

/** What another window changed may have been drawn over what was just typed: the server must hear of what was typed. */
function bringBackTyped({ target }) {
  if (unreported?.field === target && target.value !== unreported.text) target.value = unreported.text;
  unreported = undefined;
}

/** A new page within the same document: whoever reads it aloud, or walks it by keyboard, starts at its heading. */
function arrived() {
  journal();
  countdowns();
  sessionEnd();
  queueKeys();
  // It was drawn by the server, and Blazor will draw its interactive parts anew here too.
  keepWhatIsTyped();
  const summary = document.querySelector("[data-focus-on-load]");
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const heading = document.querySelector("h1");
  (summary || target || heading)?.focus();
  // An interactive page may be cleared now or in a moment and drawn when its answers are read.
  const main = document.querySelector("main");
  const settled = new MutationObserver(() => {
    const drawn = main.querySelector("h1");
    if (!drawn || drawn === heading) return;
    settled.disconnect();
    if (document.activeElement === document.body) drawn.focus();
  });
  settled.observe(main, { childList: true, subtree: true });
  setTimeout(() => settled.disconnect(), SAVE_WAIT);
}

/** An error summary that came with the page takes the focus, as one that appears later does. */
function focusSummary() {
  document.querySelector("[data-focus-on-load]")?.focus();
}

/** Menus close when one clicks elsewhere or presses Escape. */
function closeMenus(event) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const away = event.type === "click" && !menu.contains(event.target);
    if (!away && event.key !== "Escape") continue;
    menu.open = false;
    if (!away) menu.querySelector("summary").focus();
  }
}

function clicked(event) {
  closeMenus(event);
  if (event.target.closest("[data-reload]")) location.reload();
  if (event.target.closest("[data-reconnect]")) window.Blazor?.reconnect?.().then((ok) => ok || location.reload());
  if (event.target.closest("[data-print]")) window.print();
}

/** How far a finger may slip while it presses, in pixels. */
const SLIP = 10;
let press;

/** Leaving a field may draw a line more below it, and so move a button from under the finger: the press counts. */
function pressBegins({ target, clientX, clientY }) {
  const button = target.closest?.("main :is(button, a)");
  press = button && { button, clientX, clientY };
}

function pressEnds({ target, clientX, clientY }) {
  if (!press || press.button.contains(target)) return;
  if (Math.hypot(clientX - press.clientX, clientY - press.clientY) < SLIP) press.button.click();
}

/** Lists with a search box: only a page that has one loads what they need. */
function searchLists() {
  const lists = document.getElementsByTagName("search-select");
  const observer = new MutationObserver(() => {
    if (lists.length === 0) return;
    observer.disconnect();
    import("./search-select.js");
  });
  observer.observe(document.body, { childList: true, subtree: true });
}

/** Officers' keys in the queue. */
function queueKeys() {
  if (document.querySelector("[data-queue]")) import("./queue.js");
}

/** Waits that are shown: few pages have one. */
function countdowns() {
  if (document.querySelector("[data-countdown]")) import("./countdown.js").then(({ start }) => start());
}

/** Pages of staff say in time when the session ends. */
function sessionEnd() {
  if (document.querySelector("[data-session-end]")) import("./session-end.js").then(({ start }) => start());
}

/** A form that takes a moment is sent once, however often its button is pressed. */
function sendOnce({ target, submitter }) {
  if (!submitter?.matches("[data-once]")) return;
  // After the browser has taken the form: a disabled button would not be part of it.
  setTimeout(() => {
    for (const button of target.querySelectorAll("[data-once]")) button.disabled = true;
  });
}

/** Controls that were typed into before the journal was there. */
const early = new Set();
const typedEarly = ({ target }) => early.add(target);
let journalIsAsked = false;

/** What keeps unsaved answers, and comes back after a loss: not needed to begin, so it is loaded after everything else. */
function journal() {
  if (journalIsAsked || !(prerendered() || document.querySelector("[data-journal], [data-journal-sent]"))) return;
  journalIsAsked = true;
  document.addEventListener("input", typedEarly);
  const load = async () => {
    const { start } = await import("./journal.js");
    document.removeEventListener("input", typedEarly);
    start(early);
  };
  if (document.readyState === "complete") load();
  else addEventListener("load", load);
}

document.addEventListener("click", focusProblem, { capture: true });
document.addEventListener("click", clicked);
document.addEventListener("keydown", closeMenus);
document.addEventListener("pointerdown", pressBegins);
document.addEventListener("pointerup", pressEnds);
document.addEventListener("submit", saveBeforeLeaving);
document.addEventListener("submit", sendOnce);
// Back to a page that the browser kept: what was sent then can be sent again.
window.addEventListener("pageshow", ({ persisted }) => {
  for (const button of persisted ? document.querySelectorAll("[data-once]") : []) button.disabled = false;
});
document.addEventListener("change", (event) => {
  if (event.target.type === "hidden") return;
  // A field that was left before the pause was over has told its answer already.
  clearTimeout(pauseTimer);
  if (!event.target.closest("form[data-keeps-typing]")) lastChange = performance.now();
});
window.addEventListener("change", bringBackTyped, { capture: true });
document.addEventListener("input", reportPause);
window.Blazor?.addEventListener?.("enhancedload", arrived);
focusSummary();
searchLists();
countdowns();
sessionEnd();
queueKeys();
keepWhatIsTyped();
journal();
