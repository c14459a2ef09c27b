// inbox.js - conversations by keyboard: j k r n t b s o a e x / ?, and answers that wait for a person.
import { wish, toast } from '/asset/app.js';

const act = name => document.querySelector(`#talkhead button[value=${name}]`)?.click();
const proposal = () => document.querySelector('.proposal');

function step(by) {
  const rows = [...document.querySelectorAll('#threads .queued')], at = rows.findIndex(r => r.hasAttribute('aria-current'));
  const to = rows[Math.min(rows.length - 1, Math.max(0, at + by))];
  if (to && rows.indexOf(to) !== at) to.querySelector('a').click();
}

async function propose(word) {
  const p = proposal();
  if (!p) return;
  const edit = p.querySelector('.edit'), text = edit?.querySelector('textarea');
  if (word === 'edit' && edit.hidden) {
    edit.hidden = false;
    text.focus();
    return;
  }
  const changed = text && !edit.hidden && text.value !== text.defaultValue;
  const body = { items: [p.dataset.item], verdict: word === 'reject' ? 'reject' : changed ? 'edit' : 'accept' };
  if (body.verdict === 'edit') body.edits = [{ pos: 0, after: text.value }];
  if (edit) edit.hidden = true;
  document.activeElement?.blur();
  await wish('verdict', body);
}

/** What is sent leaves the box; what was refused stays in it. */
async function compose(form, button) {
  const body = { ...Object.fromEntries(new FormData(form)) };
  if (button?.name) body[button.name] = button.value;
  const box = form.querySelector('textarea'), text = box.value;
  if (!text.trim()) return toast('There is no text yet.', true);
  box.value = '';
  if (!(await wish(form.dataset.wish, body))) box.value = text;
}

function key(e) {
  const box = e.target.closest?.('textarea');
  if (box && e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
    e.preventDefault();
    if (box.closest('.proposal')) return propose('accept');
    const form = box.form;
    return form.requestSubmit(form.querySelector('button'));
  }
  if (e.target.matches('input,textarea,select')) {
    if (e.key === 'Escape') {
      const edit = e.target.closest('.edit');
      if (edit) edit.hidden = true;
      e.target.blur();
    }
    return;
  }
  if (e.ctrlKey || e.metaKey || e.altKey || document.querySelector('dialog[open]')) return;
  const keys = {
    j: () => step(1), k: () => step(-1), r: () => document.getElementById('answer')?.focus(), n: () => document.getElementById('note')?.focus(),
    t: () => act('take'), b: () => act('back'), s: () => act('solve'), o: () => act('open'), '/': () => document.querySelector('.find input')?.focus(),
    a: () => propose('accept'), e: () => propose('edit'), x: () => propose('reject'), '?': () => document.getElementById('help')?.showModal(),
  };
  if (!keys[e.key]) return;
  e.preventDefault();
  keys[e.key]();
}

export function inbox() {
  if (!document.querySelector('[data-inbox]')) return;
  document.addEventListener('keydown', key);
  document.addEventListener('click', e => {
    const word = e.target.closest('[data-propose]');
    if (word) propose(word.dataset.propose);
  });
  document.addEventListener('submit', e => {
    const form = e.target.closest('[data-composer]');
    if (!form) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    compose(form, e.submitter);
  }, true);
  document.querySelector('#threads [aria-current]')?.scrollIntoView({ block: 'nearest' });
  document.querySelector('#talk')?.lastElementChild?.scrollIntoView({ block: 'nearest' });
}
