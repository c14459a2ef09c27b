// tryout.js - a form made from a capability's JSON Schema, and its answer.
import { post, toast } from '/asset/app.js';

function control(name, s, need) {
  const label = document.createElement('label');
  label.textContent = `${name}${need ? '' : ' (optional)'}${s.description ? ` – ${s.description}` : ''}`;
  const simple = s.enum || ['string', 'integer', 'number', 'boolean'].includes(s.type);
  const field = document.createElement(s.enum || s.type === 'boolean' ? 'select' : simple && s.type !== 'string' ? 'input' : 'textarea');
  for (const word of s.enum ? ['', ...s.enum] : s.type === 'boolean' ? ['', 'true', 'false'] : []) field.append(new Option(word, word));
  if (field.tagName === 'INPUT') { field.type = 'number'; field.step = s.type === 'integer' ? 1 : 'any'; }
  if (field.tagName === 'TEXTAREA') field.rows = simple ? 1 : 4;
  if (!simple) field.placeholder = s.type === 'array' ? '[…]' : '{…}';
  field.name = name;
  field.dataset.type = s.enum ? 'string' : simple ? s.type : 'json';
  label.append(field);
  return label;
}

function valueOf(f) {
  if (f.dataset.type === 'json') return JSON.parse(f.value);
  if (f.dataset.type === 'boolean') return f.value === 'true';
  return ['integer', 'number'].includes(f.dataset.type) ? Number(f.value) : f.value;
}

function collect(form) {
  const o = {};
  for (const f of form.querySelector('.fields').querySelectorAll('[name]')) if (f.value !== '') o[f.name] = valueOf(f);
  return o;
}

function put(answer, value) {
  const pre = document.createElement('pre');
  pre.textContent = JSON.stringify(value, null, 2);
  answer.replaceChildren();
  if (typeof value.text === 'string') {
    const p = document.createElement('p');
    p.className = 'text lead';
    p.textContent = value.text;
    answer.append(p);
  }
  answer.append(pre);
}

/** The example that the page brings, as fields. */
function fill(form, json) {
  const example = JSON.parse(json.value);
  for (const f of form.querySelector('.fields').querySelectorAll('[name]'))
    if (f.name in example) f.value = f.dataset.type === 'json' ? JSON.stringify(example[f.name], null, 1) : String(example[f.name]);
  json.value = JSON.stringify(example, null, 2);
}

/** A product of the shop instead of writing one by hand. */
async function picker(form) {
  const field = form.querySelector('[name=product]');
  if (!field) return;
  const list = await (await fetch('/api/v1/products?per_page=200')).json();
  if (!list.products?.length) return;
  const label = document.createElement('label'), select = document.createElement('select');
  label.textContent = 'A product of the shop';
  select.append(new Option('– write it below –', ''), ...list.products.map(p => new Option(p.title, p.id)));
  label.append(select);
  field.closest('label').before(label);
  select.addEventListener('change', async () => {
    if (!select.value) return;
    const p = await (await fetch(`/api/v1/products/${encodeURIComponent(select.value)}`)).json();
    field.value = JSON.stringify(p, null, 1);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

export async function tryout() {
  const form = document.querySelector('[data-call]');
  if (!form) return;
  const name = form.dataset.call, json = form.querySelector('[name=input]'), answer = form.querySelector('.answer');
  const schema = await (await fetch(`/api/v1/capabilities/${name}`)).json();
  const need = schema.in.required ?? [];
  for (const [key, s] of Object.entries(schema.in.properties ?? {})) form.querySelector('.fields').append(control(key, s, need.includes(key)));
  fill(form, json);
  await picker(form);
  form.addEventListener('input', e => {
    if (e.target === json) return;
    try { json.value = JSON.stringify(collect(form), null, 2); } catch { /* a field is half written */ }
  });
  form.addEventListener('submit', async e => {
    e.preventDefault();
    try {
      const body = JSON.parse(json.value);
      answer.textContent = 'running…';
      put(answer, await post(`/api/v1/call/${name}`, body));
    } catch (error) {
      answer.textContent = '';
      toast(error.message, true);
    }
  });
}
