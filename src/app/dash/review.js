// review.js - the queue by keyboard: j k a e r b x, Shift+A, Shift+R, ?.
import { wish } from '/asset/app.js';

const queue = () => document.querySelector('[data-review=queue]');
const box = () => document.getElementById('detail') ?? document.querySelector('[data-review=single]');
const rows = () => [...document.querySelectorAll('.queued')];
const current = () => document.querySelector('.queued[aria-current]');
const itemNow = () => box()?.querySelector('.verdicts')?.dataset.item;

async function show(row) {
  if (!row) return;
  for (const r of rows()) r.removeAttribute('aria-current');
  row.setAttribute('aria-current', 'true');
  row.scrollIntoView({ block: 'nearest' });
  const id = row.dataset.item, r = await fetch(`/items/${id}`);
  if (!r.ok || current()?.dataset.item !== id) return;
  const page = new DOMParser().parseFromString(await r.text(), 'text/html');
  document.getElementById('detail').replaceChildren(...page.getElementById('item').childNodes);
}

function step(by) {
  const all = rows(), at = all.indexOf(current());
  show(all[Math.min(all.length - 1, Math.max(0, at + by))]);
}

/** Take rows off the queue before the loop answers; put them back if it refuses. */
async function verdict(items, word, edits) {
  const all = rows(), gone = all.filter(r => items.includes(r.dataset.item)), stays = r => !gone.includes(r);
  const from = all.indexOf(gone[0]);
  const next = all.slice(from + 1).find(stays) ?? all.slice(0, Math.max(0, from)).reverse().find(stays);
  gone.forEach(r => r.classList.add('leaving'));
  const body = { items, verdict: word };
  if (edits) body.edits = edits;
  const w = await wish('verdict', body);
  gone.forEach(r => (w ? r.remove() : r.classList.remove('leaving')));
  marks();
  if (!w) return;
  if (queue() && next) show(next);
  else if (queue()) location.reload();
}

function editing(on) {
  for (const l of box().querySelectorAll('.edit')) {
    l.hidden = !on;
    if (on && l.closest('details')) l.closest('details').open = true;
  }
  const first = box().querySelector('.edit textarea');
  if (on) first?.focus();
  else document.activeElement?.blur();
}

function saveEdit() {
  const edits = [...box().querySelectorAll('.edit textarea')]
    .filter(t => t.value !== t.defaultValue)
    .map(t => ({ pos: Number(t.dataset.pos), after: t.value }));
  if (!edits.length) return editing(false);
  editing(false);
  verdict([itemNow()], 'edit', edits);
}

function act(word) {
  const id = itemNow();
  if (!id) return;
  if (word !== 'edit') return verdict([id], word);
  const open = box().querySelector('.edit:not([hidden])');
  if (open) saveEdit();
  else editing(true);
}

const marked = () => rows().filter(r => r.querySelector('input:checked')).map(r => r.dataset.item);

function marks() {
  const n = marked().length;
  for (const b of document.querySelectorAll('[data-bulk]')) {
    b.disabled = !n;
    b.querySelector('b').textContent = n;
  }
}

function bulk(word) {
  const items = marked();
  if (items.length && (word === 'accept' || confirm(`Reject ${items.length} items?`))) verdict(items, word);
}

function key(e) {
  if (e.target.matches('input:not([type=checkbox]),textarea,select')) {
    if (e.key === 'Escape') editing(false);
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) saveEdit();
    return;
  }
  if (e.ctrlKey || e.metaKey || e.altKey || document.querySelector('dialog[open]')) return;
  const keys = {
    j: () => step(1), k: () => step(-1), a: () => act('accept'), e: () => act('edit'), r: () => act('reject'), b: () => act('back'),
    x: () => { const c = current()?.querySelector('input'); if (c) { c.checked = !c.checked; marks(); } },
    A: () => bulk('accept'), R: () => bulk('reject'), '?': () => document.getElementById('help')?.showModal(),
  };
  if (!keys[e.key]) return;
  e.preventDefault();
  keys[e.key]();
}

/** New items join the end of the list; those that are gone leave it; what is being read stays. */
function merge(fresh) {
  const list = queue().querySelector('ol'), have = new Map(rows().map(r => [r.dataset.item, r]));
  const want = [...fresh.querySelectorAll('.queued')];
  for (const r of want) if (!have.has(r.dataset.item)) { r.removeAttribute('aria-current'); list.append(r); }
  const ids = new Set(want.map(r => r.dataset.item));
  for (const [id, r] of have) if (!ids.has(id) && r !== current()) r.remove();
  marks();
}

export function review() {
  if (!document.querySelector('[data-review]')) return;
  document.addEventListener('keydown', key);
  document.addEventListener('change', e => {
    if (e.target.id === 'all') rows().forEach(r => { r.querySelector('input').checked = e.target.checked; });
    if (e.target.closest('.queue')) marks();
  });
  document.addEventListener('click', e => {
    const word = e.target.closest('[data-verdict]'), many = e.target.closest('[data-bulk]'), row = e.target.closest('.queued');
    if (word) act(word.dataset.verdict);
    else if (many) bulk(many.dataset.bulk);
    else if (e.target.closest('#keys')) document.getElementById('help').showModal();
    else if (row && !e.target.matches('input') && !e.ctrlKey && !e.metaKey) {
      e.preventDefault();
      show(row);
    }
  });
  queue()?.addEventListener('queue', e => merge(e.detail));
}
