// The console: reads the control API every now and then and shows one panel at a time beside the SMS inbox.
import { api, el } from './dom.js';
import { faultPanel } from './faults.js';
import * as panels from './panels.js';

const PAUSE_MS = 1500;
const panel = document.getElementById('panel');
const inbox = document.getElementById('sms');
const alarm = document.getElementById('alarm');
const faults = faultPanel(refresh);
const shown = new Map();

let people = [];
let forms = [];

const nameOf = identityId => people.find(person => person.identityId === identityId)?.name ?? identityId;
const names = ['personas', 'requests', 'drafts', 'files', 'calls', 'readers', 'faults'];
let last = names[0];
// Any other hash, such as the inbox's, only scrolls.
const current = () => (last = names.includes(location.hash.slice(1)) ? location.hash.slice(1) : last);

/** Draws only what changed, so that focus, selection and opened details stay. */
function draw(target, key, data, build) {
  const text = JSON.stringify(data);
  if (shown.get(target) === key + text) return;
  shown.set(target, key + text);
  const opened = new Set([...target.querySelectorAll('details[open]')].map(details => details.dataset.key));
  const focus = [...target.querySelectorAll('a, button, summary')].indexOf(document.activeElement);
  target.replaceChildren(...build());
  target.querySelectorAll('details').forEach(details => (details.open = opened.has(details.dataset.key)));
  if (focus >= 0) target.querySelectorAll('a, button, summary')[focus]?.focus({ preventScroll: true });
}

async function refresh() {
  const [messages, requests, drafts, files, calls, readers, rules] = await Promise.all(
    ['sms', 'requests', 'drafts', 'files', 'calls', 'linkage/readers', 'faults'].map(path => api(path)),
  );
  const data = { requests, drafts, files, calls, readers, faults: rules };
  for (const badge of document.querySelectorAll('[data-count]')) {
    badge.textContent = data[badge.dataset.count].length || '';
  }
  alarm.hidden = rules.length === 0;
  alarm.textContent = `เปิดความขัดข้องไว้ ${rules.length} รายการ · faults on`;
  draw(inbox, 'sms', messages, () => panels.sms(messages, nameOf));
  const name = current();
  if (name === 'faults') {
    draw(panel, name, null, () => faults.nodes);
    faults.show(rules);
  } else {
    const relevant = name === 'personas' ? drafts : data[name];
    draw(panel, name, relevant, () => panels[name]({ ...data, personas: people, forms, nameOf, refresh }));
  }
}

function mark() {
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === '#' + current()) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}

async function loop() {
  try {
    if (!document.hidden) await refresh();
  } catch {
    shown.clear();
    alarm.hidden = false;
    alarm.textContent = 'ติดต่อระบบจำลองไม่ได้ · sandbox not reachable';
  }
  setTimeout(loop, PAUSE_MS);
}

window.addEventListener('hashchange', () => {
  mark();
  refresh().catch(() => {});
});

mark();
panel.replaceChildren(el('p', { class: 'empty' }, 'กำลังโหลด…'));
[people, forms] = await Promise.all([api('personas'), api('forms')]);
loop();
