// help.js - the help page without reloads: what is said, what is answered, a microphone where the browser has one.
const form = document.getElementById('help'), input = form.querySelector('input'), mic = form.querySelector('.mic');
let timer = 0, pause = 700;

async function look() {
  clearTimeout(timer);
  const r = await fetch('/shop/help/said').catch(() => null);
  if (r?.ok) {
    const fresh = new DOMParser().parseFromString(await r.text(), 'text/html').getElementById('said'), now = document.getElementById('said');
    if (fresh && fresh.innerHTML !== now.innerHTML) {
      now.replaceChildren(...fresh.childNodes);
      now.lastElementChild?.scrollIntoView({ block: 'nearest' });
      pause = 700;
    }
    if (fresh) now.dataset.waits = fresh.dataset.waits;
  }
  // Soon while an answer is due, later and later while nobody says anything.
  pause = document.getElementById('said').dataset.waits === 'yes' ? Math.min(pause * 1.2, 5000) : Math.min(pause * 1.5, 20000);
  timer = setTimeout(look, document.hidden ? 20000 : pause);
}

form.addEventListener('submit', async e => {
  e.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  const mine = document.createElement('article');
  mine.className = 'turn me';
  mine.textContent = text;
  document.getElementById('said').append(mine);
  mine.scrollIntoView({ block: 'nearest' });
  input.value = '';
  const r = await fetch('/shop/help', { method: 'POST', body: new URLSearchParams({ message: text }) }).catch(() => null);
  const problem = r && new DOMParser().parseFromString(await r.text(), 'text/html').querySelector('.problem');
  document.querySelectorAll('.problem').forEach(p => p.remove());
  if (!r || problem) {
    mine.remove();
    input.value = text;
    const p = problem ?? Object.assign(document.createElement('p'), { className: 'problem', textContent: 'That did not get through. Please try again.' });
    p.setAttribute('role', 'alert');
    form.before(p);
  }
  pause = 500;
  look();
});

const Speech = window.SpeechRecognition || window.webkitSpeechRecognition;
if (Speech && mic) {
  mic.hidden = false;
  mic.addEventListener('click', () => {
    const r = new Speech();
    r.lang = navigator.language;
    r.onresult = e => { input.value = e.results[0][0].transcript; input.focus(); };
    r.start();
  });
}
document.addEventListener('visibilitychange', () => { if (!document.hidden) { pause = 700; look(); } });
timer = setTimeout(look, pause);
