// app.js - what every page does: live updates, wishes from forms, rows of tables, claims beside their evidence.
import { review } from '/asset/review.js';
import { tryout } from '/asset/tryout.js';
import { inbox } from '/asset/inbox.js';

const meta = name => document.querySelector(`meta[name=${name}]`)?.content ?? '';

export function toast(text, bad = false) {
  const p = document.createElement('p');
  p.textContent = text;
  p.className = bad ? 'bad' : '';
  document.getElementById('toast').append(p);
  setTimeout(() => p.remove(), bad ? 9000 : 4000);
}

export async function post(path, body) {
  const r = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF': meta('csrf') }, body: JSON.stringify(body) });
  const answer = await r.json();
  if (!r.ok) throw new Error(answer.detail ?? answer.title);
  return answer;
}

/** Ask the loop for something; say what came of it. */
export async function wish(kind, body) {
  try {
    const w = await post(`/api/v1/wishes/${kind}`, body);
    toast(w.state === 'done' ? (w.why || 'Done.') : 'Noted: it is done as soon as the loop gets to it.');
    refresh();
    return w;
  } catch (e) {
    toast(e.message, true);
    return null;
  }
}

// ---- parts of the page that follow the shop -----------------------------------------------------------

let due = 0, busy = false;

function replace(now, fresh) {
  const held = now.contains(document.activeElement) && document.activeElement.matches('input,textarea,select');
  if (held || now.querySelector('.edit:not([hidden])') || now.innerHTML === fresh.innerHTML) return;
  const top = now.querySelector('.queue')?.scrollTop;
  now.replaceChildren(...fresh.childNodes);
  if (top) now.querySelector('.queue')?.scrollTo(0, top);
  now.dispatchEvent(new CustomEvent('fresh', { bubbles: true }));
}

/** Look again, at most once a second however often it is asked for. */
export function refresh() {
  if (due) return;
  due = setTimeout(async () => {
    due = 0;
    if (busy) return refresh();
    busy = true;
    try {
      const r = await fetch(location.href, { headers: { Accept: 'text/html' } });
      if (r.redirected || !r.ok) return;
      const page = new DOMParser().parseFromString(await r.text(), 'text/html');
      for (const part of document.querySelectorAll('[data-live]')) {
        const fresh = page.getElementById(part.id);
        if (fresh && !(part.dataset.review === 'queue')) replace(part, fresh);
        else if (fresh) part.dispatchEvent(new CustomEvent('queue', { detail: fresh }));
      }
      if (!document.querySelector('[data-review=queue]') && page.querySelector('[data-review=queue]')) location.reload();
    } catch { // the page is being left, or the server is away: the lamp says so, and the next change asks again
    } finally {
      busy = false;
    }
  }, 900);
}

const pens = new Map();

function pen(d) {
  const panel = document.getElementById('writing');
  if (!panel) return;
  let p = pens.get(d.item);
  if (!p) {
    p = document.createElement('a');
    p.className = 'pen';
    p.href = `/items/${d.item}`;
    const photo = d.images?.[0];
    p.innerHTML = `${photo ? '<img alt="" width="56" height="56">' : '<span class="nophoto"></span>'}<strong></strong><small></small><p></p>`;
    if (photo) p.querySelector('img').src = /^https?:/.test(photo) ? photo : `/image/${encodeURIComponent(d.product)}/0`;
    p.querySelector('strong').textContent = d.title ?? d.product;
    p.querySelector('small').textContent = d.kind;
    panel.hidden = false;
    panel.querySelector('.scroll').prepend(p);
    pens.set(d.item, p);
  }
  p.querySelector('p').textContent = d.text;
  p.classList.remove('done');
  clearTimeout(p.calm);
  p.calm = setTimeout(() => p.classList.add('done'), 4000);
  while (pens.size > 9) {
    const [oldest, node] = pens.entries().next().value;
    pens.delete(oldest);
    node.remove();
  }
}

function partial(d) {
  for (const p of document.querySelectorAll(`[data-partial-item="${CSS.escape(d.item)}"],[data-partial-product="${CSS.escape(d.product)}"]`)) {
    p.textContent = d.text;
    p.hidden = false;
  }
  pen(d);
}

function count(name, n) {
  const b = document.getElementById(`count-${name}`);
  if (!b) return;
  b.textContent = n;
  b.hidden = !n;
}

function listen() {
  const lamp = document.getElementById('live');
  if (!lamp) return;
  const say = (cls, text) => { lamp.className = `live ${cls}`; lamp.lastElementChild.textContent = text; };
  let source = null, seq = null;
  const changed = d => {
    count('review', d.waiting);
    count('quarantine', d.quarantine);
    count('inbox', d.inbox);
    if (seq !== null) refresh();
    seq = d.seq;
  };
  const open = () => {
    if (source) return;
    source = new EventSource('/live');
    source.addEventListener('open', () => say('on', 'live'));
    source.addEventListener('error', () => say('off', 'reconnecting'));
    source.addEventListener('partial', e => partial(JSON.parse(e.data)));
    source.addEventListener('changed', e => changed(JSON.parse(e.data)));
  };
  const close = () => { if (source) source.close(); source = null; };
  // A browser keeps six connections to one host: tabs that nobody looks at must not take them.
  const look = () => document.hidden ? close() : open();
  document.addEventListener('visibilitychange', look);
  addEventListener('pagehide', close);
  addEventListener('pageshow', look);
  look();
}

// ---- forms that are wishes --------------------------------------------------------------------------------

function rowsOf(form) {
  return [...form.querySelectorAll('tbody tr')].map(tr => {
    const row = {};
    for (const f of tr.querySelectorAll('[name]')) row[f.name] = f.type === 'checkbox' ? f.checked : f.type === 'number' ? Number(f.value) : f.value;
    return row;
  });
}

/** A section of settings: what is empty is left to the default. */
function sectionOf(form, button) {
  if (button?.name === 'clear') return { name: form.dataset.section };
  const value = {};
  for (const f of form.querySelectorAll('[data-as]')) {
    const text = f.value.trim(), as = f.dataset.as;
    if (!text) continue;
    value[f.name] = as === 'number' ? Number(text) : as === 'bool' ? text === 'yes' : as === 'json' ? JSON.parse(text)
      : as === 'lines' ? text.split('\n').map(s => s.trim()).filter(Boolean) : text;
  }
  return { name: form.dataset.section, value };
}

function bodyOf(form, button) {
  if (form.dataset.section) return sectionOf(form, button);
  if (form.dataset.rows) return { [form.dataset.rows]: rowsOf(form) };
  const body = {};
  for (const f of form.querySelectorAll('[name]')) {
    if (f.tagName === 'BUTTON' || !f.value) continue;
    body[f.name] = 'list' in f.dataset ? [f.value] : 'json' in f.dataset ? JSON.parse(f.value) : f.value;
  }
  if (button?.name) body[button.name] = button.value;
  return body;
}

document.addEventListener('submit', async e => {
  const form = e.target.closest('[data-wish]');
  if (!form) return;
  e.preventDefault();
  if (form.dataset.confirm && !confirm(form.dataset.confirm)) return;
  let body;
  try {
    body = bodyOf(form, e.submitter);
  } catch {
    return toast('This is not JSON: check quotes, commas and braces.', true);
  }
  const buttons = form.querySelectorAll('button');
  buttons.forEach(b => { b.disabled = true; });
  document.activeElement?.blur();
  await wish(form.dataset.wish, body);
  buttons.forEach(b => { b.disabled = false; });
});

document.addEventListener('click', e => {
  const button = e.target.closest('[data-row]');
  if (!button) return;
  const tr = button.closest('tr'), body = button.closest('form').querySelector('tbody');
  if (button.dataset.row === 'remove' && body.rows.length > 1) tr.remove();
  if (button.dataset.row === 'up' && tr.previousElementSibling) tr.previousElementSibling.before(tr);
  if (button.dataset.row === 'add') {
    const copy = body.rows[body.rows.length - 1].cloneNode(true);
    copy.querySelectorAll('input[name=note]').forEach(i => { i.value = ''; });
    body.append(copy);
    copy.querySelector('input').focus();
  }
});

// A claim lights its evidence, and the other way round.
for (const [on, lit] of [['pointerover', true], ['pointerout', false], ['focusin', true], ['focusout', false]])
  document.addEventListener(on, e => {
    const at = e.target.closest?.('[data-claim]');
    if (!at) return;
    const near = at.closest('.detail') ?? document;
    near.querySelectorAll(`[data-claim="${at.dataset.claim}"]`).forEach(x => x.classList.toggle('lit', lit));
  });

listen();
review();
tryout();
inbox();
