// The fault panel: presets, a form, and what is on now.
import { api, both, el, empty } from './dom.js';

const presets = [
  ['ระบบล่มทั้งหมด', 'Everything down', { route: '/bizportal', kind: 'outage' }],
  ['ช้า 3 วินาที', 'Slow by 3 s', { route: '/bizportal', kind: 'latency', value: 3000 }],
  ['ตอบ 503 สองครั้ง', '503 twice', { route: '/bizportal', kind: 'status', value: 503, times: 2 }],
  ['โทเคนหมดอายุ', 'Tokens expire', { kind: 'expire-tokens' }],
  ['ส่งคำขอแล้วสายขาด', 'Create: reply lost once', { route: 'POST /bizportal/api/ApplicationRequest/Create', kind: 'drop-reply', times: 1 }],
  ['อัปโหลดสายขาด 3 ครั้ง', 'Upload cut 3 times', { route: 'POST /bizportal/api/File/Upload', kind: 'reset', times: 3 }],
  ['ส่ง OTP ไม่สำเร็จ', 'OTP refused', { route: 'POST /bizportal/api/SMS/OTP', kind: 'envelope', value: 'ส่งข้อความไม่สำเร็จ' }],
  ['ThaiD ลงนามด้วยกุญแจปลอมหนึ่งครั้ง', 'ThaiD: forged token once', { route: 'POST /api/v2/oauth2/token/', kind: 'id-token', value: 'wrong-key', times: 1 }],
  ['ThaiD ช้า 12 วินาที', 'ThaiD: slow by 12 s', { route: 'POST /api/v2/oauth2/token/', kind: 'latency', value: 12000 }],
  ['Linkage ล่ม', 'Linkage down', { route: '/ws', kind: 'outage' }],
  ['ตอบเป็นขยะหนึ่งครั้ง', 'Garbage once', { route: '/bizportal', kind: 'garbage', times: 1 }],
];

const kinds = ['latency', 'status', 'envelope', 'reset', 'drop-reply', 'slow-body', 'garbage', 'expire-tokens', 'outage', 'id-token'];

export function faultPanel(refresh) {
  const problem = el('p', { class: 'bad', role: 'alert' });
  const list = el('div', { id: 'fault-list', class: 'stack' });

  async function change(rules) {
    try {
      problem.textContent = '';
      await api('faults', 'PUT', rules(await api('faults')));
    } catch (error) {
      problem.textContent = error.message;
    }
    await refresh();
  }

  const add = rule => change(rules => [...rules.map(strip), rule]);
  const form = el('form', { class: 'card fields', onsubmit: event => {
    event.preventDefault();
    const value = new FormData(form);
    const text = value.get('value');
    add({
      route: value.get('route') || null,
      kind: value.get('kind'),
      value: text === '' ? null : /^[0-9]+$/.test(text) ? Number(text) : text,
      times: value.get('times') ? Number(value.get('times')) : null,
      probability: value.get('probability') ? Number(value.get('probability')) : null,
    });
  } },
    field('เส้นทาง', 'route', el('input', { name: 'route', value: '/bizportal/api/', spellcheck: 'false' })),
    field('ชนิด', 'kind', el('select', { name: 'kind' }, kinds.map(kind => el('option', {}, kind)))),
    field('ค่า', 'ms, HTTP status, bytes/s, message', el('input', { name: 'value' })),
    field('จำนวนครั้ง', 'times', el('input', { name: 'times', type: 'number', min: '1' })),
    field('ความน่าจะเป็น', 'probability 0–1', el('input', { name: 'probability', type: 'number', min: '0', max: '1', step: '0.05' })),
    el('button', { class: 'main', type: 'submit' }, ...both('เพิ่ม', 'add')));

  list.show = rules => list.replaceChildren(...(rules.length === 0
    ? [empty('ทุกอย่างทำงานปกติ', 'No faults are on')]
    : rules.map((rule, index) => el('div', { class: 'card row' },
      el('span', { class: 'tag bad' }, rule.kind),
      el('span', {}, `${rule.route || 'ทุกเส้นทาง'}${rule.value !== null ? ' · ' + rule.value : ''}${rule.times ? ` · อีก ${rule.times} ครั้ง` : ''}${rule.probability !== null ? ` · p=${rule.probability}` : ''}`),
      el('button', { class: 'danger', type: 'button', onclick: () => change(now => now.filter((_, i) => i !== index).map(strip)) }, ...both('ปิด', 'off'))))));

  const nodes = [
    el('div', { class: 'title' }, el('h2', {}, ...both('ความขัดข้อง', 'Faults')),
      el('button', { class: 'danger', type: 'button', onclick: async () => { await api('faults', 'DELETE'); await refresh(); } }, ...both('ปิดทั้งหมด', 'all off'))),
    el('div', { class: 'stack' },
      problem, list,
      el('h3', {}, ...both('สวิตช์สำเร็จรูป', 'Presets')),
      el('div', { class: 'row' }, presets.map(([th, en, rule]) => el('button', { type: 'button', onclick: () => add(rule) }, ...both(th, en)))),
      el('h3', {}, ...both('กำหนดเอง', 'Your own')),
      form,
      el('h3', {}, ...both('เริ่มใหม่', 'Start over')),
      el('p', {}, el('button', { class: 'danger', type: 'button', onclick: async () => {
        if (confirm('ลบร่าง ไฟล์ คำขอ และข้อความทั้งหมด?\nForget all drafts, files, requests and messages?')) {
          await api('reset', 'POST');
          await refresh();
        }
      } }, ...both('ล้างข้อมูลทั้งหมด', 'reset the sandbox')))),
  ];
  return { nodes, show: list.show };
}

const field = (th, en, input) => el('label', {}, ...both(th, en), input);

// The list is sent back as it was read; only null members are left out.
const strip = rule => Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== null));
