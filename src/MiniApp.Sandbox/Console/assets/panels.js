// One function per panel: data in, nodes out.
import { api, both, el, empty, json, size, timeOfDay, when } from './dom.js';

const title = (th, en, ...side) => el('div', { class: 'title' }, el('h2', {}, ...both(th, en)), ...side);

async function open(persona, formCode, draftId) {
  // Opened at once, filled later: browsers block windows that appear after a wait.
  const tab = window.open('', '_blank');
  try {
    const link = await api('links', 'POST', { persona: persona.id, formCode, draftId });
    if (tab) {
      tab.opener = null;
      tab.location = link.url;
    } else location.assign(link.url);
  } catch (error) {
    tab?.close();
    alert(error.message);
  }
}

function personaCard(persona, { forms, drafts }) {
  const kind = persona.identityType === 'Juristic';
  const own = drafts.filter(draft => draft.identityId === persona.identityId);
  return el('article', { class: 'card' },
    el('h3', {}, persona.name),
    el('p', { class: 'meta' }, `${persona.identityId} · ${persona.mobileNumber ?? 'ไม่มีเบอร์โทร'}`),
    persona.oneIdMobile && el('p', { class: 'meta' }, `ONE ID · ${persona.oneIdMobile}`),
    el('p', { class: 'says' }, ...both(persona.description.th, persona.description.en)),
    el('div', { class: 'row' },
      forms
        .filter(form => !form.applicants || form.applicants.some(a => (a.toLowerCase() === 'juristic') === kind))
        .map(form => el('button', { class: 'main', type: 'button', onclick: () => open(persona, form.code) },
          'เปิดคำขอใหม่ ', el('small', {}, `open as · ${form.titleTh ?? form.code}`)))),
    own.map(draft => el('button', { type: 'button', onclick: () => open(persona, draft.formCode, draft.draftId) },
      `เปิดร่าง ${when(draft.updatedAt)} `, el('small', {}, draft.formCode))),
    el('details', { 'data-key': 'persona-' + persona.id }, el('summary', {}, ...both('ข้อมูลที่ส่งให้แบบฟอร์ม', 'profile')), json(persona.profile)));
}

export function personas(data) {
  const group = (juristic, th, en) => [
    title(th, en),
    el('div', { class: 'cards' }, data.personas.filter(p => (p.identityType === 'Juristic') === juristic).map(p => personaCard(p, data))),
  ];
  return [...group(false, 'บุคคลธรรมดา', 'Citizens'), ...group(true, 'นิติบุคคล', 'Juristic persons')];
}

export function requests(data) {
  const head = title('คำขอที่ได้รับ', 'Requests received');
  if (data.requests.length === 0) return [head, empty('ยังไม่มีคำขอ', 'Nothing has been sent yet')];
  return [head, el('div', { class: 'stack' }, data.requests.toReversed().map(request => el('article', { class: 'card' },
    el('h3', {}, el('a', { href: '/tracking?requestId=' + encodeURIComponent(request.requestId) }, request.requestId)),
    el('p', { class: 'meta' }, `${when(request.receivedAt)} · ${data.nameOf(request.identityId)} · ${request.serviceNo} v${request.version}`),
    Object.entries(request.dataDescription).map(([section, fields]) => [
      el('h4', {}, section),
      el('dl', {}, Object.entries(fields).flatMap(([label, value]) => [el('dt', {}, label), el('dd', {}, String(value ?? ''))])),
    ]).flat(),
    el('details', { 'data-key': 'data-' + request.requestId }, el('summary', {}, ...both('ข้อมูลที่ส่งหน่วยงาน', 'data')), json(request.data)),
    el('details', { 'data-key': 'body-' + request.requestId }, el('summary', {}, ...both('ข้อความเต็ม', 'whole body')), json(request.body)))))];
}

export function drafts(data) {
  const head = title('ร่างคำขอ', 'Drafts');
  if (data.drafts.length === 0) return [head, empty('ยังไม่มีร่าง', 'No drafts yet')];
  return [head, el('div', { class: 'stack' }, data.drafts.toReversed().map(draft => el('article', { class: 'card' },
    el('h3', {}, data.nameOf(draft.identityId)),
    el('p', { class: 'meta' }, `${draft.formCode} v${draft.version} · ${when(draft.updatedAt)} · ${draft.draftId}`),
    el('button', { type: 'button', onclick: () => open(data.personas.find(p => p.identityId === draft.identityId), draft.formCode, draft.draftId) },
      ...both('เปิดร่างนี้', 'open this draft')),
    el('details', { 'data-key': 'draft-' + draft.draftId }, el('summary', {}, ...both('ข้อมูล', 'data')), json(draft.data)))))];
}

function table(columns, rows) {
  return el('table', {},
    el('thead', {}, el('tr', {}, columns.map(([th, en]) => el('th', { scope: 'col' }, ...both(th, en))))),
    el('tbody', {}, rows.map(cells => el('tr', {}, cells.map(cell => el('td', {}, cell))))));
}

export function files(data) {
  const head = title('ไฟล์แนบ', 'Files');
  if (data.files.length === 0) return [head, empty('ยังไม่มีไฟล์', 'No files yet')];
  return [head, table([['ชื่อ', 'name'], ['ขนาด', 'size'], ['เจ้าของ', 'owner'], ['SHA-256', '']], data.files.toReversed().map(file => [
    file.complete
      ? el('a', { href: `/_sandbox/files/${encodeURIComponent(file.id)}/content`, download: file.name }, file.name)
      : el('span', {}, file.name + ' ', el('span', { class: 'tag' }, `${file.received}/${file.chunks}`)),
    size(file.size), data.nameOf(file.identityId), el('small', {}, file.sha256?.slice(0, 16) ?? 'กำลังรับ'),
  ]))];
}

export function calls(data) {
  const head = title('บันทึกการเรียก', 'Call log');
  if (data.calls.length === 0) return [head, empty('ยังไม่มีการเรียก', 'No calls yet')];
  return [head, table([['เวลา', 'time'], ['คำสั่ง', 'call'], ['ผล', 'status'], ['มิลลิวินาที', 'ms']], data.calls.slice(-200).toReversed().map(call => [
    timeOfDay(call.time),
    el('span', {}, el('b', {}, call.method), ' ', call.path.replace('/bizportal/api/', ''), ' ',
      call.faults.map(kind => el('span', { class: 'tag bad' }, kind))),
    el('span', { class: call.status === 0 || call.status >= 400 ? 'bad' : '' }, call.status === 0 ? 'ตัดสาย · cut' : call.status),
    call.ms,
  ]))];
}

const readerStates = {
  AgentNotAvailable: ['ยังไม่ได้เสียบบัตรเจ้าหน้าที่', 'no officer'],
  AgentAvailable: ['เจ้าหน้าที่เข้าระบบแล้ว', 'officer logged in'],
  CitizenAvailable: ['เสียบบัตรประชาชนด้วย', 'and a citizen\'s card'],
};

function reader(one, { personas, refresh }) {
  const put = body => api('linkage/reader', 'PUT', { agent: one.agent, ...body }).then(refresh, error => alert(error.message));
  const citizens = personas.filter(person => person.identityType === 'Citizen');
  const choice = el('select', { 'aria-label': `บัตรของ · whose card: ${one.name}` },
    citizens.map(person => el('option', { value: person.id, selected: person.id === one.citizen }, person.name)));
  return el('article', { class: 'card' },
    el('h3', {}, one.name),
    el('p', { class: 'says' }, ...both(...readerStates[one.state]), one.citizen ? ' · ' + (citizens.find(c => c.id === one.citizen)?.name ?? one.citizen) : ''),
    el('div', { class: 'row' },
      el('button', { type: 'button', onclick: () => put({ state: 'AgentNotAvailable' }) }, ...both('ดึงบัตรออก', 'take out')),
      el('button', { type: 'button', onclick: () => put({ state: 'AgentAvailable' }) }, ...both('เสียบบัตรเจ้าหน้าที่', 'officer\'s card'))),
    el('div', { class: 'row' }, choice,
      el('button', { type: 'button', onclick: () => put({ state: 'CitizenAvailable', citizen: choice.value }) }, ...both('เสียบบัตรประชาชน', 'citizen\'s card'))));
}

export function readers(data) {
  return [
    title('เครื่องอ่านบัตรของเจ้าหน้าที่', 'Officers\' card readers'),
    el('div', { class: 'cards' }, data.readers.map(one => reader(one, data))),
    el('h3', {}, ...both('ในทะเบียน Linkage', 'in the register')),
    el('ul', {}, data.personas.filter(person => person.linkage).map(person =>
      el('li', {}, person.name + ' · ', ...both(person.linkage.th, person.linkage.en)))),
  ];
}

export function sms(messages, nameOf) {
  if (messages.length === 0) return [empty('ยังไม่มีข้อความ', 'No messages yet')];
  return messages.slice(-20).toReversed().map(message => el('article', { class: 'card sms' },
    el('p', { class: 'otp' }, message.otp),
    el('p', {}, `Ref: ${message.ref}`),
    el('p', { class: 'meta' }, `${nameOf(message.identityId)} · ${message.mobileNumber}`),
    el('p', { class: 'meta' }, when(message.sentAt))));
}
