// Small helpers. Values only ever enter the page as text nodes, so nothing that was sent to the sandbox can run here.

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

export const both = (th, en) => [th + ' ', el('small', { lang: 'en' }, en)];

export const json = value => el('pre', {}, JSON.stringify(value, null, 2));

export const empty = (th, en) => el('p', { class: 'empty' }, ...both(th, en));

const clock = new Intl.DateTimeFormat('th-TH', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Bangkok' });
const hours = new Intl.DateTimeFormat('th-TH', { timeStyle: 'medium', timeZone: 'Asia/Bangkok' });

export const when = text => clock.format(new Date(text));
export const timeOfDay = text => hours.format(new Date(text));

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** Calls the control API; a refusal becomes an error with its message. */
export async function api(path, method = 'GET', body) {
  const response = await fetch('/_sandbox/' + path, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.errorMessage ?? response.statusText);
  return answer;
}
