// What was typed and is not yet known to be saved, control by control: kept here, sealed in the browser's own store too,
// and told to the server again after anything that comes between.
//
// How it is known: each change gets a number, and right behind it the page's mark tells the server the highest one
// (JournalMark.razor). Both go the same way in the same order, so when the server says that everything before a mark is
// saved, it is. What was typed later has a higher number, or none as long as nobody told the server.

import { backToPlace, isAnswer, keyOf } from "./takeover.js";
import { comeBack } from "./connection.js";
import { forgetAll, openVault } from "./vault.js";

/** How long a control that is not there yet is waited for, in milliseconds: a list may have to be drawn first. */
const PATIENCE = 4000;

/** Longest wait for saving before a link is followed, in milliseconds. */
const LEAVING = 2000;

const bar = document.getElementById("components-reconnect-modal");
const entries = new Map(); // of one draft, by control
const seen = new Map(); // what controls said before anybody typed
let vault = null;
let loaded = Promise.resolve();
let mark = null; // the page's mark; null on pages without answers
let [draft, step] = ["", ""];
let count = 0;
let away = false;
let cleared = "";
let marking = 0;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Names the question, which for radio buttons is the same for all of them. */
const nameOf = (control) =>
  control.type === "radio" ? `input[name="${CSS.escape(control.name)}"]` : keyOf(control);

const isKept = (element) => isAnswer(element) && !element.matches("[type=file], [data-box]") && element.closest("form.form");

function read(name) {
  const controls = [...document.querySelectorAll(`main ${name}`)];
  if (controls.length === 0) return undefined;
  const [control] = controls;
  if (control.type === "radio") return controls.find((one) => one.checked)?.value ?? "";
  return control.type === "checkbox" ? String(control.checked) : control.value;
}

/** As somebody would type it. False while the page does not take it. */
function write({ name, value }) {
  const controls = [...document.querySelectorAll(`main ${name}`)];
  const control = controls[0]?.type === "radio" ? controls.find((one) => one.value === value) : controls[0];
  if (!control || control.readOnly || control.matches(":disabled")) return false;
  const ticks = control.type === "radio" || control.type === "checkbox";
  const wanted = control.type === "radio" || value === "true";
  if (control.options && ![...control.options].some((option) => option.value === value)) return false;
  if (ticks && control.checked !== wanted) {
    control.click();
    return true;
  }
  if (!ticks && control.value !== value) control.value = value;
  control.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

/** The question, and the part of it where it has several controls. */
function labelOf(control) {
  const legend = control.closest("fieldset")?.querySelector("legend");
  const own = control.type === "radio" ? null : control.labels?.[0];
  return [legend, own].map((part) => part?.firstChild?.textContent.trim() || part?.textContent.trim()).filter(Boolean).join(" – ");
}

function textOf(control) {
  if (control.type === "radio") return control.labels?.[0]?.textContent.trim() ?? control.value;
  if (control.type === "checkbox") return control.checked ? "✓" : "–";
  return control.selectedOptions?.[0]?.textContent.trim() ?? control.value;
}

function look({ target }) {
  if (!mark || !isKept(target)) return;
  const name = nameOf(target);
  if (!entries.has(name)) seen.set(name, read(name));
  tell();
}

function note({ target, type }) {
  if (!mark || !isKept(target)) return;
  const name = nameOf(target);
  const value = read(name);
  const before = entries.get(name);
  if (!before && value === seen.get(name)) return;
  const entry = {
    id: before?.id ?? String(Math.random()),
    at: Date.now(),
    name,
    step,
    value,
    was: before ? before.was : seen.get(name),
    label: labelOf(target),
    text: textOf(target),
  };
  vault?.put(draft, entry);
  entries.set(name, { ...entry, number: type === "change" ? ++count : Infinity });
  if (type === "change") tell();
  if (before?.lost) draw();
}

/** Behind the changes of this turn, which Blazor may only send after this listener. */
function tell() {
  clearTimeout(marking);
  marking = setTimeout(() => {
    if (away || !mark?.dataset.saved) return;
    mark.value = `${count} ${document.activeElement.closest("[id^='f-']")?.id ?? ""}`;
    mark.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function forget(entry) {
  if (entries.get(entry.name)?.id === entry.id) entries.delete(entry.name);
  vault?.remove(entry.id);
  seen.set(entry.name, read(entry.name));
}

function settle() {
  const saved = Number(mark.dataset.saved ?? -1);
  for (const entry of entries.values()) {
    if (entry.step === step && entry.number <= saved) forget(entry);
  }
}

/** A page with answers was drawn: by the server, by Blazor on top of that, or the next step. */
async function arrive(now) {
  mark = now;
  if (!mark) return;
  const [itsDraft, itsStep] = mark.dataset.journal.split("/");
  if (itsDraft !== draft) {
    entries.clear();
    loaded = load(itsDraft);
  }
  [draft, step] = [itsDraft, itsStep];
  seen.clear();
  for (const entry of entries.values()) Object.assign(entry, { old: true, number: Infinity });
  await loaded;
  if (mark !== now || !mark.dataset.saved) return;
  const mine = [...entries.values()].filter((entry) => entry.step === step && entry.old);
  await putBack(mine, now);
  if (mark !== now) return;
  draw();
  tell();
}

async function load(ofDraft) {
  vault ??= await openVault();
  for (const row of (await vault?.load(ofDraft)) ?? []) {
    if (entries.has(row.name)) vault.remove(row.id); // typed again in the meantime
    else entries.set(row.name, { ...row, old: true, number: Infinity });
  }
}

async function putBack(waiting, page) {
  let until = performance.now() + PATIENCE;
  while (waiting.length > 0 && mark === page && performance.now() < until) {
    const left = waiting.filter((entry) => entries.get(entry.name) === entry && !place(entry));
    if (left.length < waiting.length) until = performance.now() + PATIENCE;
    backToPlace();
    waiting = left;
    if (waiting.length > 0) await pause(200);
  }
  for (const entry of waiting) entry.lost = true;
}

/** True when nothing more is to be done about it now. */
function place(entry) {
  const now = read(entry.name);
  if (now === undefined) return false;
  if (now === entry.value) forget(entry);
  // Answered otherwise in the meantime, on another device: the person decides.
  else if (now !== (entry.was ?? "")) entry.lost = true;
  else return write(entry);
  return true;
}

/** The connection broke for a while: Blazor dropped what was said then, and nobody knows since when exactly. */
function repeat() {
  for (const entry of [...entries.values()].sort((a, b) => a.at - b.at)) {
    if (entry.step === step && !entry.lost) write(entry);
  }
}

/** Says what is kept and could not be put back: here, and on other steps. */
function draw() {
  const spot = document.querySelector("[data-journal-spot]");
  const template = document.getElementById("journal-notice");
  if (!spot || !template) return;
  const kept = [...entries.values()].filter((entry) => entry.step !== step || entry.lost);
  const open = spot.firstElementChild?.open;
  spot.replaceChildren();
  if (kept.length === 0) return;
  const notice = template.content.cloneNode(true);
  const use = notice.querySelector("[data-use]");
  use.remove();
  const summary = notice.querySelector("summary span");
  summary.textContent = summary.textContent.replace("{0}", kept.length);
  notice.querySelector("details").open = open;
  const list = notice.querySelector("ul");
  const elsewhere = new Map();
  for (const entry of kept) {
    if (entry.step === step) list.append(lineOf(entry, use));
    else elsewhere.set(entry.step, (elsewhere.get(entry.step) ?? 0) + 1);
  }
  for (const [other, many] of elsewhere) list.append(linkTo(other, many));
  notice.querySelector("[data-drop]").hidden = !kept.some((entry) => entry.lost);
  spot.append(notice);
}

function lineOf(entry, button) {
  const line = document.createElement("li");
  const [label, text] = [document.createElement("strong"), document.createElement("span")];
  label.textContent = entry.label;
  text.textContent = entry.text;
  line.append(label, text);
  if (read(entry.name) !== undefined) {
    const use = button.cloneNode(true);
    use.addEventListener("click", () => write(entry));
    line.append(use);
  }
  return line;
}

function linkTo(other, many) {
  const line = document.createElement("li");
  const path = `/drafts/${draft}/steps/${other}`;
  const known = document.querySelector(`a[href='${CSS.escape(path)}']`);
  const name = known ? document.createElement("a") : document.createElement("span");
  if (known) name.href = path;
  name.textContent = `${known?.textContent.trim() ?? other} (${many})`;
  line.append(name);
  return line;
}

function drop({ target }) {
  if (!target.closest("[data-drop]")) return;
  for (const entry of [...entries.values()]) if (entry.lost) forget(entry);
  draw();
}

/** Sent: nothing of this draft is to stay. */
async function clear(sent) {
  entries.clear();
  vault ??= await openVault();
  for (const row of (await vault?.load(sent)) ?? []) vault.remove(row.id);
}

const unsaved = () => [...entries.values()].some((entry) => entry.step === step && !entry.lost);

/** The page behind a link is drawn from what the server has: what was just typed is to be there first. */
async function leave(event) {
  const link = event.target.closest("a[href]");
  const { ctrlKey, metaKey, shiftKey } = event;
  if (!link || away || ctrlKey || metaKey || shiftKey || link.target || link.hasAttribute("download")) return;
  if (link.getAttribute("href").includes("#") || !mark?.dataset.saved || !unsaved()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  document.activeElement.blur();
  for (const until = performance.now() + LEAVING; unsaved() && performance.now() < until; ) await pause(30);
  document.removeEventListener("click", leave, { capture: true });
  link.click();
  document.addEventListener("click", leave, { capture: true });
}

/** Not by the page that comes then: its address would be a way for anybody to have this cleared. */
function signOut(event) {
  const { unsaved: question } = event.target.dataset;
  if (!question || event.defaultPrevented) return;
  if (entries.size > 0 && !confirm(question)) event.preventDefault();
  else forgetAll();
}

function check() {
  const gone = /-(show|failed|rejected)/.test(bar?.className);
  if (away && !gone) repeat();
  away = gone;
  const now = document.querySelector("[data-journal]");
  if (now !== mark) arrive(now);
  else if (mark && !away) settle();
  const sent = document.querySelector("[data-journal-sent]")?.dataset.journalSent;
  if (sent && sent !== cleared) clear((cleared = sent));
}

/** @param early Controls that somebody typed into before this was loaded. */
export function start(early) {
  document.addEventListener("focusin", look);
  document.addEventListener("input", note);
  document.addEventListener("change", note);
  document.addEventListener("click", drop);
  document.addEventListener("click", leave, { capture: true });
  document.addEventListener("submit", signOut);
  new MutationObserver(check).observe(document.body, {
    subtree: true,
    childList: true,
    attributeFilter: ["data-saved", "class"],
  });
  check();
  for (const control of early) control.dispatchEvent(new Event("change", { bubbles: true }));
  comeBack(bar);
}
